/** A whole model in a GGUF file of a few hundred kilobytes, its vocabulary the printable characters. */
import { familyCases, familyMade } from './familyFiles.ts';
import { ggufBytes } from './gguf.ts';
import type { MadeValue } from './gguf.ts';
import { randomModel } from './randomModel.ts';

const word = (value: string): MadeValue => ({ type: 8, value });

/** A byte each for printable characters, a space and a line end, as byte-level vocabularies write them. */
const tokens = [...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)), 'Ġ', 'Ċ'];

/** @param more metadata in place of what it has */
export function tinyModel(more: Readonly<Record<string, MadeValue>> = {}): Buffer {
  const family = familyCases['Qwen3']!;
  const config = { ...family.config, maxPositions: 2048 };
  const made = familyMade({ ...family, config }, randomModel(config, 71).naive);
  const vocabulary: Record<string, MadeValue> = {
    'general.name': word('Tiny'),
    'tokenizer.ggml.model': word('gpt2'),
    'tokenizer.ggml.pre': word('qwen2'),
    'tokenizer.ggml.tokens': { type: 9, value: tokens.map(word) },
    'tokenizer.ggml.token_type': { type: 9, value: tokens.map(() => ({ type: 5, value: 1 })) },
    'tokenizer.ggml.merges': { type: 9, value: [word('i n')] },
  };
  return ggufBytes({ ...made, metadata: { ...made.metadata, ...vocabulary, ...more } });
}
