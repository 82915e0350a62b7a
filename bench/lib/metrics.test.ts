import { describe, expect, it } from 'vitest';
import {
  answerOverlap,
  answerRetained,
  answerRetainedLoosely,
  firstIsGold,
  goldRecall,
  mean,
  median,
  ndcgAt,
  rankOf,
  recallAt,
  reciprocalRank,
  unitRanking,
} from './metrics.ts';
import type { BenchSegment } from './texts.ts';

const segments = ['one ', 'two ', 'three ', 'four '].map((text, i): BenchSegment => {
  return { ids: Int32Array.of(i), file: 0, text, position: i, startLine: 1, endLine: 1 };
});
const [one, two, three, four] = segments as [BenchSegment, BenchSegment, BenchSegment, BenchSegment];

describe('metrics', () => {
  it('count the gold segments that were kept', () => {
    expect(goldRecall([one, three], new Set([three, four]))).toBe(0.5);
    expect(goldRecall([], new Set([four]))).toBe(0);
    expect(firstIsGold([three, one], new Set([three]))).toBe(1);
    expect(firstIsGold([one, three], new Set([three]))).toBe(0);
    expect(firstIsGold([], new Set([three]))).toBe(0);
  });

  it('look for an answer without its white space', () => {
    expect(answerRetained([one, two], ['onet wo'])).toBe(1);
    expect(answerRetained([two, one], ['one two'])).toBe(0);
    expect(answerRetained([one], ['one.'])).toBe(0);
    expect(answerRetainedLoosely([one], ['ＯＮＥ。'])).toBe(1);
    expect(answerRetainedLoosely([one], ['。'])).toBe(0);
  });

  it('measure how much of a free answer is there by pairs of letters', () => {
    // The pairs of "oxtwo" are ox, xt, tw, wo: two of them stand in "two".
    expect(answerOverlap([two], ['oxtwo', 'zzz'])).toBe(0.5);
    expect(answerOverlap([two], ['Two.'])).toBe(1);
    expect(answerOverlap([], ['two'])).toBe(0);
    expect(answerOverlap([two], ['。'])).toBe(0);
  });

  it('rank units by their first segment', () => {
    const text = {
      segments,
      names: ['a'],
      tokens: 4,
      units: [1, -1, 0, 1],
      unitNames: ['first', 'second'],
    };
    expect(unitRanking([two, four, three, one], text)).toEqual([1, 0]);
    expect(unitRanking([two], { segments, names: ['a'], tokens: 4 })).toEqual([]);
  });

  it('agree with values computed by hand', () => {
    const ranks = [1, 3, 7, Infinity];
    expect(rankOf(['b', 'a', 'c'], 'c')).toBe(3);
    expect(rankOf(['b'], 'c')).toBe(Infinity);
    expect(mean(ranks.map((rank) => recallAt(1, rank)))).toBe(0.25);
    expect(mean(ranks.map((rank) => recallAt(5, rank)))).toBe(0.5);
    expect(mean(ranks.map((rank) => recallAt(10, rank)))).toBe(0.75);
    // (1 + 1/3 + 1/7 + 0) / 4 = 31/84
    expect(mean(ranks.map(reciprocalRank))).toBeCloseTo(31 / 84, 12);
    // 1, 1/2, 1/3, 0: ranks 1, 3 and 7 have log2 of 2, 4 and 8
    expect(mean(ranks.map((rank) => ndcgAt(10, rank)))).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 4, 12);
    expect(ndcgAt(5, 7)).toBe(0);
  });
});

it('takes the value in the middle, by size, and leaves the list as it was', () => {
  const values = [10, 9, 100];
  expect(median(values)).toBe(10);
  expect(values).toEqual([10, 9, 100]);
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(median([])).toBeUndefined();
});
