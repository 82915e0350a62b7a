/**
 * Says whether something that was kept answers the question, or is only what comes closest. Attention and words decide
 * together: attention alone grows with every window that is read, since the best of many is higher than the best of few,
 * and words alone miss what is said in others.
 */
import { terms } from './terms.ts';
import type { Candidate } from './types.ts';

/** Windows in the pools of which a calibration chose a reader's `weakBelow`. */
const CALIBRATED_WINDOWS = 16;
/*
 * Chosen on the tune half of `npm run bench:verdict`, at 10,000 and 100,000 tokens, for the fewest wrong verdicts of both
 * kinds; neighbouring values do as well.
 */
/** The limit of a piece that has no word of the question, as a multiple of `weakBelow`. */
const WITHOUT_WORDS = 1.4;
/** The limit of a piece that has all words of the question is lower by e to the power of this. */
const WORDS = 1.5;
/** The limit grows with the number of windows to the power of this. */
const WINDOWS = 0.1;

/**
 * The share of a question's rare words that stand together in a text, 0 to 1: the squared inverse document frequency of
 * those that do, by that of all. Squared, because two common words must not count as much as a rare one.
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
 * How clearly a piece answers: its attention as a multiple of the least that counts as clear, so that 1 is the limit.
 * @param attention calibrated, of the piece's best line or sentence
 * @param words see `wordShare`
 * @param windows that were read; the more there are, the higher the best of them is by chance
 * @param weakBelow of the reader: what attention alone has to reach in a text of 16 windows
 */
export function clearness(attention: number, words: number, windows: number, weakBelow: number): number {
  const size = Math.max(1, windows / CALIBRATED_WINDOWS) ** WINDOWS;
  return attention / (weakBelow * WITHOUT_WORDS * size * Math.exp(-WORDS * words));
}

/**
 * How clearly the pieces kept for one question answer it, see `clearness`.
 * @param rarity of the question, see `ReadingPlan.rarity`
 * @param nameOf what a file is called; its words count for each of its lines
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
