import { describe, expect, it } from 'vitest';
import { lines, planOf } from '../../test/retrieval/strategyRules.ts';
import { someReader } from '../../test/retrieval/readers.ts';
import { reread, REREAD_TOKENS } from './rereading.ts';
import { rereading } from './strategy.ts';
import type { Strategy } from './strategy.ts';
import type { Reader, Retained, TextSegment } from './types.ts';

/** Words with their gaps are tokens, numbered on first sight; tests choose what draws attention. */
function readerOf(pay: (word: string) => number): Reader & { readonly windows: string[] } {
  const vocabulary: string[] = [];
  const windows: string[] = [];
  const encode = (text: string): Int32Array =>
    Int32Array.from(text.match(/\w+|\W+/g) ?? [], (word) => {
      const known = vocabulary.indexOf(word);
      return known >= 0 ? known : vocabulary.push(word) - 1;
    });
  return {
    ...someReader,
    windows,
    scoring: { ...someReader.scoring, headerCredit: 0, keywordShare: 0 },
    encode: (texts) => Promise.resolve(texts.map(encode)),
    header: (name) => encode(name === '' ? '' : `${name}: `),
    prepare: () => ({ ids: Int32Array.of(0), countedFrom: 0, countedTo: 1 }),
    read: (some, questions) => {
      windows.push(...some.map((ids) => [...ids].map((id) => vocabulary[id]!).join('')));
      return Promise.resolve(
        some.map((ids) => ({
          questions: questions.map(() => Float32Array.from(ids, (id) => pay(vocabulary[id]!))),
          contentFree: new Float32Array(ids.length).fill(0.1),
        })),
      );
    },
  };
}

const textOf = (texts: Readonly<Record<number, string>>): TextSegment[] =>
  lines.map((line, i) => ({ ...line, text: texts[i] === undefined ? line.text : `${texts[i]}\n` }));

const keptAs = (segment: TextSegment): Retained => ({
  segment,
  tokens: 3,
  attention: 1,
  keywords: 0,
  score: 1,
  shares: { attention: 1, keywords: 0 },
});

const text = textOf({ 40: 'x zebra here', 431: 'x lion there', 432: 'x below it', 600: 'x zebra again' });
const plan = planOf(['zebra'], text);
const question = { index: 0, text: 'zebra' };
const options = { budget: 20, nameOf: () => '' };
const positions = (retained: readonly Retained[]): number[] =>
  retained.map(({ segment }) => segment.position);

describe('reread', () => {
  it('ranks the passages of the best by one reading of all of them, the best next to the question', async () => {
    const reader = readerOf((word) => ({ below: 0.9, here: 0.5 })[word] ?? 0.1);
    const { retained, tokens } = await reread(plan, question, [keptAs(text[431]!)], reader, options);
    expect(positions(retained).slice(0, 2)).toEqual([432, 40]);
    expect(retained[0]!.segment).toEqual(text[432]);
    expect(reader.windows).toHaveLength(1);
    const passage = (ten: number): string =>
      text
        .slice(10 * ten, 10 * ten + 10)
        .map((line) => line.text)
        .join('');
    // What was kept before comes before what keywords add, so it stands last.
    expect(reader.windows[0]).toMatch(/x zebra here\n[^]*x lion there\n/);
    expect(reader.windows[0]!.endsWith(passage(43))).toBe(true);
    expect(reader.windows[0]).toContain(passage(60));
    const [ids] = await reader.encode([reader.windows[0]!]);
    expect(tokens).toBe(ids!.length);
  });

  it('scores as attention above that of a question without content, by the length of the line', async () => {
    const reader = readerOf((word) => ({ below: 0.9, here: 0.5 })[word] ?? 0.1);
    const { retained } = await reread(plan, question, [keptAs(text[431]!)], reader, options);
    const { lengthExponent, lengthOffsetTokens } = reader.scoring;
    // "x", " ", "below", " ", "it", "\n": one of six tokens draws .8 more.
    expect(retained[0]!.attention).toBeCloseTo(0.8 / (6 + lengthOffsetTokens) ** lengthExponent, 6);
  });

  it('reads no more than fits, and ranks the rest behind as it was', async () => {
    const reader = readerOf(() => 0.5);
    const before = [...Array(70).keys()].map((ten) => keptAs(text[10 * ten + 3]!));
    const { retained, tokens } = await reread(plan, question, before, reader, {
      ...options,
      budget: Infinity,
    });
    expect(tokens).toBeLessThanOrEqual(REREAD_TOKENS);
    expect(tokens).toBeGreaterThan(REREAD_TOKENS - 100);
    const readUpTo = Math.max(...positions(retained.slice(0, -5))) + 1;
    expect(positions(retained).slice(-5)).toEqual([653, 663, 673, 683, 693]);
    expect(readUpTo).toBeLessThan(653);
  });

  it('spends the budget in its own tokens', async () => {
    const reader = readerOf(() => 0.5);
    const { retained } = await reread(plan, question, [], reader, { ...options, budget: 30 });
    const ids = await reader.encode(retained.map(({ segment }) => segment.text));
    expect(retained.map((item) => item.tokens)).toEqual(ids.map(({ length }) => length));
    expect(retained.reduce((sum, item) => sum + item.tokens, 0)).toBeLessThanOrEqual(30);
  });

  it('reads nothing where nothing was found', async () => {
    const reader = readerOf(() => 0.5);
    const nothing = await reread(planOf(['giraffe'], text), question, [], reader, options);
    expect(nothing).toEqual({ retained: [], tokens: 0 });
    expect(reader.windows).toEqual([]);
  });

  it('has each run of lines of a file led by its name', async () => {
    const reader = readerOf(() => 0.5);
    await reread(plan, question, [], reader, { ...options, nameOf: (file) => `file${file}` });
    expect(reader.windows[0]).toMatch(/^file0: x/);
  });
});

describe('rereading', () => {
  const first: Strategy = {
    name: 'first',
    // eslint-disable-next-line @typescript-eslint/require-await -- what it finds does not matter here
    async *retrieve() {
      return [];
    },
  };
  const result = { retained: [], windows: 0, remembered: 0, tokens: 0, weakBelow: 5, complete: false };

  it('counts what was read, and is judged by the reader whose attention the segments carry', async () => {
    const strategy = rereading(
      first,
      readerOf(() => 0.5),
    );
    const again = await strategy.refine!(plan, question, result, options);
    expect(again).toMatchObject({ windows: 1, weakBelow: someReader.weakBelow, complete: false });
    expect(again.tokens).toBeGreaterThan(50);
    const measured = { ...readerOf(() => 0.5), weakBelowRereading: 0.03 };
    expect(await rereading(first, measured).refine!(plan, question, result, options)).toMatchObject({
      weakBelow: 0.03,
    });
    const whole = { ...result, windows: 9, tokens: 9000, complete: true };
    const counts = await strategy.refine!(plan, question, whole, options);
    expect(counts).toMatchObject({ windows: 9, tokens: 9000, complete: true });
  });
});
