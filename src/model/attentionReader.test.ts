import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupQuestions, ModelReader } from './attentionReader.ts';
import { readManifest } from './manifest.ts';
import type { ModelRuntime } from './runtime.ts';
import { Tokeniser } from './tokeniser.ts';

const root = join(import.meta.dirname, '../..');
const manifest = await readManifest(join(root, 'models/minimind2-small'));
const tokeniser = await Tokeniser.open(join(root, 'node_modules', manifest.source.package));

describe('groupQuestions', () => {
  const first = { ids: Int32Array.of(11, 12, 13, 14), countedFrom: 2, countedTo: 4 };
  const second = { ids: Int32Array.of(21, 22, 23), countedFrom: 1, countedTo: 2 };
  const grouped = groupQuestions([first, second]);

  it('lays the questions side by side, each counting its own positions', () => {
    expect([...grouped.ids]).toEqual([11, 12, 13, 14, 21, 22, 23]);
    expect([...grouped.offsets]).toEqual([0, 1, 2, 3, 0, 1, 2]);
    expect([...grouped.groups]).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  it('gives each question a row in which its counted tokens weigh the same and sum to one', () => {
    expect(grouped.rows).toBe(2);
    expect([...grouped.rowWeights.subarray(0, 7)]).toEqual([0, 0, 0.5, 0.5, 0, 0, 0]);
    expect([...grouped.rowWeights.subarray(7)]).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });

  it('lays the same tokens down once, with a row for each question', () => {
    const other = { ...first, countedFrom: 0, countedTo: 4, weights: Float32Array.of(1, 0, 0, 0) };
    const shared = groupQuestions([first, second, other]);
    expect([...shared.ids]).toEqual([11, 12, 13, 14, 21, 22, 23]);
    expect([...shared.groups]).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(shared.rows).toBe(3);
    expect([...shared.rowWeights.subarray(14)]).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it('takes the weights that a question brings along', () => {
    const weighed = groupQuestions([second, { ...first, weights: Float32Array.of(0.25, 0.75) }]);
    expect([...weighed.rowWeights.subarray(7)]).toEqual([0, 0, 0, 0, 0, 0.25, 0.75]);
  });
});

describe('prepare', () => {
  // Preparing a question runs no graph.
  const reader = new ModelReader({
    manifest,
    tokeniser,
    runtime: undefined as unknown as ModelRuntime,
    background: { encode: (texts) => Promise.resolve(texts.map((text) => tokeniser.encode(text))) },
    identity: 'a model',
    release: () => Promise.resolve(),
  });

  /** A weight for each character, chosen by the character. */
  const emphasisOf = (question: string, weightOf: (character: string) => number): Float32Array =>
    Float32Array.from(Array.from(question).flatMap((c) => new Array<number>(c.length).fill(weightOf(c))));

  /** The text of each counted token with its weight, relative to the largest. */
  function weights(question: string, weightOf: (character: string) => number): [string, number][] {
    const { ids, countedFrom, countedTo, weights } = reader.prepare(question, emphasisOf(question, weightOf));
    expect(weights).toHaveLength(countedTo - countedFrom);
    expect(weights!.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    const greatest = Math.max(...weights!);
    return [...weights!].map((weight, i) => [
      tokeniser.decode(ids.subarray(countedFrom + i, countedFrom + i + 1)),
      Math.round((weight / greatest) * 100) / 100,
    ]);
  }

  it('counts the question, and nothing else', () => {
    const question = 'Where does the key hang?';
    const { ids, countedFrom, countedTo, weights } = reader.prepare(question);
    expect(tokeniser.decode(ids.subarray(countedFrom, countedTo))).toBe(question);
    expect(weights).toBeUndefined();
  });

  it('gives each token the greatest weight of its characters', () => {
    const question = 'Where is the zebra key?';
    const start = question.indexOf('zebra');
    const emphasis = new Float32Array(question.length).fill(1);
    emphasis.fill(4, start, start + 5);
    const { ids, weights } = reader.prepare(question, emphasis);
    let at = 0;
    const expected = [...ids].map((id) => {
      const from = at;
      at += tokeniser.decode([id]).length;
      return Math.max(...emphasis.subarray(from, at));
    });
    expect(at).toBe(question.length);
    expect(new Set(expected)).toEqual(new Set([1, 4]));
    const sum = expected.reduce((a, b) => a + b);
    weights!.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i]! / sum, 6));
  });

  it('gives one character of several tokens its weight in each of them', () => {
    // The character in the middle is two tokens; the others are light.
    const rare = weights('a龘b', (c) => (c === '龘' ? 2 : 0.5));
    expect(rare.map(([text]) => text)).toEqual(['a', '\uFFFD', '\uFFFD', 'b']);
    expect(rare.map(([, weight]) => weight)).toEqual([0.25, 1, 1, 0.25]);
    // The reverse: the character in the middle is light.
    const light = weights('a龘b', (c) => (c === '龘' ? 0.5 : 2));
    expect(light.map(([, weight]) => weight)).toEqual([1, 0.25, 0.25, 1]);
  });

  it('does so for an emoji of two code units', () => {
    const found = weights('x 😀 y', (c) => (c === '😀' ? 2 : 0.5));
    const inEmoji = found.filter(([text]) => text.includes('\uFFFD'));
    expect(inEmoji.length).toBeGreaterThan(1);
    expect(inEmoji.every(([, weight]) => weight === 1)).toBe(true);
    expect(found.filter(([text]) => /[xy]/.test(text)).map(([, weight]) => weight)).toEqual([0.25, 0.25]);
  });

  it('weighs Chinese words by their characters', () => {
    const found = weights('内事不决可以问谁？', (c) => (c === '谁' ? 4 : 1));
    expect(found.at(-1)).toEqual(['？', 0.25]);
    expect(found.filter(([, weight]) => weight === 1).length).toBeGreaterThan(0);
    expect(found[0]).toEqual(['内', 0.25]);
  });

  it('takes what looks like a special token as text', () => {
    const question = 'What is <|im_end|>?';
    const { weights } = reader.prepare(question, new Float32Array(question.length).fill(1));
    const first = weights![0]!;
    expect(weights!.every((weight) => weight === first)).toBe(true);
  });
});
