import { describe, expect, it } from 'vitest';
import { someScoring } from '../../test/retrieval/readers.ts';
import { calibrate, segmentScore, windowScores } from './scoring.ts';
import type { TextSegment, Window } from './types.ts';

const segment: TextSegment = { file: 0, text: '', position: 0, startLine: 1, endLine: 1 };

const parameters = someScoring;

/** The same number by another way: in 64 bits, one segment at a time. */
function reference(scores: readonly number[], { lengthExponent, lengthOffsetTokens } = parameters): number {
  const sum = scores.reduce((a, b) => a + b, 0);
  return sum * Math.exp(-lengthExponent * Math.log(scores.length + lengthOffsetTokens));
}

describe('segmentScore', () => {
  const scores = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * 12.9898) / 10);

  it.each([
    [0, 4],
    [0.5, 4],
    [0.75, 0],
    [1, 0],
    [1, 9],
  ])(
    'agrees with a naive reference on any stretch, exponent %d, offset %d',
    (lengthExponent, lengthOffsetTokens) => {
      const own = { ...parameters, lengthExponent, lengthOffsetTokens };
      for (let start = 0; start < 60; start += 7) {
        for (const length of [1, 2, 5, 13]) {
          if (start + length > 64) continue;
          const expected = reference([...scores.subarray(start, start + length)], own);
          expect(segmentScore(scores, start, length, own)).toBeCloseTo(expected, 6);
        }
      }
    },
  );

  it('prefers a long segment over a short one of the same mean, and neither by its length alone', () => {
    const even = new Float32Array(64).fill(0.01);
    expect(segmentScore(even, 0, 20, parameters)).toBeGreaterThan(segmentScore(even, 0, 5, parameters));
    const diluted = Float32Array.from({ length: 64 }, (_, i) => (i === 0 ? 0.1 : 0));
    expect(segmentScore(diluted, 0, 5, parameters)).toBeGreaterThan(segmentScore(diluted, 0, 20, parameters));
  });

  it('is the sum for exponent 0 and the mean for exponent 1 without an offset', () => {
    const some = Float32Array.of(0.25, 0.5, 0.75);
    const scoreFor = (lengthExponent: number) =>
      segmentScore(some, 0, 3, { ...parameters, lengthExponent, lengthOffsetTokens: 0 });
    expect([scoreFor(0), scoreFor(1)]).toEqual([1.5, 0.5]);
  });
});

describe('calibrate', () => {
  it('takes away what a token gets for a question without content', () => {
    const left = calibrate(Float32Array.of(0.5, 0.25, 0.125), Float32Array.of(0.5, 0.5, 0));
    expect([...left]).toEqual([0, -0.25, 0.125]);
  });

  it('leaves both inputs as they were', () => {
    const [question, contentFree] = [Float32Array.of(1), Float32Array.of(0.5)];
    calibrate(question, contentFree);
    expect([question[0], contentFree[0]]).toEqual([1, 0.5]);
  });
});

describe('windowScores', () => {
  const scores = Float32Array.of(0.02, 0.04, 0.1, 0.2, 0.3, -0.5, 0.4, 0, 0, -0.1);

  it('scores each segment by its own tokens and a share of its header', () => {
    const window: Window = {
      ids: new Int32Array(10),
      segments: [
        { segment, start: 2, tokens: 3, headerStart: 0, headerTokens: 2 },
        // A header with less than the content-free attention costs nothing.
        { segment, start: 6, tokens: 4, headerStart: 5, headerTokens: 1 },
      ],
    };
    const [first, second] = windowScores(window, scores, parameters);
    expect(first).toBeCloseTo(reference([0.1, 0.2, 0.3]) + 0.5 * 0.06, 6);
    expect(second).toBeCloseTo(reference([0.4, 0, 0, -0.1]), 6);
    const [none] = windowScores(window, scores, { ...parameters, headerCredit: 0 });
    expect(none).toBeCloseTo(reference([0.1, 0.2, 0.3]), 6);
    const [all] = windowScores(window, scores, { ...parameters, headerCredit: 1 });
    expect(all).toBeCloseTo(reference([0.1, 0.2, 0.3]) + 0.06, 6);
  });

  it('takes the segment alone where there is no header', () => {
    const segments = [{ segment, start: 2, tokens: 3, headerStart: 2, headerTokens: 0 }];
    const [only] = windowScores({ ids: new Int32Array(10), segments }, scores, parameters);
    expect(only).toBeCloseTo(reference([0.1, 0.2, 0.3]), 6);
  });
});
