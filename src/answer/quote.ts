import { isHeading } from './headings.ts';
import { checkSupport, contentWords, isLayout, sentenceWords, sentences } from './support.ts';
import type { CitedAnswer, EvidenceText } from './types.ts';

/** A piece of evidence that may be quoted. */
export interface Quotable {
  /** Index into the evidence list. */
  readonly evidence: number;
  readonly text: string;
  /** One for each line of the text; not given, all lines count the same. */
  readonly lineScores?: readonly number[] | undefined;
  readonly isCode: boolean;
}

/** The smallest piece that may be quoted: a sentence of prose, a line of code. */
interface Unit {
  readonly text: string;
  readonly score: number;
  /** Number of content words that the question has too. */
  readonly shared: number;
  /** Whether it only repeats the question. */
  readonly isEcho: boolean;
}

/** With this share of the question's words, a sentence that asks repeats the question and is no answer. */
const ECHO_SHARE = 0.5;

/** A line with fewer content words states nothing. */
const TELLING_WORDS = 3;
/** A line that states something replaces the best line, if it has this share of its score. */
const NEAR_BEST = 0.5;
/**
 * A second piece of prose is quoted beside the best one, if it has this share of its score: what a sentence leads on to has few
 * words of the question. On the tune half of `npm run bench:writers -- hotpotqa` the right answer then stands in 67 % of what
 * is quoted, in 27 % of one piece.
 */
const OTHER_HALF = 0.2;
/** A longer statement is quoted by its first line alone. */
const MAX_CONTINUED_LINES = 4;

/** Where a line of prose begins something new: list items and rows of tables. */
const ITEM = /^\s*(?:[-*+•–|]|\d{1,3}[.)]|[a-z]\)|\\item\b)\s*\S/;

/**
 * Whether the text is worth showing: it says something that the evidence has and the question does not, and no more of its
 * sentences are without support than have it.
 */
export function isWorthTelling(text: string, question: string, evidence: readonly EvidenceText[]): boolean {
  const asked = contentWords(question);
  const said = checkSupport(text, question, evidence).filter(
    ({ text }) => !isLayout(text) && sentenceWords(text).size > 0,
  );
  const supported = said.filter((sentence) => sentence.evidence.length > 0);
  return (
    2 * supported.length >= said.length &&
    supported.some((sentence) => isNovel(sentenceWords(sentence.text), asked))
  );
}

/**
 * Quotes the first piece of evidence that states something, as Markdown: the best sentence of prose as a quotation,
 * the best statement of code as a block. Skips headings and what only repeats the question, in favour of what stands
 * below. Prose often says one half of an answer in one place and the other in another: there a second piece is quoted as
 * well.
 * @param pieces best first
 * @returns undefined when no piece states anything
 */
export function quote(pieces: readonly Quotable[], question: string): CitedAnswer | undefined {
  const asked = contentWords(question);
  const told = pieces
    .map((piece) => ({ piece, text: piece.isCode ? bestLines(piece, asked) : bestSentence(piece, asked) }))
    .filter((one): one is Quoted => one.text !== undefined);
  const [first, second] = told;
  if (!first) return undefined;
  const isBoth =
    second !== undefined &&
    !first.piece.isCode &&
    !second.piece.isCode &&
    second.text !== first.text &&
    bestScore(second.piece) >= OTHER_HALF * (bestScore(first.piece) || Infinity);
  return citing(isBoth ? [first, second] : [first]);
}

/** What is quoted of a piece. */
interface Quoted {
  readonly piece: Quotable;
  readonly text: string;
}

/** 0 where it is not known. */
function bestScore({ lineScores = [] }: Quotable): number {
  return Math.max(0, ...lineScores);
}

/** Quotations one below the other, each with its citation. */
function citing(quoted: readonly Quoted[]): CitedAnswer {
  let text = '';
  const citations = quoted.map(({ piece: { evidence }, text: own }) => {
    text += `${text === '' ? '' : '\n\n'}${own}`;
    const marker = `[${evidence + 1}]`;
    const starts = [text.length];
    text += marker;
    return { marker, starts, evidence };
  });
  return { text, citations, unsupported: [] };
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

/**
 * The lines with this score, from where a bracket was opened that the first of them closes, to where one that the last of them
 * leaves open is closed if that is not far; of a comment the whole sentence.
 */
function wholeStatement(units: readonly Unit[], score: number): Unit[] {
  const first = units.findIndex((unit) => unit.score === score);
  const begin = Math.min(beginOfStatement(units, first), beginOfRemark(units, first));
  const last = endOfRemark(
    units,
    units.findLastIndex((unit) => unit.score === score),
  );
  const isOf = (unit: Unit, i: number): boolean =>
    unit.score === score || (i >= begin && i < first) || (i <= last && i > first && isRemark(unit.text));
  const lines = units.filter(isOf);
  const end = units.indexOf(lines.at(-1)!) + 1;
  let depth = openBrackets(lines.at(-1)!.text);
  for (let to = end; depth > 0 && to < Math.min(units.length, end + MAX_CONTINUED_LINES); to++) {
    depth += openBrackets(units[to]!.text);
    if (depth <= 0) return [...lines, ...units.slice(end, to + 1)];
  }
  return lines;
}

/** Where the brackets are opened that a line closes, or the line itself where that is too far above. */
function beginOfStatement(units: readonly Unit[], at: number): number {
  let depth = leastBrackets(units[at]!.text);
  for (let above = at - 1; depth < 0 && above >= Math.max(0, at - MAX_CONTINUED_LINES); above--) {
    depth += openBrackets(units[above]!.text);
    if (depth >= 0) return above;
  }
  return at;
}

/** Brackets that a line closes before it opens any: how far below its beginning the depth falls. */
function leastBrackets(line: string): number {
  let [depth, least] = [0, 0];
  for (const [bracket] of line.matchAll(/[()[\]]/g)) {
    depth += bracket === '(' || bracket === '[' ? 1 : -1;
    least = Math.min(least, depth);
  }
  return least;
}

const REMARK = /^(?:\/\/|\/?\*(?![\w(])|#(?:\s|$)|--\s|;{1,3}\s|%\s)/;
/** In a comment something new begins here: a tag, an item, a blank line. */
const NEW_REMARK = /^(?:\/\/+|\/?\*+|#+|--|;+|%)\s*(?:@|[-*]\s|\d+[.)]\s|\/?$)/;
const ENDS_SENTENCE = /[.!?。！？:：]["'”’)\]*]*\s*(?:\*\/)?$/;

function isRemark(text: string): boolean {
  return REMARK.test(text.trim());
}

/** The line with which the sentence of a comment begins. */
function beginOfRemark(units: readonly Unit[], at: number): number {
  let begin = at;
  const goesOn = (): boolean => {
    const [above, line] = [units[begin - 1]?.text.trim() ?? '', units[begin]!.text.trim()];
    if (!isRemark(line) || !isRemark(above) || !/\p{L}/u.test(above)) return false;
    return !NEW_REMARK.test(line) && !ENDS_SENTENCE.test(above);
  };
  while (at - begin < MAX_CONTINUED_LINES && goesOn()) begin--;
  return begin;
}

/** The line with which the sentence of a comment ends. */
function endOfRemark(units: readonly Unit[], at: number): number {
  let end = at;
  const goesOn = (): boolean => {
    const [line, below] = [units[end]!.text.trim(), units[end + 1]?.text.trim() ?? ''];
    return isRemark(line) && isRemark(below) && !NEW_REMARK.test(below) && !ENDS_SENTENCE.test(line);
  };
  while (end - at < MAX_CONTINUED_LINES && goesOn()) end++;
  return end;
}

/** Brackets of a line that are opened and not closed; a block in braces is no part of the statement that opens it. */
function openBrackets(line: string): number {
  return (line.match(/[([]/g)?.length ?? 0) - (line.match(/[)\]]/g)?.length ?? 0);
}

/** False for a lone bracket or the beginning of a call, which was found for the lines around it. */
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

/** The best unit; where that repeats the question, the first one below that does not. */
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

/** The sentences of kept prose. A sentence may span lines; an ellipsis stands for sentences left out. */
export function proseSentences(text: string): string[] {
  return sentences(text.replaceAll(/\s+/g, ' ')).map(plainSentence);
}

function plainSentence(sentence: string): string {
  return sentence.replaceAll(/\s+/g, ' ').trim().replace(/^… /, '').replace(/ …$/, '');
}

/** Removes the indentation that all lines share; blank lines have none. */
function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(common, line.length)));
}
