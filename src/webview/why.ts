/** Which words of the evidence the question looked at, as tints of the text. Pure. */
import type { PanelWhy } from '../contract/index.ts';
import type { Tint } from './pieces.ts';

export type Why = Extract<PanelWhy, { kind: 'shown' }>;

/** Weaker words stay plain: everything draws a little. */
const faintest = 0.12;

/** How much each word of the text drew, 0 to 1: of one word of the question, or (null) of all together. */
export function wordWeights({ textWords, weights }: Why, word: number | null): number[] {
  const rows = word === null ? weights : [weights[word] ?? []];
  const sums = textWords.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0));
  const largest = Math.max(...sums, 0);
  // One word keeps the scale of all words, so that a word that looked at nothing shows nothing.
  const scale = word === null ? largest : Math.max(...weights.flat(), 0);
  return sums.map((sum) => (scale > 0 ? sum / scale : 0));
}

/** @param offset where the evidence's text begins in the text that is shown */
export function tintsOf(why: Why, word: number | null, offset: number): Tint[] {
  const tints: Tint[] = [];
  let start = offset;
  for (const [i, weight] of wordWeights(why, word).entries()) {
    const text = why.textWords[i]!;
    // The space around a word is no part of it.
    const from = start + text.length - text.trimStart().length;
    const to = start + text.trimEnd().length;
    if (weight >= faintest && from < to) tints.push({ start: from, end: to, weight });
    start += text.length;
  }
  return tints;
}

/** The words that drew most, each once, the strongest first. */
export function strongestWords(why: Why, word: number | null, most: number): string[] {
  return wordWeights(why, word)
    .map((weight, i) => ({ weight, text: bare(why.textWords[i]!) }))
    .filter(({ weight, text }) => weight >= faintest && text !== '')
    .sort((a, b) => b.weight - a.weight)
    .map(({ text }) => text)
    .filter((text, i, all) => all.indexOf(text) === i)
    .slice(0, most);
}

/** A word without the signs around it. */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, '');
}
