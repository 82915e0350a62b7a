import { describe, expect, it } from 'vitest';
import type { TextSegment } from '../../../src/retrieval/index.ts';
import {
  encode,
  keepsTheRules,
  lines,
  paid,
  planOf,
  prepare,
  retrieved,
} from '../../../test/retrieval/strategyRules.ts';
import { retrieveByPaper } from './method.ts';
import type { RowReader } from './method.ts';
import { paperStrategy } from './strategy.ts';

const rows: RowReader = {
  encode,
  prepare,
  readRows: (context) =>
    Promise.resolve({
      context: [paid(context), paid(context)],
      own: [Float32Array.of(1, 0), Float32Array.of(0.5, 0.5)],
    }),
};

const PARAMETERS = { chunkTokens: 400, topK: 60, phraseTokens: 3 };
const paper = paperStrategy(rows, PARAMETERS);

keepsTheRules(paper);

describe('paperStrategy', () => {
  it('keeps what the method by itself keeps', async () => {
    const ids = await encode(lines.map(({ text }) => text));
    async function* stream() {
      for (const [i, line] of lines.entries()) yield await Promise.resolve({ ...line, ids: ids[i]! });
    }
    let cache: readonly { segment: TextSegment }[] = [];
    for await (const step of retrieveByPaper(stream(), prepare(), rows, PARAMETERS)) cache = step.cache;
    const { results } = await retrieved(paper, planOf(['Z']), ['Z']);
    const kept = new Set(cache.map(({ segment }) => segment.position));
    expect(results[0]!.retained.every(({ segment }) => kept.has(segment.position))).toBe(true);
  });
});
