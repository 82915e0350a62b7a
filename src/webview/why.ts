/** Tints the words of the evidence by how much the question attended to them. Pure. */
import type { PanelWhy } from '../contract/index.ts';
import type { Tint } from './pieces.ts';

export type Why = Extract<PanelWhy, { kind: 'shown' }>;

/** Weaker words stay plain, because every word draws some attention. */
const faintest = 0.12;

/** Weight of each word of the text, 0 to 1: for one word of the question, or (null) for all together. */
export function wordWeights({ textWords, weights }: Why, word: number | null): number[] {
  const rows = word === null ? weights : [weights[word] ?? []];
  const sums = textWords.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0));
  const largest = Math.max(...sums, 0);
  // One word is scaled by the largest weight of all words, so that a word without attention shows none.
  const scale = word === null ? largest : Math.max(...weights.flat(), 0);
  return sums.map((sum) => (scale > 0 ? sum / scale : 0));
}

/** @param offset of the evidence's text in the shown text */
export function tintsOf(why: Why, word: number | null, offset: number): Tint[] {
  const tints: Tint[] = [];
  let start = offset;
  for (const [i, weight] of wordWeights(why, word).entries()) {
    const text = why.textWords[i]!;
    // White space around a word gets no tint.
    const from = start + text.length - text.trimStart().length;
    const to = start + text.trimEnd().length;
    if (weight >= faintest && from < to) tints.push({ start: from, end: to, weight });
    start += text.length;
  }
  return tints;
}

/** The words with the most attention, each once, the strongest first. */
export function strongestWords(why: Why, word: number | null, most: number): string[] {
  return wordWeights(why, word)
    .map((weight, i) => ({ weight, text: bare(why.textWords[i]!) }))
    .filter(({ weight, text }) => weight >= faintest && text !== '')
    .sort((a, b) => b.weight - a.weight)
    .map(({ text }) => text)
    .filter((text, i, all) => all.indexOf(text) === i)
    .slice(0, most);
}

/** A word without the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, '');
}
