import { describe, expect, it } from 'vitest';
import { argMax, repeats } from './textWriter.ts';

describe('repeats', () => {
  it('sees a run that was written before, not one that overlaps itself', () => {
    expect(repeats([1, 2, 3, 9, 1, 2, 3], 3)).toBe(true);
    expect(repeats([1, 2, 3, 9, 1, 2, 4], 3)).toBe(false);
    expect(repeats([5, 5, 5, 5, 5], 3)).toBe(false);
    expect(repeats([5, 5, 5, 5, 5, 5], 3)).toBe(true);
    expect(repeats([1, 2], 3)).toBe(false);
  });
});

describe('argMax', () => {
  it('takes the first of the largest', () => {
    expect(argMax(Float32Array.of(-3, 2, 7, 7, 1))).toBe(2);
  });
});
