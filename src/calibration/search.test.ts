/** The searches over parameters and thresholds, and the whole choice, on signals whose answer is known. */
import { describe, expect, it } from 'vitest';
import { calibrate } from './calibrate.ts';
import { groups } from './domain.ts';
import type { Pool, SampleReading } from './measure.ts';
import { pairedGain, searchParameters } from './parameters.ts';
import { randomOf } from './random.ts';
import { balancedAccuracy, isBeyondChance, separate } from './weakness.ts';

const scoring = {
  lengthExponent: 0,
  lengthOffsetTokens: 4,
  headerCredit: 0,
  keywordShare: 0.5,
  outstandingSegments: 1000,
};
const SEGMENTS = 12;

/**
 * Pools in which head `good` pays the right segment most, the others pay at random. With `lengthNoise` every head pays
 * long segments more in proportion to their length.
 */
function madeUpPools(seed: number, heads: number, good: number, lengthNoise = 0): Pool[] {
  const random = randomOf(seed);
  return groups.map((group) => {
    const count = 12;
    const rights = Array.from({ length: count }, () => random.below(SEGMENTS));
    const reading = (right: number): SampleReading => {
      const lengths = Int32Array.from({ length: SEGMENTS }, () => 4 + random.below(60));
      const sums = Array.from({ length: heads }, (_, head) =>
        Float64Array.from(lengths, (length, i) => {
          const noise = random.below(1000) / 10_000 + lengthNoise * length;
          return head === good && i === right ? 1 + noise : noise;
        }),
      );
      return { lengths, sums, headers: sums.map(() => new Float64Array(SEGMENTS)) };
    };
    return {
      group,
      samples: [],
      windows: rights.map((right) => ({
        window: { ids: new Int32Array(0), segments: [] },
        right,
        negatives: [(right + 1) % SEGMENTS],
      })),
      readings: rights.map((right, q) => rights.map((_, w) => reading(w === q ? right : -1))),
      elsewhere: rights.map(() => rights.map(() => reading(-1))),
    };
  });
}

describe('calibrate', () => {
  const heads = Array.from({ length: 6 }, (_, i) => ({ layer: Math.floor(i / 2), head: i % 2 }));
  const measured = { selection: madeUpPools(1, 6, 3), heldOut: madeUpPools(2, 6, 3) };
  const before = { heads: [{ layer: 2, head: 1 }], scoring, weakBelow: 0.5 };
  const found = calibrate(measured, heads, before);

  it('finds the head that retrieves, and only that', () => {
    expect(found.chosen.heads).toEqual([{ layer: 1, head: 1 }]);
    for (const group of groups) {
      expect(found.chosen.heldOut[group].pooledMrr).toBe(1);
      expect(found.before.heldOut[group].pooledMrr).toBeLessThan(0.5);
    }
    expect(found.heads.map(({ head }) => head)).toEqual(heads);
  });

  it('separates texts with an answer from others', () => {
    expect(found.weak.heldOut).toBeGreaterThan(0.9);
    expect(found.weakBelow).toBe(found.weak.value);
  });
});

describe('searchParameters', () => {
  it('finds that long segments have to be held down', () => {
    const search = searchParameters(madeUpPools(4, 1, 0, 0.05), [0], scoring);
    expect(search.trials).toHaveLength(20);
    expect(search.chosen.lengthExponent).toBeGreaterThanOrEqual(0.5);
    expect(search.best.pooledMrr).toBe(Math.max(...search.trials.map(({ pooledMrr }) => pooledMrr)));
  });

  it('keeps what is there where the samples cannot tell', () => {
    const now = { ...scoring, lengthExponent: 0.6, headerCredit: 0.3 };
    expect(searchParameters(madeUpPools(5, 2, 0), [1], now).chosen).toBe(now);
  });

  it('measures a gain in its own standard errors', () => {
    expect(pairedGain([1, 1], [1, 1])).toBe(0);
    // Differences 1, 2, 3: mean 2, standard deviation 1.
    expect(pairedGain([1, 2, 3], [0, 0, 0])).toBeCloseTo(2 * Math.sqrt(3), 12);
    expect(pairedGain([0, 0, 0], [1, 2, 3])).toBeCloseTo(-2 * Math.sqrt(3), 12);
  });
});

describe('separate', () => {
  it('finds the best threshold, as trying every score does', () => {
    const random = randomOf(9);
    const draw = (from: number): number[] => Array.from({ length: 40 }, () => from + random.below(100));
    const scores = { present: draw(40), absent: draw(0) };
    const { value, balancedAccuracy: accuracy } = separate(scores);
    const tried = Array.from({ length: 300 }, (_, i) => balancedAccuracy(scores, i / 2));
    expect(accuracy).toBe(Math.max(...tried));
    expect(balancedAccuracy(scores, value)).toBe(accuracy);
  });

  it('is nothing where nothing separates', () => {
    expect(separate({ present: [1, 2], absent: [1, 2] })).toEqual({ value: 0, balancedAccuracy: 0.5 });
    expect([isBeyondChance(0.6, 64), isBeyondChance(0.55, 64)]).toEqual([true, false]);
  });
});
