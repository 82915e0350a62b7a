/** What is tried again, and when. Pure. */
import type { LibraryError } from './errors.ts';

/** Something that goes by itself: a broken connection, a server with too much to do. Told when it does not. */
export class Passing extends Error {
  readonly told: LibraryError;
  /** When the server said to come back. */
  readonly retryAfterMs: number | undefined;

  constructor(told: LibraryError, retryAfterMs?: number) {
    super(told.message, { cause: told });
    this.told = told;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Failures in a row, without a byte between them, after which it is given up. */
export const MAX_FAILURES = 6;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** Whoever is asked to wait longer is told so instead. */
const LONGEST_WAIT_MS = 120_000;

/**
 * How long to wait before the next attempt: doubling from a second up to half a minute, cut by up to a half so that many do
 * not come back together, or as long as the server says.
 * @param failures in a row until now, 1 or more
 * @param random 0 to 1
 * @returns undefined when nobody should wait for that
 */
export function delayMs(
  failures: number,
  retryAfterMs: number | undefined,
  random: number,
): number | undefined {
  if (failures >= MAX_FAILURES) return undefined;
  if (retryAfterMs !== undefined) return retryAfterMs > LONGEST_WAIT_MS ? undefined : retryAfterMs;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * (1 - random / 2);
}

/** The time that a `Retry-After` header names: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
