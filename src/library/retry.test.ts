import { describe, expect, it } from 'vitest';
import { delayMs, MAX_FAILURES, retryAfterMs } from './retry.ts';

describe('delayMs', () => {
  it('doubles up to half a minute, cut by up to a half', () => {
    const of = (random: number): (number | undefined)[] =>
      Array.from({ length: MAX_FAILURES }, (_, i) => delayMs(i + 1, undefined, random));
    expect(of(0)).toEqual([1000, 2000, 4000, 8000, 16_000, undefined]);
    expect(of(1)).toEqual([500, 1000, 2000, 4000, 8000, undefined]);
  });

  it('is what the server says, up to two minutes', () => {
    expect([0, 5000, 120_000, 120_001].map((ms) => delayMs(1, ms, 0.5))).toEqual([
      0,
      5000,
      120_000,
      undefined,
    ]);
    expect(delayMs(MAX_FAILURES, 0, 0)).toBeUndefined();
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  it.each([
    [undefined, undefined],
    ['7', 7000],
    [' 0 ', 0],
    ['Tue, 01 Jan 2030 00:00:30 GMT', 30_000],
    ['Mon, 31 Dec 2029 00:00:30 GMT', 0],
    ['soon', undefined],
  ])('reads %s', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
