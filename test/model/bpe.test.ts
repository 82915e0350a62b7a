import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../src/calibration/random.ts';
import { Bpe } from '../../src/model/bpe.ts';
import { Tokeniser } from '../../src/model/tokeniser.ts';
import { Vocabulary } from '../../src/model/vocabulary.ts';

/** Merges as the paper's pseudo code does: of all neighbours the pair of lowest rank, the first in the word, again and again. */
function naive(word: string, merges: readonly string[]): string[] {
  const tokens = Array.from(word);
  for (;;) {
    let [best, at] = [Infinity, -1];
    for (let i = 0; i + 1 < tokens.length; i++) {
      const rank = merges.lastIndexOf(`${tokens[i]} ${tokens[i + 1]}`);
      if (rank >= 0 && rank < best) [best, at] = [rank, i];
    }
    if (at < 0) return tokens;
    tokens.splice(at, 2, tokens[at]! + tokens[at + 1]!);
  }
}

/** A vocabulary as training makes one: each merge joins two tokens that are there. */
function randomVocabulary(letters: string, merges: number, seed: number) {
  const random = randomOf(seed);
  const tokens = Array.from(letters);
  const pairs: string[] = [];
  while (pairs.length < merges) {
    const [left, right] = [random.pick(tokens), random.pick(tokens)];
    if (tokens.includes(left + right)) continue;
    tokens.push(left + right);
    pairs.push(`${left} ${right}`);
  }
  return { vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges: pairs };
}

describe('Bpe', () => {
  it.each([
    ['few letters', 'ab', 12],
    ['many merges', 'abcd_▁', 300],
    ['characters of several units', 'aé中🦀', 60],
  ])('merges as the naive way does: %s', (_, letters, count) => {
    for (let seed = 1; seed <= 20; seed++) {
      const { vocab, merges } = randomVocabulary(letters, count, seed);
      const bpe = new Bpe(Vocabulary.of({ vocab, merges }), {});
      const random = randomOf(1000 + seed);
      for (let i = 0; i < 20; i++) {
        const word = Array.from({ length: random.below(90) }, () => random.pick(Array.from(letters))).join(
          '',
        );
        const expected = naive(word, merges).map((token) => vocab[token]);
        expect(bpe.encode([word]), word).toEqual(expected);
        // The second time from what is known.
        expect(bpe.encode([word]), word).toEqual(expected);
      }
    }
  });

  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`);
  const vocab = Object.fromEntries(['?', 'a', 'b', 'ab', ...bytes].map((token, id) => [token, id]));
  const vocabulary = Vocabulary.of({ vocab, merges: ['a b'] });

  it('writes what it has no token for as bytes', () => {
    const bpe = new Bpe(vocabulary, { byte_fallback: true, unk_token: '?' });
    expect(bpe.encode(['abéa'])).toEqual([3, 4 + 0xc3, 4 + 0xa9, 1]);
  });

  it('or as the unknown token, several as one if they are fused, or not at all', () => {
    expect(new Bpe(vocabulary, { unk_token: '?' }).encode(['aéé', 'é'])).toEqual([1, 0, 0, 0]);
    expect(new Bpe(vocabulary, { unk_token: '?', fuse_unk: true }).encode(['aéé', 'é'])).toEqual([1, 0]);
    expect(new Bpe(vocabulary, {}).encode(['aéé', 'b'])).toEqual([1, 2]);
  });

  it('takes a word that is a token whole where merges are ignored for it', () => {
    const { vocab: some } = { vocab: { a: 0, b: 1, c: 2, ab: 3, abc: 4 } };
    const of = { vocab: some, merges: ['a b'] };
    expect(new Bpe(Vocabulary.of(of), { ignore_merges: true }).encode(['abc', 'abca'])).toEqual([4, 3, 2, 0]);
    expect(new Bpe(Vocabulary.of(of), {}).encode(['abc'])).toEqual([3, 2]);
  });
});

describe('Vocabulary', () => {
  const model = { ...randomVocabulary('abc▁é', 200, 3) };
  const vocabulary = new Vocabulary(Vocabulary.of(model).buffer);

  it('knows every token and no other, and every merge and no other', () => {
    for (const [token, id] of Object.entries(model.vocab)) {
      expect(vocabulary.id(token)).toBe(id);
      expect(vocabulary.text(id)).toBe(token);
    }
    expect(vocabulary.id('zz')).toBeUndefined();
    expect(vocabulary.text(vocabulary.size)).toBeUndefined();
    const ids = Object.values(model.vocab);
    for (const left of ids)
      for (const right of ids.slice(0, 40)) {
        const [first, second] = [vocabulary.text(left)!, vocabulary.text(right)!];
        const rank = model.merges.indexOf(`${first} ${second}`);
        expect(vocabulary.rank(left, right)).toBe(rank);
        if (rank >= 0) expect(vocabulary.text(vocabulary.merged(rank))).toBe(first + second);
      }
  });

  it('leaves out what never merges, and takes pairs in either form', () => {
    const pairs = Vocabulary.of({
      vocab: { a: 0, b: 1, ab: 5 },
      merges: ['a x', ['a', 'b'], ['b', 'a']],
    });
    expect(pairs.rank(0, 1)).toBe(0);
    expect(pairs.rank(1, 0)).toBe(-1);
    expect(pairs.merged(0)).toBe(5);
    expect(pairs.id('ab')).toBe(5);
    expect(pairs.text(3)).toBe('');
    expect(pairs.id('')).toBeUndefined();
  });

  it('refuses what is none', () => {
    expect(() => new Vocabulary(new ArrayBuffer(8))).toThrow(RangeError);
    expect(() => new Vocabulary(new ArrayBuffer(64))).toThrow(RangeError);
    expect(() => new Vocabulary(vocabulary.buffer.slice(0, -4))).toThrow(RangeError);
  });
});

describe('a tokeniser with our merging', () => {
  it('gives the tokens of the library by itself', () => {
    const model = randomVocabulary('abĠĊ,', 150, 9);
    const json = {
      added_tokens: [
        { id: 155, content: '<x>', special: true, normalized: false, lstrip: false, rstrip: false },
      ],
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: null,
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', ...model },
    };
    const [ours, theirs] = [new Tokeniser(json, {}), new Tokenizer(json, {})];
    const random = randomOf(4);
    for (let i = 0; i < 200; i++) {
      const text =
        Array.from({ length: 1 + random.below(60) }, () => random.pick(Array.from('ab ,\n'))).join('') +
        '<x>a';
      const { ids } = theirs.encode(text, { add_special_tokens: false });
      expect([...ours.encodePrompt(text)]).toEqual(ids);
      const options = { skip_special_tokens: true, clean_up_tokenization_spaces: false };
      expect(ours.decode(ids)).toBe(theirs.decode(ids, options));
    }
    expect(ours.tokenId('<x>')).toBe(155);
  });
});
