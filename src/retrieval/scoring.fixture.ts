import type { ScoringParameters } from './types.ts';

/** Parameters for tests in which any will do. */
export const someScoring: ScoringParameters = {
  lengthExponent: 0.5,
  lengthOffsetTokens: 4,
  headerCredit: 0.5,
  keywordShare: 0.5,
  outstandingSegments: 1000,
};
