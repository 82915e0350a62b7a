/**
 * How byte-level BPE first cuts a text into words, by the name in a GGUF file (`tokenizer.ggml.pre`). The patterns are
 * those of the models' own `tokenizer.json`; with another one the same vocabulary makes other tokens.
 */

export interface PreTokeniser {
  readonly preTokenizer: object;
  readonly normalizer?: object;
  /** Whether a word that is a token stays whole, whatever its merges make of it. */
  readonly ignoreMerges?: boolean;
}

/** The Hugging Face layout has GPT-2's own pattern as this flag. */
const gpt2Words = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
/** A pattern, because our library's `Digits` knows only 0 to 9. */
const singleDigits = {
  type: 'Split',
  pattern: { Regex: String.raw`\p{N}` },
  behavior: 'Isolated',
  invert: false,
};

function words(pattern: string): object {
  return {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    ],
  };
}

/** The pattern of Llama 3 and later models, which differ in the number of digits that stay together. */
const modern = (digits: string): object =>
  words(
    String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|${digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  );

const gpt2: PreTokeniser = { preTokenizer: gpt2Words };
const digitsApart: PreTokeniser = {
  preTokenizer: { type: 'Sequence', pretokenizers: [singleDigits, gpt2Words] },
};
const llama3: PreTokeniser = { preTokenizer: modern(String.raw`\p{N}{1,3}`), ignoreMerges: true };
const qwen2: PreTokeniser = { preTokenizer: modern(String.raw`\p{N}`), normalizer: { type: 'NFC' } };

export const preTokenisers: ReadonlyMap<string, PreTokeniser> = new Map([
  ['gpt-2', gpt2],
  ['smollm', digitsApart],
  ['starcoder', digitsApart],
  ['refact', digitsApart],
  ['llama-bpe', llama3],
  ['llama3', llama3],
  ['qwen2', qwen2],
  ['deepseek-r1-qwen', qwen2],
]);
