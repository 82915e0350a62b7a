import { someScoring } from './scoring.fixture.ts';
import type { Reader } from './types.ts';

/** What a reader is besides its vocabulary and its attention, for tests in which any will do. */
export const someReader: Pick<Reader, 'name' | 'windowTokens' | 'scoring' | 'weakBelow' | 'header'> = {
  name: 'fake',
  windowTokens: 64,
  scoring: someScoring,
  weakBelow: 0.01,
  header: () => new Int32Array(0),
};
