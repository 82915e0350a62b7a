import { checkSupport, contentWords, sentences, sentenceWords } from './support.ts';
import type { CitedAnswer, EvidenceText } from './types.ts';

/** Whether anything that was written is in the evidence and not in the question already. */
export function tellsSomething(text: string, question: string, evidence: readonly EvidenceText[]): boolean {
  const asked = contentWords(question);
  return checkSupport(text, question, evidence).some(
    (sentence) =>
      sentence.evidence.length > 0 && [...sentenceWords(sentence.text)].some((word) => !asked.has(word)),
  );
}

/**
 * An answer that is the first piece of evidence word for word, as Markdown: of prose the sentence that shares most with the
 * question as a quotation, of code all of it as a block.
 * @param text its best lines
 */
export function quote(text: string, question: string, isCode: boolean): CitedAnswer {
  const quoted = isCode
    ? `${withoutIndent(text.split('\n'))
        .map((line) => `    ${line}`)
        .join('\n')}\n\n`
    : `> ${nearestSentence(text, question)} `;
  const marker = '[1]';
  return {
    text: quoted + marker,
    citations: [{ marker, starts: [quoted.length], evidence: 0 }],
    unsupported: [],
  };
}

function nearestSentence(text: string, question: string): string {
  const asked = contentWords(question);
  const shared = (sentence: string): number =>
    [...contentWords(sentence)].filter((word) => asked.has(word)).length;
  return proseSentences(text).reduce((a, b) => (shared(b) > shared(a) ? b : a));
}

/** The sentences of kept prose: one may go on in the next line, and where some were left out stands an ellipsis. */
export function proseSentences(text: string): string[] {
  return sentences(text.replaceAll(/\s+/g, ' ')).map((sentence) => sentence.replace(/^… /, '').trim());
}

/** Lines without the indentation that all of them have; a blank line has none. */
function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(common, line.length)));
}
