export { retrieveByHeads } from './heads.ts';
export type { HeadsOptions } from './heads.ts';
export { rank } from './fusion.ts';
export { QuestionTerms, TermStatistics, terms } from './lexical.ts';
export type { TermCounts } from './lexical.ts';
export { calibrate, segmentScore, windowScores } from './scoring.ts';
export type * from './types.ts';
export { WindowPacker } from './windows.ts';
export type { HeaderOf } from './windows.ts';
