import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ggufTokeniser } from './ggufTokeniser.ts';
import { preTokenisers } from './preTokenisers.ts';
import { Tokeniser } from './tokeniser.ts';
import type { MetadataValue } from './weights/ggufHeader.ts';

const NORMAL = 1;
const CONTROL = 3;
const USER_DEFINED = 4;
const BYTE = 6;

type Entry = readonly [token: string, type: number, score: number];

function metadata(entries: readonly Entry[], more: Readonly<Record<string, MetadataValue>>) {
  return new Map<string, MetadataValue>([
    ['tokenizer.ggml.tokens', entries.map(([token]) => token)],
    ['tokenizer.ggml.token_type', entries.map(([, type]) => type)],
    ['tokenizer.ggml.scores', entries.map(([, , score]) => score)],
    ...Object.entries(more),
  ]);
}

function open(given: ReadonlyMap<string, MetadataValue>): Tokeniser {
  const { tokenizer, config } = ggufTokeniser(given);
  // As the built folder returns it.
  return new Tokeniser(JSON.parse(JSON.stringify(tokenizer)) as object, config);
}

describe('ggufTokeniser, SentencePiece', () => {
  const bytes = Array.from({ length: 256 }, (_, byte): Entry => {
    return [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, BYTE, 0];
  });
  // Scores fall with the place, as SentencePiece's BPE has them; "aab" can be made in two ways.
  const words = ['ab', 'aa', '▁a', 'aab', '▁▁', 'ba', 'abba', '𝒳a', '▁ab', 'a', 'b', '▁', '𝒳'];
  const entries: Entry[] = [
    ['<unk>', 2, 0],
    ['<bos>', CONTROL, 0],
    ['[a]', USER_DEFINED, 0],
    ...bytes,
    ...words.map((word, i): Entry => [word, NORMAL, -i]),
  ];
  const spm = {
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.unknown_token_id': 0,
    'tokenizer.ggml.bos_token_id': 1,
  };
  const given = metadata(entries, { ...spm, 'tokenizer.ggml.add_space_prefix': false });
  const tokeniser = open(given);
  const ids = new Map(entries.map(([token], id) => [token, id]));

  /**
   * SentencePiece's method in its plainest form: join the neighbours whose token has the best score, the first of
   * equals.
   */
  function naive(text: string): number[] {
    const parts = Array.from(text.replaceAll(' ', '▁'));
    for (;;) {
      let best = -1;
      let score = -Infinity;
      for (let i = 0; i + 1 < parts.length; i++) {
        const id = ids.get(parts[i]! + parts[i + 1]!);
        if (id !== undefined && entries[id]![1] === NORMAL && entries[id]![2] > score)
          [best, score] = [i, entries[id]![2]];
      }
      if (best < 0) break;
      parts.splice(best, 2, parts[best]! + parts[best + 1]!);
    }
    return parts.flatMap(
      (part) => ids.get(part) ?? [...Buffer.from(part)].map((byte) => ids.get(bytes[byte]![0])!),
    );
  }

  it('makes the tokens that joining by the best score makes', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', ' ', '𝒳', 'é', '\n'), { maxLength: 30 });
    fc.assert(
      fc.property(letters, (chosen) => {
        const text = chosen.join('');
        expect([...tokeniser.encode(text)]).toEqual(naive(text));
        expect(tokeniser.decode(tokeniser.encode(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes chosen words whole, obeys control tokens in prompts and never in data', () => {
    expect([...tokeniser.encode('b[a]b')]).toEqual([ids.get('b'), ids.get('[a]'), ids.get('b')]);
    expect([...tokeniser.encodePrompt('<bos>a')]).toEqual([ids.get('<bos>'), ids.get('a')]);
    expect([...tokeniser.encode('<bos>a')]).not.toContain(ids.get('<bos>'));
    expect(tokeniser.decode(tokeniser.encode('<bos>a'))).toBe('<bos>a');
  });

  it('puts a space in front where the file says nothing, and takes it away again', () => {
    const prefixed = open(metadata(entries, spm));
    expect([...prefixed.encode('ab')]).toEqual(naive(' ab'));
    expect(prefixed.decode(prefixed.encode('ab'))).toBe('ab');
  });

  it('tells how conversations and texts begin', () => {
    expect(ggufTokeniser(given).config).toMatchObject({ bos_token: '<bos>', add_bos_token: true });
    const without = metadata(entries, { ...spm, 'tokenizer.ggml.add_bos_token': false });
    expect(ggufTokeniser(without).config.add_bos_token).toBe(false);
  });

  it('refuses a list that has not one value for each token', () => {
    given.forEach((value, key) => {
      if (!Array.isArray(value) || key.endsWith('tokens')) return;
      const cut = new Map(given).set(key, value.slice(1));
      expect(() => ggufTokeniser(cut), key).toThrow(/values for/);
    });
    expect(() => ggufTokeniser(new Map(given).set('tokenizer.ggml.tokens', 'none'))).toThrow(/no list/);
  });
});

describe('ggufTokeniser, byte-level', () => {
  // The bytes' stand-ins in the texts below, then the results of merges.
  const letters = Array.from("ab1٣ĠĊ'sÙ£").concat('Ġa', 'ab', 'Ġab', "'s", '11', '111');
  const entries: Entry[] = [['<|end|>', CONTROL, 0], ...letters.map((token): Entry => [token, NORMAL, 0])];
  const merges = ['Ġ a', 'a b', 'Ġ ab', "' s", '1 1', '11 1'];
  const given = (pre: string) =>
    metadata(entries, {
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': pre,
      'tokenizer.ggml.merges': merges,
      'tokenizer.ggml.eos_token_id': 0,
    });
  const tokensOf = (pre: string, text: string) =>
    [...open(given(pre)).encode(text)].map((id) => entries[id]![0]);

  it.each([
    ['gpt-2', ['11', '111']],
    ['smollm', ['1', '1', '1', '1', '1']],
    ['qwen2', ['1', '1', '1', '1', '1']],
    ['llama-bpe', ['111', '11']],
  ])('cuts numbers as %s does', (pre, tokens) => {
    expect(tokensOf(pre, '11111')).toEqual(tokens);
  });

  it('lets a digit of any script stand alone, so that the spaces in front stay together', () => {
    // U+0663 is a digit of two bytes; a rule that knows 0 to 9 alone would cut "a\n ٣" before its space.
    expect(tokensOf('smollm', 'a ٣1')).toEqual(['a', 'Ġ', 'Ù', '£', '1']);
  });

  it('says of a text what it was, for every rule', () => {
    for (const pre of preTokenisers.keys()) {
      const tokeniser = open(given(pre));
      for (const text of ["ab ab's\n 11", 'a\n\n  b'])
        expect(tokeniser.decode(tokeniser.encode(text))).toBe(text);
    }
  });

  it('refuses a rule or a kind that it does not know by its name', () => {
    expect(() => ggufTokeniser(given('tekken'))).toThrow(/"tekken".*smollm/);
    expect(() => ggufTokeniser(given('default'))).toThrow(/"default"/);
    expect(() => ggufTokeniser(new Map(given('gpt-2')).set('tokenizer.ggml.model', 'bert'))).toThrow(
      /"bert"/,
    );
    expect(() => ggufTokeniser(new Map())).toThrow(/no list|no tokeniser/);
  });
});
