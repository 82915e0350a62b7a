import { describe, expect, it } from 'vitest';
import { someReader } from '../../test/retrieval/readers.ts';
import type { PreparedQuestion } from './types.ts';
import { attentionByWord } from './why.ts';
import type { TokenReader } from './why.ts';

/** Attention of a question's character to a text's character, in thousandths. */
type Pay = (from: string, to: string) => number;

interface Fake extends TokenReader {
  readonly reads: {
    readonly windows: readonly Int32Array[];
    readonly questions: readonly PreparedQuestion[];
  }[];
}

/** One token for each character; only emphasised characters of the question pay. */
function fakeReader(pay: Pay, sink = 0, windowTokens = 64): Fake {
  const reads: Fake['reads'] = [];
  const encode = (text: string): Int32Array => Int32Array.from(text, (_, i) => text.charCodeAt(i));
  return {
    reads,
    ...someReader,
    windowTokens,
    header: () => HEADER,
    spans: oneEach,
    encode: (texts) => Promise.resolve(texts.map(encode)),
    prepare: (question, emphasis) => {
      const ids = encode(question);
      return { ids, countedFrom: 0, countedTo: ids.length, weights: emphasis! };
    },
    read: (windows, questions) => {
      reads.push({ windows, questions });
      return Promise.resolve(
        windows.map((window) => ({
          questions: questions.map(({ ids, weights }) =>
            Float32Array.from(window, (to) => {
              const paid = [...ids].map(
                (from, i) => weights![i]! * pay(String.fromCharCode(from), String.fromCharCode(to)),
              );
              return paid.reduce((a, b) => a + b, 0) / 1000;
            }),
          ),
          contentFree: new Float32Array(window.length).fill(sink / 1000),
        })),
      );
    },
  };
}

const HEADER = Int32Array.from([1, 2, 3]);
const oneEach = (ids: Int32Array) => Array.from(ids, (_, i) => ({ start: i, end: i + 1 }));
const same: Pay = (from, to) => (from === to ? 4 : 0);

describe('attentionByWord', () => {
  it('reads the text once, under its header, with a question for each word of which only that word counts', async () => {
    const reader = fakeReader(same);
    await attentionByWord('ab, cd?', 'xyz', 'a.txt', reader);
    expect(reader.reads).toHaveLength(1);
    const [{ windows, questions }] = reader.reads as [Fake['reads'][number]];
    expect(windows).toEqual([Int32Array.of(...HEADER, 120, 121, 122)]);
    expect(questions.map(({ weights }) => [...weights!])).toEqual([
      [1, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 1, 0],
    ]);
  });

  it('sums what each word of the text is paid, relative to the largest', async () => {
    const found = await attentionByWord('aa b', 'a ab, c', 'a.txt', fakeReader(same));
    expect(found).toEqual({
      questionWords: ['aa', 'b'],
      pieces: ['a ', 'ab, ', 'c'],
      // Both letters of "aa" pay, "b" pays once.
      weights: [
        [1, 1, 0],
        [0, 0.5, 0],
      ],
    });
  });

  it('takes away what a question without content pays, and leaves nothing below it', async () => {
    const found = await attentionByWord('a b', 'a b z', 'a.txt', fakeReader(same, 1));
    // Each piece of two signs loses 2 of 4, the last one has nothing to lose.
    expect(found.weights).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const nothing = await attentionByWord('q', 'a b', 'a.txt', fakeReader(same, 1));
    expect(nothing.weights).toEqual([[0, 0]]);
  });

  it('shares a token out among the words in which it stands, not counting white space', async () => {
    const reader = fakeReader((_, to) => (to === '周' ? 4 : 0));
    // Both tokens stand for both characters; only the first draws attention.
    const both = () => [
      { start: 0, end: 2 },
      { start: 0, end: 2 },
    ];
    const found = await attentionByWord('问', '周瑜', 'a.txt', { ...reader, spans: both });
    expect(found.weights).toEqual([[1, 1]]);
    const spaced = await attentionByWord('q', 'a k', 'a.txt', {
      ...fakeReader((_, to) => (to === 'k' ? 4 : 0)),
      spans: () => [
        { start: 0, end: 1 },
        { start: 0, end: 1 },
        // Tokenisers put the space before a word into its token.
        { start: 1, end: 3 },
      ],
    });
    expect(spaced.weights).toEqual([[0, 1]]);
  });

  it('takes of a long text what fits one window, and of a long question the first words', async () => {
    const reader = fakeReader(same, 0, 20);
    const text = 'abc '.repeat(20);
    const found = await attentionByWord('abc '.repeat(40), text, 'a.txt', reader);
    expect(found.questionWords).toHaveLength(32);
    expect(reader.reads[0]!.questions).toHaveLength(32);
    expect(reader.reads[0]!.windows[0]!.length).toBeLessThanOrEqual(20);
    const shown = found.pieces.join('');
    expect(text.startsWith(shown)).toBe(true);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.length).toBeLessThanOrEqual(17);
    for (const row of found.weights) expect(row).toHaveLength(found.pieces.length);
  });

  it('does not even encode what cannot fit', async () => {
    const reader = fakeReader(same, 0, 20);
    const encoded: string[] = [];
    const watched = {
      ...reader,
      encode: (texts: readonly string[]) => {
        encoded.push(...texts);
        return reader.encode(texts);
      },
    };
    const text = 'x' + '😀'.repeat(10_000);
    const found = await attentionByWord('x', text, 'a.txt', watched);
    expect(encoded).toHaveLength(1);
    expect(encoded[0]!.length).toBeLessThan(400);
    expect(text.startsWith(found.pieces.join(''))).toBe(true);
    // The end must not split a character.
    expect(encoded[0]!.isWellFormed()).toBe(true);
  });

  it('gives back the text as it stands where it is read in composed form', async () => {
    const reader = fakeReader(same);
    const text = 'cafe\u0301 con\u00ADfig';
    const found = await attentionByWord('é', text, 'a.txt', reader);
    expect(found.pieces).toEqual(['cafe\u0301 ', 'con\u00ADfig']);
    expect(found.weights).toEqual([[1, 0]]);
  });

  it('has nothing to say of an empty text or a question without words, and reads nothing', async () => {
    const reader = fakeReader(same);
    expect(await attentionByWord('a b', '', 'a.txt', reader)).toEqual({
      questionWords: ['a', 'b'],
      pieces: [],
      weights: [[], []],
    });
    expect(await attentionByWord('?!', 'a b', 'a.txt', reader)).toEqual({
      questionWords: [],
      pieces: ['a ', 'b'],
      weights: [],
    });
    expect(reader.reads).toEqual([]);
  });
});
