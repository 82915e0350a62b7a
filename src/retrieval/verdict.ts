/**
 * Tells a piece that answers the question from one that only comes closest, by attention and words together. Attention
 * alone grows with every window, since the best of many is higher than the best of few; words alone miss what is said
 * in others.
 */
import { terms } from './terms.ts';
import type { Candidate } from './types.ts';

/** Windows in the pools with which a calibration chose a reader's `weakBelow`. */
const CALIBRATED_WINDOWS = 16;
/*
 * Chosen on the tune half of `npm run bench:verdict`, at 10,000 and 100,000 tokens, for the fewest wrong verdicts of both
 * kinds; neighbouring values do as well.
 */
/** Limit of a piece without a word of the question, as a multiple of `weakBelow`. */
const WITHOUT_WORDS = 1.4;
/** All words of the question in a piece lower its limit by e to the power of this. */
const WORDS = 1.5;
/** Share of the question's rare words from which a piece is clear where nothing else is known. */
const CLEAR_WORDS = 0.8;
/** The limit grows with the number of windows to the power of this. */
const WINDOWS = 0.1;

/**
 * The share of a question's rare words that a text has, 0 to 1: the sum of their squared inverse document frequencies
 * by that of all words. Squared, because two common words must not count as much as a rare one.
 * @param rarity inverse document frequency of each term of the question, see `ReadingPlan.rarity`
 * @returns 0 for a question without terms
 */
export function wordShare(text: string, rarity: ReadonlyMap<string, number>): number {
  const found = new Set(terms(text));
  let all = 0;
  let here = 0;
  for (const [term, frequency] of rarity) {
    all += frequency ** 2;
    if (found.has(term)) here += frequency ** 2;
  }
  return all > 0 ? here / all : 0;
}

/**
 * How clearly a piece answers: its attention as a multiple of the least that counts as clear, so 1 is the limit.
 * @param attention of the piece's best segment, above that of the content-free question
 * @param words see `wordShare`
 * @param windows number read; the best of more is higher by chance
 * @param weakBelow of the reader: the limit of attention alone in a text of 16 windows; 0 of one that was not calibrated, whose
 * attention has no known scale: its pieces are judged by their words alone
 */
export function clearness(attention: number, words: number, windows: number, weakBelow: number): number {
  if (weakBelow === 0) return words / CLEAR_WORDS;
  const size = Math.max(1, windows / CALIBRATED_WINDOWS) ** WINDOWS;
  return attention / (weakBelow * WITHOUT_WORDS * size * Math.exp(-WORDS * words));
}

/**
 * How clearly the pieces kept for one question answer it, see `clearness`.
 * @param rarity of the question, see `ReadingPlan.rarity`
 * @param nameOf a file's name, whose words count for each of its lines
 */
export function clearnessOf(
  rarity: ReadonlyMap<string, number>,
  windows: number,
  weakBelow: number,
  nameOf: (file: number) => string,
): (piece: Pick<Candidate, 'segment' | 'attention'>) => number {
  return ({ segment, attention }) =>
    clearness(attention, wordShare(`${nameOf(segment.file)}\n${segment.text}`, rarity), windows, weakBelow);
}
