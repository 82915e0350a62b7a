/**
 * When a value was last used is kept as its file's time of change: it is there anyway, every process sees it, and it
 * cannot be torn. It holds a counter instead of the time of day, so that a clock that jumps changes no order.
 */

// Counted from 2001 in steps of two seconds: what every file system can store (FAT begins in 1980 and has such steps).
const BASE_SECONDS = 1_000_000_000;
const STEP_SECONDS = 2;
const LAST_TICK = 1_500_000_000;

/** The tick that a file's time of change (ms) stands for; 0, the oldest, for one that we cannot have set. */
export function tickOf(changedMs: number): number {
  const tick = Math.round((changedMs / 1000 - BASE_SECONDS) / STEP_SECONDS);
  return tick >= 0 && tick <= LAST_TICK ? tick : 0;
}

/** The time of change that stands for a tick, in seconds since 1970. */
export function timeOf(tick: number): number {
  return BASE_SECONDS + Math.min(tick, LAST_TICK) * STEP_SECONDS;
}
