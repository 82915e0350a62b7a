import { expect, it } from 'vitest';
import type { PreparedQuestion } from '../retrieval/index.ts';
import { measure } from './calibrate.ts';
import { groups } from './domain.ts';
import type { HeadReader } from './measure.ts';
import type { Tokens } from './window.ts';

const tokens: Tokens = {
  encode: (text) => Int32Array.from(text.match(/\w{1,5}|[^\s\w]|\s+/g) ?? [], (part) => part.charCodeAt(0)),
  header: (path) => tokens.encode(path),
  windowTokens: 512,
};

const prepare = (question: string): PreparedQuestion => {
  const ids = tokens.encode(question);
  return { ids, countedFrom: 0, countedTo: ids.length };
};

/** Pays every token the number of the question in the call, and head 1 twice that. */
const reader: HeadReader = {
  contentFree: prepare('N/A'),
  prepare,
  readHeads: (window, questions) =>
    Promise.resolve(
      questions.map((_, q) => [1, 2].map((factor) => new Float32Array(window.length).fill(factor * q))),
    ),
};

it('asks every question of all windows of its half, above the content-free level', async () => {
  const progress: number[] = [];
  const options = { seed: 5, samplesPerGroup: 6 };
  const { selection, heldOut } = await measure(reader, tokens, options, (read, total) => {
    expect(total).toBe(48);
    progress.push(read);
  });
  expect(progress).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
  for (const pools of [selection, heldOut]) {
    expect(pools.map(({ group }) => group)).toEqual(groups);
    for (const { samples, windows, readings, elsewhere } of pools) {
      expect([samples, windows, readings, elsewhere].map(({ length }) => length)).toEqual([3, 3, 3, 3]);
      readings.forEach((row, q) => {
        expect(row).toHaveLength(3);
        row.forEach(({ sums, lengths, headers }, w) => {
          expect(lengths).toHaveLength(windows[w]!.window.segments.length);
          // The content-free question comes last: number 3.
          lengths.forEach((length, i) => {
            expect(sums[0]![i]).toBe((q - 3) * length);
            expect(sums[1]![i]).toBe(2 * (q - 3) * length);
            expect(headers[0]![i]).toBe((q - 3) * windows[w]!.window.segments[i]!.headerTokens);
          });
        });
      });
    }
  }
  const questions = [...selection, ...heldOut].flatMap(({ samples }) =>
    samples.map(({ question }) => question),
  );
  expect(new Set(questions).size).toBe(24);
});
