import type { Window } from './types.ts';

/**
 * Softens the length normalisation for short segments, in tokens: without it a two-token line with one strong token
 * beats every sentence.
 */
const LENGTH_OFFSET_TOKENS = 4;

/**
 * Score of one segment from its tokens' scores: sum / sqrt(n + 4). Between the sum, which favours long segments, and the
 * mean, which favours short ones.
 */
export function segmentScore(tokenScores: Float32Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += tokenScores[i]!;
  return sum / Math.sqrt(length + LENGTH_OFFSET_TOKENS);
}

/**
 * Takes from each token what it gets for a content-free question, so that tokens that always draw attention do not win
 * (In-Context Re-ranking, arXiv 2410.02642, section 3).
 */
export function calibrate(question: Float32Array, contentFree: Float32Array): Float32Array {
  return question.map((score, i) => score - contentFree[i]!);
}

/** Scores of a window's segments, in their order. */
export function windowScores(window: Window, tokenScores: Float32Array): number[] {
  return window.segments.map(({ segment, start }) => segmentScore(tokenScores, start, segment.ids.length));
}
