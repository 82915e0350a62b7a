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

/**
 * Share of its file's header's attention that each segment is credited with: a path or title that answers the question
 * draws the attention that would else fall on the first lines below it.
 */
const HEADER_CREDIT = 0.5;

/** Scores of a window's segments, in their order: their own tokens, and the credit for their file's header. */
export function windowScores(window: Window, tokenScores: Float32Array): number[] {
  return window.segments.map(({ segment, start, headerStart, headerTokens }) => {
    let header = 0;
    for (let i = headerStart; i < headerStart + headerTokens; i++) header += tokenScores[i]!;
    return segmentScore(tokenScores, start, segment.ids.length) + HEADER_CREDIT * Math.max(0, header);
  });
}
