import { describe, expect, it } from 'vitest';
import { TextBuilder } from '../texts.ts';
import type { BenchText } from '../texts.ts';
import { bm25Baseline } from './bm25.ts';

/** One token for each character. */
const model = { tokeniser: { encode: (text: string) => Int32Array.from(text, () => 1) } };

function library(): BenchText {
  const builder = new TextBuilder(model);
  builder.file('birds.js');
  const [fly, sing] = [builder.unit('fly'), builder.unit('sing')];
  for (const line of ['raise wings\n', 'leave the ground\n']) builder.add(line, fly);
  builder.add('between\n');
  for (const line of ['open beak\n', 'whistle, whistle and raise voice\n', 'breathe\n'])
    builder.add(line, sing);
  return builder.finish();
}

const textsOf = (kept: readonly { segment: { text: string } }[]): string[] =>
  kept.map(({ segment }) => segment.text);

describe('bm25Baseline', () => {
  it('keeps the segments of the best unit in their order, then those of the next', async () => {
    const [kept] = await bm25Baseline().retrieve(library(), ['raise wings'], 1000);
    expect(textsOf(kept!)).toEqual([
      'raise wings\n',
      'leave the ground\n',
      'open beak\n',
      'whistle, whistle and raise voice\n',
      'breathe\n',
    ]);
    expect(kept![0]!.score).toBeGreaterThan(kept![2]!.score);
  });

  it('cuts at the budget, and keeps at least one segment', async () => {
    const [some, one] = await bm25Baseline().retrieve(library(), ['raise wings', 'whistle'], 30);
    expect(textsOf(some!)).toEqual(['raise wings\n', 'leave the ground\n']);
    expect(textsOf(one!)).toEqual(['open beak\n']);
  });

  it('ranks units, or segments where that is wanted', async () => {
    expect(await bm25Baseline().rankUnits!(library(), ['raise voice', 'nothing of it'], 10)).toEqual([
      [1, 0],
      [],
    ]);
    const [kept] = await bm25Baseline({ documents: 'segments' }).retrieve(library(), ['raise voice'], 1000);
    expect(textsOf(kept!)).toEqual(['whistle, whistle and raise voice\n', 'raise wings\n']);
  });

  it('counts the name of the file where that is wanted', async () => {
    const text = library();
    expect(await bm25Baseline().rankUnits!(text, ['birds'], 10)).toEqual([[]]);
    expect(await bm25Baseline({ withNames: true }).rankUnits!(text, ['birds'], 10)).toEqual([[0, 1]]);
  });

  it('scores as the formula says', async () => {
    const builder = new TextBuilder(model);
    builder.file('a');
    for (const line of ['red red blue\n', 'green\n', 'blue\n']) builder.add(line);
    const [kept] = await bm25Baseline().retrieve(builder.finish(), ['red blue'], 1000);
    // Lengths 3, 1, 1, mean 5/3; red is in one of three documents, blue in two.
    const norm = (length: number): number => 1.2 * (0.25 + (0.75 * length) / (5 / 3));
    const idf = (n: number): number => Math.log(1 + (3 - n + 0.5) / (n + 0.5));
    const first = (idf(1) * 2 * 2.2) / (2 + norm(3)) + (idf(2) * 2.2) / (1 + norm(3));
    const second = (idf(2) * 2.2) / (1 + norm(1));
    expect(kept!.map(({ score }) => score)).toEqual([expect.closeTo(first, 10), expect.closeTo(second, 10)]);
  });
});
