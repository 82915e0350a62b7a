import { describe, expect, it } from 'vitest';
import { selectHeads } from './select.ts';

/** What each head covers; a set is worth what it covers together. */
const covers = [[1], [1, 2, 3], [4, 5], [3, 4], [1, 2, 3], [6]];
const worth = (heads: readonly number[]): number => new Set(heads.flatMap((head) => covers[head]!)).size;

describe('selectHeads', () => {
  it('adds what raises the objective most, the lower index on a tie', () => {
    expect(selectHeads(6, worth, 8, 0.5)).toEqual({ heads: [1, 2, 5], reached: [3, 5, 6] });
  });

  it('keeps no more than the limit, and no more than are needed to come close to the best', () => {
    expect(selectHeads(6, worth, 2, 0.5).heads).toEqual([1, 2]);
    expect(selectHeads(6, worth, 8, 1.5).heads).toEqual([1, 2]);
    expect(selectHeads(2, worth, 8, 0).heads).toEqual([1]);
  });

  it('finds heads that only help together', () => {
    const together = (heads: readonly number[]): number =>
      heads.length === 1 ? 0.5 + heads[0]! / 100 : heads.length === 3 ? 0.9 : 0.5;
    expect(selectHeads(3, together, 8, 0.1).heads).toEqual([2, 0, 1]);
  });

  it('always chooses one', () => {
    expect(selectHeads(3, () => 0, 8, 0.01)).toEqual({ heads: [0], reached: [0] });
  });
});
