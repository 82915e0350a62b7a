import { describe, expect, it } from 'vitest';
import { Run } from '../../../src/retrieval/index.ts';
import type { BenchSegment } from '../texts.ts';
import { keepSegments, retrieveByPaper, rowWeights, tokenScores } from './method.ts';
import type { AttentionRows, RowReader } from './method.ts';

const segment = (name: number, length: number): BenchSegment => ({
  ids: new Int32Array(length).fill(name),
  file: 0,
  text: String(name),
  position: name,
  startLine: 1,
  endLine: 1,
});

async function* stream(items: readonly BenchSegment[]): AsyncGenerator<BenchSegment> {
  for (const item of items) yield await Promise.resolve(item);
}

const question = { ids: Int32Array.of(7, 8, 9), countedFrom: 0, countedTo: 3 };

/** Attention that is easy to reckon: a token of id n is paid n by every row, more by later rows. */
const fake: RowReader = {
  encode: () => Promise.resolve([]),
  prepare: () => question,
  readRows: (context) =>
    Promise.resolve({
      context: [1, 2, 3].map((row) => Float32Array.from(context, (id) => (id * row) / 1000)),
      own: [Float32Array.of(1, 0, 0), Float32Array.of(0.5, 0.25, 0), Float32Array.of(0.25, 0.25, 0.25)],
    }),
};

/** The steps of the method one by one: smooth each row, weigh it twice, sum. */
function naiveScores(rows: AttentionRows, phrase: number): number[] {
  const weights = rows.own.map((row) => [...row].reduce((a, b) => a + b, 0));
  const length = rows.context[0]!.length;
  const total = new Array<number>(length).fill(0);
  rows.context.forEach((row, i) => {
    const smoothed = Array.from({ length }, (_, t) => {
      let sum = 0;
      for (let k = 0; k < phrase; k++) sum += row[t + k - Math.floor(phrase / 2)] ?? 0;
      return sum;
    });
    smoothed.forEach((value, t) => (total[t]! += value * weights[i]! * weights[i]!));
  });
  return total;
}

describe('tokenScores', () => {
  it.each([1, 2, 5, 8])('agrees with the steps written out, kernel %i', (phrase) => {
    const rows: AttentionRows = {
      context: Array.from({ length: 4 }, (_, r) =>
        Float32Array.from({ length: 23 }, (__, t) => ((t * 31 + r * 17) % 13) / 13),
      ),
      own: Array.from({ length: 4 }, (_, r) =>
        Float32Array.from({ length: 4 }, (__, c) => (r + 1) / (c + 3)),
      ),
    };
    const scores = tokenScores(rows, rowWeights(rows), phrase);
    naiveScores(rows, phrase).forEach((value, t) => expect(scores[t]).toBeCloseTo(value, 4));
  });
});

describe('keepSegments', () => {
  it('keeps whole segments that hold one of the best tokens, in their order', () => {
    const scores = Float32Array.of(0, 5, 0, 1, 1, 4, 0, 0);
    const kept = keepSegments([segment(0, 2), segment(1, 3), segment(2, 3)], scores, 2);
    expect(kept.map(({ segment: { text }, score }) => [text, score])).toEqual([
      ['0', 5],
      ['2', 4],
    ]);
  });
});

describe('retrieveByPaper', () => {
  it('carries the cache through the text; a kept segment must win again', async () => {
    const items = [
      segment(9, 10),
      segment(1, 10),
      segment(5, 10),
      segment(2, 10),
      segment(6, 10),
      segment(3, 10),
    ];
    const caches: string[][] = [];
    let read = 0;
    for await (const step of retrieveByPaper(stream(items), question, fake, {
      chunkTokens: 20,
      topK: 15,
      phraseTokens: 1,
    })) {
      caches.push(step.cache.map(({ segment: { text } }) => text));
      read = step.tokens;
    }
    expect(caches).toEqual([
      ['9', '1'],
      ['9', '5'],
      ['9', '6'],
    ]);
    expect(read).toBe(60);
  });

  it('stops when told to', async () => {
    const cancel = new AbortController();
    let steps = 0;
    const items = Array.from({ length: 10 }, (_, i) => segment(i, 10));
    const parameters = { chunkTokens: 10, topK: 5, phraseTokens: 1 };
    const run = new Run(undefined, cancel.signal);
    for await (const step of retrieveByPaper(stream(items), question, fake, parameters, run)) {
      steps++;
      if (step.tokens === 30) cancel.abort();
    }
    expect(steps).toBe(3);
  });
});
