import { describe, expect, it } from 'vitest';
import { calibrate, windowScores } from '../retrieval/index.ts';
import type { Window } from '../retrieval/index.ts';
import { summarise } from './measure.ts';
import type { Pool, SampleReading } from './measure.ts';
import { randomOf } from './random.ts';
import { figuresOf, firstShare, meanReciprocal, rankOf, ranksOf, segmentScores } from './ranking.ts';

const scoring = {
  lengthExponent: 0.75,
  lengthOffsetTokens: 4,
  headerCredit: 0.2,
  keywordShare: 0.5,
  outstandingSegments: 1000,
};

/** Segments of random lengths in two files, each behind a header. */
function randomWindow(seed: number): { window: Window; values: () => Float32Array } {
  const random = randomOf(seed);
  const segments: Window['segments'][number][] = [];
  let length = 0;
  for (let file = 0; file < 2; file++) {
    const headerStart = length;
    const headerTokens = 1 + random.below(4);
    length += headerTokens;
    for (let i = 0; i < 4; i++) {
      const tokens = 1 + random.below(9);
      const segment = { file, text: '', position: i, startLine: 1, endLine: 1 };
      segments.push({ segment, start: length, tokens, headerStart, headerTokens });
      length += tokens;
    }
  }
  const values = (): Float32Array => Float32Array.from({ length }, () => random.below(1000) / 1000);
  return { window: { ids: new Int32Array(length), segments }, values };
}

describe('summarise and segmentScores', () => {
  it('score as retrieval does with the heads averaged', () => {
    const { window, values } = randomWindow(7);
    const question = [values(), values(), values()];
    const contentFree = [values(), values(), values()];
    const reading = summarise(window, question, contentFree);
    for (const heads of [[0], [1, 2], [0, 1, 2]]) {
      const mean = (all: readonly Float32Array[]): Float32Array =>
        all[0]!.map((_, i) => heads.reduce((sum, head) => sum + all[head]![i]!, 0) / heads.length);
      const expected = windowScores(window, calibrate(mean(question), mean(contentFree)), scoring);
      const actual = segmentScores(reading, heads, scoring);
      expected.forEach((score, i) => expect(actual[i]).toBeCloseTo(score, 5));
    }
  });
});

/** A reading whose scores are the given numbers, for one head each, with `scoring` below. */
function readingOf(...byHead: readonly number[][]): SampleReading {
  const zeros = byHead[0]!.map(() => 0);
  return {
    sums: byHead.map((scores) => Float64Array.from(scores)),
    headers: byHead.map(() => Float64Array.from(zeros)),
    lengths: Int32Array.from(zeros, () => 1),
  };
}

const plain = { lengthExponent: 0, lengthOffsetTokens: 0, headerCredit: 0 };

/** Two questions, two windows of three segments, one head. */
const pool: Pool = {
  group: 'prose-en',
  samples: [],
  windows: [
    { window: { ids: new Int32Array(0), segments: [] }, right: 0, negatives: [1] },
    { window: { ids: new Int32Array(0), segments: [] }, right: 2, negatives: [0, 1] },
  ],
  readings: [
    [readingOf([5, 1, 6]), readingOf([7, 2, 8])],
    [readingOf([1, 1, 1]), readingOf([2, 3, 4])],
  ],
  elsewhere: [],
};

describe('ranks', () => {
  it('count a tie against the right segment', () => {
    expect(rankOf(3, [1, 2])).toBe(1);
    expect(rankOf(3, [3, 2])).toBe(2);
    expect(rankOf(0, [0, 0, 5])).toBe(4);
  });

  it('are taken in the own window and among all windows', () => {
    expect(ranksOf(pool, [0], plain)).toEqual({ window: [2, 1], pooled: [4, 1] });
  });

  it('agree with a sort of all segments', () => {
    const random = randomOf(3);
    const numbers = (): number[] => Array.from({ length: 9 }, () => random.below(1_000_000));
    const readings = pool.readings.map((row) => row.map(() => readingOf(numbers(), numbers())));
    const { window, pooled } = ranksOf({ ...pool, readings }, [0, 1], plain);
    readings.forEach((row, q) => {
      const scores = row.map((reading) => [...segmentScores(reading, [0, 1], plain)]);
      const right = scores[q]![pool.windows[q]!.right]!;
      const place = (all: number[]): number => all.sort((a, b) => b - a).indexOf(right) + 1;
      expect(window[q]).toBe(place([...scores[q]!]));
      expect(pooled[q]).toBe(place(scores.flat()));
    });
  });
});

describe('figures', () => {
  it('are the mean reciprocal rank and the share of first ranks', () => {
    expect(meanReciprocal([1, 2, 4])).toBeCloseTo((1 + 0.5 + 0.25) / 3, 12);
    expect(firstShare([1, 2, 1, 5])).toBe(0.5);
  });

  it('hold the margin over the strongest hard negative', () => {
    // Question 1: 5 against 1; question 2: 4 against 3.
    expect(figuresOf([pool], [0], plain)['prose-en']).toMatchObject({
      margin: 2.5,
      windowMrr: 0.75,
      pooledMrr: 0.625,
      windowFirst: 0.5,
    });
  });
});
