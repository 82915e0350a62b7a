import type { ScoringParameters, Window } from './types.ts';

/**
 * Score of a segment from its tokens' scores: sum / (n + offset) ^ exponent. Exponent 0 is the sum, which favours long
 * segments, 1 the mean, which favours short ones; the offset keeps a line of two tokens from winning by one strong
 * token.
 */
export function segmentScore(
  tokenScores: Float32Array,
  start: number,
  length: number,
  { lengthExponent, lengthOffsetTokens }: ScoringParameters,
): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += tokenScores[i]!;
  return sum / (length + lengthOffsetTokens) ** lengthExponent;
}

/**
 * Subtracts from each token its score for the content-free question, so that tokens that always draw attention do not
 * win (In-Context Re-ranking, arXiv 2410.02642, section 3).
 */
export function calibrate(question: Float32Array, contentFree: Float32Array): Float32Array {
  return question.map((score, i) => score - contentFree[i]!);
}

/**
 * Scores of a window's segments, in their order: that of their own tokens plus a share of their file header's. A path
 * or title that answers the question draws the attention that would otherwise fall on the first lines below it.
 */
export function windowScores(
  window: Window,
  tokenScores: Float32Array,
  parameters: ScoringParameters,
): number[] {
  return window.segments.map(({ start, tokens, headerStart, headerTokens }) => {
    let header = 0;
    for (let i = headerStart; i < headerStart + headerTokens; i++) header += tokenScores[i]!;
    const own = segmentScore(tokenScores, start, tokens, parameters);
    return own + parameters.headerCredit * Math.max(0, header);
  });
}
