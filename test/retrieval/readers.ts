import type { Reader, ScoringParameters } from '../../src/retrieval/index.ts';

/** Parameters for tests in which any will do. */
export const someScoring: ScoringParameters = {
  lengthExponent: 0.5,
  lengthOffsetTokens: 4,
  headerCredit: 0.5,
  keywordShare: 0.5,
  outstandingSegments: 1000,
};

/** What a reader is besides its vocabulary and its attention, for tests in which any will do. */
export const someReader: Pick<Reader, 'name' | 'windowTokens' | 'scoring' | 'weakBelow' | 'header'> = {
  name: 'fake',
  windowTokens: 64,
  scoring: someScoring,
  weakBelow: 0.01,
  header: () => new Int32Array(0),
};
