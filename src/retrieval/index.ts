export { retrieveByHeads } from './heads.ts';
export type { HeadsOptions } from './heads.ts';
export { calibrate, segmentScore, windowScores } from './scoring.ts';
export type * from './types.ts';
export { WindowPacker } from './windows.ts';
export type { HeaderOf } from './windows.ts';
