import { isHeading } from './headings.ts';
import { checkSupport, contentWords, sentences, sentenceWords } from './support.ts';
import type { CitedAnswer, EvidenceText } from './types.ts';

/** A piece of evidence that may be quoted. */
export interface Quotable {
  /** Index into the evidence list. */
  readonly evidence: number;
  readonly text: string;
  /** For each line of the text; all the same when not given. */
  readonly lineScores?: readonly number[] | undefined;
  readonly isCode: boolean;
}

/** What may be quoted by itself: a sentence of prose, a line of code. */
interface Unit {
  readonly text: string;
  readonly score: number;
  /** Content words that it shares with the question. */
  readonly shared: number;
  /** It says the question again. */
  readonly isEcho: boolean;
}

/** A sentence that asks what is asked here in much the same words is not its answer. */
const ECHO_SHARE = 0.5;

/** Fewer content words are no statement. */
const TELLING_WORDS = 3;
/** A line that says something stands in for the best one, if it has this share of its score. */
const NEAR_BEST = 0.5;
/** A statement that goes on for longer is quoted by its first line. */
const MAX_CONTINUED_LINES = 4;

/** Where a line of prose begins something new: list items and rows of tables. */
const ITEM = /^\s*(?:[-*+•–|]|\d{1,3}[.)]|[a-z]\)|\\item\b)\s*\S/;

/** Whether anything that was written is in the evidence and not in the question already. */
export function tellsSomething(text: string, question: string, evidence: readonly EvidenceText[]): boolean {
  const asked = contentWords(question);
  return checkSupport(text, question, evidence).some(
    (sentence) => sentence.evidence.length > 0 && isNovel(sentenceWords(sentence.text), asked),
  );
}

/**
 * An answer that is the first telling piece of evidence word for word, as Markdown: of prose its best sentence as a
 * quotation, of code its best statement as a block. Headings and what only says the question again are passed over, for
 * what stands below them.
 * @param pieces best first
 * @returns undefined when no piece tells anything
 */
export function quote(pieces: readonly Quotable[], question: string): CitedAnswer | undefined {
  const asked = contentWords(question);
  for (const piece of pieces) {
    const text = piece.isCode ? bestLines(piece, asked) : bestSentence(piece, asked);
    if (text === undefined) continue;
    const marker = `[${piece.evidence + 1}]`;
    return {
      text: text + marker,
      citations: [{ marker, starts: [text.length], evidence: piece.evidence }],
      unsupported: [],
    };
  }
  return undefined;
}

function bestLines({ text, lineScores }: Quotable, asked: ReadonlySet<string>): string | undefined {
  const lines = text.split('\n');
  const units = lines.map((line, i) => unitOf(line, lineScores?.[i] ?? 1, asked));
  const scores = [...new Set(units.map(({ score }) => score))].sort((a, b) => b - a);
  const near = scores.filter((score) => score > 0 && score >= NEAR_BEST * scores[0]!);
  const statements = near.map((score) => wholeStatement(units, score));
  const [best = []] = statements;
  const telling =
    statements.find((of) => saysSomething(of)) ??
    (best.some(({ isEcho }) => !isEcho) ? best : [telltale(units)].filter((unit) => unit !== undefined));
  if (telling.length === 0) return undefined;
  const block = withoutIndent(telling.map((unit) => unit.text)).map((line) => `    ${line}`);
  return `${block.join('\n')}\n\n`;
}

/** The lines with this score, to where a bracket that the last of them leaves open is closed if that is not far. */
function wholeStatement(units: readonly Unit[], score: number): Unit[] {
  const lines = units.filter((unit) => unit.score === score);
  const end = units.indexOf(lines.at(-1)!) + 1;
  let depth = openBrackets(lines.at(-1)!.text);
  for (let to = end; depth > 0 && to < Math.min(units.length, end + MAX_CONTINUED_LINES); to++) {
    depth += openBrackets(units[to]!.text);
    if (depth <= 0) return [...lines, ...units.slice(end, to + 1)];
  }
  return lines;
}

/** Brackets of a line that are opened and not closed; a block in braces is no part of the statement that opens it. */
function openBrackets(line: string): number {
  return (line.match(/[([]/g)?.length ?? 0) - (line.match(/[)\]]/g)?.length ?? 0);
}

/** A call's beginning or a bracket is found for what stands around it. */
function saysSomething(lines: readonly Unit[]): boolean {
  const words = new Set(lines.flatMap(({ text }) => [...contentWords(text)]));
  return words.size >= TELLING_WORDS && lines.some(({ isEcho }) => !isEcho);
}

function bestSentence({ text, lineScores }: Quotable, asked: ReadonlySet<string>): string | undefined {
  const units = blocksOf(text).flatMap(({ firstLine, text: block }) => {
    let at = 0;
    return sentences(block.replaceAll(/\s/g, ' ')).map((sentence) => {
      const [start, end] = [lineAt(block, at), lineAt(block, at + sentence.trimEnd().length)];
      at += sentence.length;
      const scores = lineScores?.slice(firstLine + start, firstLine + end + 1) ?? [1];
      return unitOf(plainSentence(sentence), Math.max(...scores), asked);
    });
  });
  const found = telltale(units);
  return found && `> ${found.text} `;
}

/** The best unit, or where that says the question again the first one below that does not. */
function telltale(units: readonly Unit[]): Unit | undefined {
  const ranked = units
    .map((unit, order) => ({ unit, order, isFragment: /^\p{Ll}/u.test(unit.text) }))
    .sort(
      (a, b) =>
        b.unit.score - a.unit.score ||
        Number(a.isFragment) - Number(b.isFragment) ||
        b.unit.shared - a.unit.shared ||
        a.order - b.order,
    );
  const [best] = ranked;
  if (!best?.unit.isEcho) return best?.unit;
  return (
    units.slice(best.order + 1).find(({ isEcho }) => !isEcho) ?? ranked.find(({ unit }) => !unit.isEcho)?.unit
  );
}

function unitOf(text: string, score: number, asked: ReadonlySet<string>): Unit {
  const words = contentWords(text);
  const shared = [...words].filter((word) => asked.has(word)).length;
  const asksAgain = /[?？]["'”’)\]*_]*$/.test(text.trim()) && shared >= ECHO_SHARE * words.size;
  return { text, score, shared, isEcho: asksAgain || !isNovel(words, asked) };
}

function isNovel(words: ReadonlySet<string>, asked: ReadonlySet<string>): boolean {
  return [...words].some((word) => !asked.has(word));
}

/** Paragraphs, list items and rows of tables, without headings. */
function blocksOf(text: string): { firstLine: number; text: string }[] {
  const lines = text.split('\n');
  const blocks: { firstLine: number; text: string }[] = [];
  let isOpen = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const isUnderlined = isHeading(lines.slice(i, i + 2).join('\n'));
    if (line.trim() === '' || isHeading(line) || isUnderlined) {
      isOpen = false;
      if (isUnderlined && !isHeading(line)) i++;
    } else if (isOpen && !ITEM.test(line)) {
      blocks.push({ firstLine: blocks.at(-1)!.firstLine, text: `${blocks.pop()!.text}\n${line}` });
    } else {
      blocks.push({ firstLine: i, text: line });
      isOpen = true;
    }
  }
  return blocks;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** The sentences of kept prose: one may go on in the next line, and where some were left out stands an ellipsis. */
export function proseSentences(text: string): string[] {
  return sentences(text.replaceAll(/\s+/g, ' ')).map(plainSentence);
}

function plainSentence(sentence: string): string {
  return sentence.replaceAll(/\s+/g, ' ').trim().replace(/^… /, '').replace(/ …$/, '');
}

/** Lines without the indentation that all of them have; a blank line has none. */
function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(common, line.length)));
}
