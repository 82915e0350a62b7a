import { describe, expect, it } from 'vitest';
import { keepsTheRules, lines, planOf, retrieved } from '../../test/retrieval/strategyRules.ts';
import { cascade } from './cascade.ts';
import { someReader } from '../../test/retrieval/readers.ts';
import { Run } from './run.ts';
import { headsStrategy } from './strategy.ts';
import type { Reader, TextSegment } from './types.ts';

interface Fake extends Reader {
  /** The texts of the windows read. */
  readonly read: Reader['read'];
  readonly windows: string[];
}

/** Attention that a fake reader pays to a piece of text. */
type Pay = (piece: string) => number;

/** A reader with a vocabulary of its own: each piece of text is a token, numbered on first sight. */
function fakeReader(name: string, cut: RegExp, pay: Pay, windowTokens: number): Fake {
  const vocabulary: string[] = [];
  const numbers = new Map<string, number>();
  const windows: string[] = [];
  const encode = (text: string): Int32Array =>
    Int32Array.from(text.match(cut) ?? [], (piece) => {
      if (!numbers.has(piece)) numbers.set(piece, vocabulary.push(piece) - 1);
      return numbers.get(piece)!;
    });
  return {
    ...someReader,
    name,
    windowTokens,
    windows,
    weakBelow: name.length,
    scoring: { ...someReader.scoring, headerCredit: 0, keywordShare: 0 },
    encode: (texts) => Promise.resolve(texts.map(encode)),
    header: encode,
    prepare: () => ({ ids: Int32Array.of(0), countedFrom: 0, countedTo: 1 }),
    read: (some, questions) => {
      windows.push(...some.map((ids) => [...ids].map((id) => vocabulary[id]!).join('')));
      return Promise.resolve(
        some.map((ids) => ({
          questions: questions.map(() => Float32Array.from(ids, (id) => pay(vocabulary[id]!))),
          contentFree: new Float32Array(ids.length),
        })),
      );
    },
  };
}

/** One token for each character; Y draws nearly as much as Z. */
const small = (pay: Pay = (c) => ({ Z: 0.5, Y: 0.4 })[c] ?? 0.001) => fakeReader('a', /[^]/g, pay, 200);
/** One token for each word and for each gap between two; tests choose what draws attention. */
const large = (pay: Pay) => fakeReader('another', /\w+|\W+/g, pay, 90);

const cascadeOf = (first: Reader, second: Reader, keep = 10) =>
  cascade(headsStrategy(first), headsStrategy(second), keep);

keepsTheRules(
  cascadeOf(
    small(),
    large((word) => (word.includes('Z') ? 0.9 : 0.001)),
  ),
);

describe('cascade', () => {
  const withLines = (texts: Readonly<Record<number, string>>): TextSegment[] =>
    lines.map((line, i) => ({ ...line, text: texts[i] === undefined ? line.text : `${texts[i]}\n` }));
  const text = withLines({ 40: 'x YYYY here', 431: 'x ZZZZ there', 432: 'x below it', 600: 'x YYYY again' });

  it('ranks by the second reader what stands around the best of the first', async () => {
    const [first, second] = [small(), large((word) => ({ YYYY: 0.5, below: 0.9, line: 0.1 })[word] ?? 0)];
    const strategy = cascadeOf(first, second, 3);
    const { results } = await retrieved(strategy, planOf(['q'], text), ['q'], new Run(), 20);
    // The second reader sees the neighbour, which the first did not hand over, and nothing from elsewhere, however much
    // it would pay.
    const positions = results[0]!.retained.map(({ segment }) => segment.position);
    expect(positions.slice(0, 3)).toEqual([432, 40, 600]);
    expect(results[0]!.retained[0]!.segment).toEqual(text[432]);
    const passages = [4, 43, 60].map((ten) => text.slice(10 * ten, 10 * ten + 10));
    expect(second.windows.join('')).toBe(
      passages
        .flat()
        .map((line) => line.text)
        .join(''),
    );
  });

  it('spends the budget in the tokens of the second', async () => {
    const second = large(() => 0.5);
    const strategy = cascadeOf(small(), second, 3);
    const { results } = await retrieved(strategy, planOf(['q'], text), ['q'], new Run(), 30);
    const { retained } = results[0]!;
    const tokens = await second.encode(retained.map(({ segment }) => segment.text));
    expect(retained.map((item) => item.tokens)).toEqual(tokens.map((ids) => ids.length));
    expect(retained.length).toBeGreaterThan(3);
    expect(retained.reduce((sum, item) => sum + item.tokens, 0)).toBeLessThanOrEqual(30);
  });

  it('is judged by the reader whose attention the segments carry', async () => {
    const strategy = cascadeOf(
      small(),
      large(() => 0.5),
    );
    const { events, results } = await retrieved(strategy, planOf(['q'], text), ['q']);
    const [soFar] = events.at(-1)!.soFar();
    expect(soFar).toMatchObject({ weakBelow: 'a'.length });
    expect(soFar!.retained[0]!.attention).toBeLessThan(0.5);
    expect(results).toMatchObject([{ weakBelow: 'another'.length }]);
  });

  it('tells how much of the text was read', async () => {
    const strategy = cascadeOf(
      small(),
      large(() => 0.5),
    );
    const plan = planOf(['q'], text);
    const { results } = await retrieved(strategy, plan, ['q']);
    const alone = await retrieved(headsStrategy(small()), plan, ['q']);
    const { windows, tokens, remembered } = alone.results[0]!;
    expect(results[0]).toMatchObject({ windows, tokens, remembered, complete: true });
  });

  it('keeps what the first found when it is stopped while the second reads', async () => {
    const cancel = new AbortController();
    const second = large(() => 0.5);
    const stopping: Reader = {
      ...second,
      encode: (texts) => {
        cancel.abort();
        return second.encode(texts);
      },
    };
    const run = new Run(undefined, cancel.signal);
    const { results } = await retrieved(cascadeOf(small(), stopping), planOf(['q'], text), ['q'], run);
    expect(results[0]).toMatchObject({ complete: false, weakBelow: 'a'.length });
    expect(results[0]!.retained.map(({ segment }) => segment.position).slice(0, 3)).toEqual([431, 40, 600]);
    const tokens = results[0]!.retained.reduce((sum, item) => sum + item.tokens, 0);
    expect(tokens).toBeLessThanOrEqual(100);
  });

  it('keeps for each question what is kept for it alone', async () => {
    const questions = ['x below', 'again'];
    const strategy = cascadeOf(
      small(),
      large((word) => word.length / 100),
      5,
    );
    const together = await retrieved(strategy, planOf(questions, text), questions);
    for (const [q, question] of questions.entries()) {
      const alone = await retrieved(strategy, planOf([question], text), [question]);
      expect(together.results[q]).toEqual(alone.results[0]);
    }
  });
});
