/** Decides what is tried again, and when. Pure. */
import type { LibraryError } from './errors.ts';

/** A failure that may pass, such as a broken connection or a busy server. Told only if it does not. */
export class Passing extends Error {
  readonly told: LibraryError;
  /** Wait that the server asks for. */
  readonly retryAfterMs: number | undefined;

  constructor(told: LibraryError, retryAfterMs?: number) {
    super(told.message, { cause: told });
    this.told = told;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Failures in a row, without a byte in between, after which we give up. */
export const MAX_FAILURES = 6;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** Longest wait; beyond it the user is told instead. */
const LONGEST_WAIT_MS = 120_000;

/**
 * Wait before the next attempt: doubles from one second to half a minute, shortened at random by up to a half so that
 * clients do not return together; or as long as the server says.
 * @param failures in a row until now, 1 or more
 * @param random 0 to 1
 * @returns undefined when the server asks for too long a wait
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

/** The wait that a `Retry-After` header asks for: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
