import { describe, expect, it } from 'vitest';
import { argMax, repeats, wholeSentences } from './textWriter.ts';

describe('repeats', () => {
  it('sees a run that was written before, not one that overlaps itself', () => {
    expect(repeats([1, 2, 3, 9, 1, 2, 3], 3)).toBe(true);
    expect(repeats([1, 2, 3, 9, 1, 2, 4], 3)).toBe(false);
    expect(repeats([5, 5, 5, 5, 5], 3)).toBe(false);
    expect(repeats([5, 5, 5, 5, 5, 5], 3)).toBe(true);
    expect(repeats([1, 2], 3)).toBe(false);
  });
});

describe('wholeSentences', () => {
  it.each([
    ['It is `-V` and `--version`. The', 'It is `-V` and `--version`.'],
    ['The code is 7413. The', 'The code is 7413.'],
    ['Steps: 1. Open it. 2. Close', 'Steps: 1. Open it.'],
    ['Steps: 1. Open it. 2. ', 'Steps: 1. Open it.'],
    ['He said "yes." And', 'He said "yes."'],
    ['外事不决可问周瑜。内事', '外事不决可问周瑜。'],
    ['- one\n- tw', '- one'],
    ['Done.', 'Done.'],
    ['See lib/main.ts for', 'See lib/main.ts for …'],
    ['The flags are:\n\n1. **V**: The', 'The flags are: …'],
    ['选项如下：\n- ', '选项如下： …'],
    [' \n', ''],
    ['', ''],
  ])('of %j are %j', (text, whole) => {
    expect(wholeSentences(text)).toBe(whole);
  });
});

describe('argMax', () => {
  it('takes the first of the largest', () => {
    expect(argMax(Float32Array.of(-3, 2, 7, 7, 1))).toBe(2);
  });
});
