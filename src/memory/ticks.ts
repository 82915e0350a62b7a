/**
 * A value's last use is kept as its file's modification time, which exists anyway, is seen by every process and
 * cannot be torn. It holds a counter instead of the time of day, so that a clock that jumps changes no order.
 */

// Counts from 2001 in steps of two seconds, which every file system can store (FAT begins in 1980 with such steps).
const BASE_SECONDS = 1_000_000_000;
const STEP_SECONDS = 2;
const LAST_TICK = 1_500_000_000;

/** The tick of a modification time in ms; 0, the oldest, for a time that the store cannot have set. */
export function tickOf(changedMs: number): number {
  const tick = Math.round((changedMs / 1000 - BASE_SECONDS) / STEP_SECONDS);
  return tick >= 0 && tick <= LAST_TICK ? tick : 0;
}

/** The modification time of a tick, in seconds since 1970. */
export function timeOf(tick: number): number {
  return BASE_SECONDS + Math.min(tick, LAST_TICK) * STEP_SECONDS;
}
