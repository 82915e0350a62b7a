import { checkSupport, contentWords } from './support.ts';
import type { CitedAnswer, EvidenceText } from './types.ts';

/** A piece of evidence as it can be quoted. */
export interface QuotedText {
  /** Its best lines. */
  readonly text: string;
  /** Index into the evidence list. */
  readonly evidence: number;
  readonly isCode: boolean;
}

/** Whether anything that was written is in the evidence and not in the question already. */
export function tellsSomething(text: string, question: string, evidence: readonly EvidenceText[]): boolean {
  const asked = contentWords(question);
  return checkSupport(text, question, evidence).some(
    (sentence) =>
      sentence.evidence.length > 0 && [...contentWords(sentence.text)].some((word) => !asked.has(word)),
  );
}

/** An answer that is evidence word for word, as Markdown: a quotation of prose, a block of code. */
export function quote({ text, evidence, isCode }: QuotedText): CitedAnswer {
  const lines = isCode
    ? withoutIndent(text.split('\n')).map((line) => `    ${line}`)
    : text.split('\n').map((line) => `> ${line.trim()}`);
  const before = lines.join('\n') + (isCode ? '\n\n' : ' ');
  const marker = `[${evidence + 1}]`;
  return {
    text: before + marker,
    citations: [{ marker, starts: [before.length], evidence }],
    unsupported: [],
  };
}

/** Lines without the indentation that all of them have; a blank line has none. */
function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(common, line.length)));
}
