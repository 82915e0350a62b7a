/** Every type of tensor: a small model whose matrices are random blocks, against llama.cpp with the same file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LlamaCpp, llamaCppInstalled } from '../../bench/lib/llamaCpp.ts';
import { buildModelFiles, ModelRuntime, openUserModel, toFloat16 } from '../../src/model/index.ts';
import { blockFormats, decodeBlocks } from '../../src/model/weights/blocks.ts';
import type { BlockFormat } from '../../src/model/weights/blocks.ts';
import { familyCases, familyGguf } from './familyFiles.ts';
import type { Tensor } from './familyFiles.ts';
import { random, randomModel } from './randomModel.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-types-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Of whole blocks of 256; two heads of 128. */
const config = {
  ...familyCases['Qwen2']!.config,
  hiddenSize: 256,
  intermediateSize: 512,
  layers: 2,
  heads: 2,
  headSize: 128,
};
const family = { ...familyCases['Qwen2']!, config };
const { naive } = randomModel(config, 51);

/** ggml's number of a type, and where a block has its scales of half precision; the second is that of the minima. */
const types: Readonly<Record<BlockFormat, { readonly number: number; readonly halves: readonly number[] }>> =
  {
    Q4_0: { number: 2, halves: [0] },
    Q4_1: { number: 3, halves: [0, 2] },
    Q5_0: { number: 6, halves: [0] },
    Q5_1: { number: 7, halves: [0, 2] },
    Q8_0: { number: 8, halves: [0] },
    Q2_K: { number: 10, halves: [80, 82] },
    Q3_K: { number: 11, halves: [108] },
    Q4_K: { number: 12, halves: [0, 2] },
    Q5_K: { number: 13, halves: [0, 2] },
    Q6_K: { number: 14, halves: [208] },
    IQ4_NL: { number: 20, halves: [0] },
    IQ4_XS: { number: 23, halves: [0] },
    MXFP4: { number: 39, halves: [] },
  };

/** Random blocks whose numbers are about as large as a model's, and as often above zero as below. */
function randomBlocks(format: BlockFormat, numbers: number, next: () => number): Uint8Array {
  const layout = blockFormats[format];
  const blocks = numbers / layout.numbers;
  const bytes = Uint8Array.from({ length: blocks * layout.bytes }, () => Math.floor(next() * 256));
  const setHalves = (values: readonly number[]): void =>
    types[format].halves.forEach((at, which) => {
      const [half = 0] = toFloat16(Float32Array.of(values[which]!));
      for (let block = 0; block < blocks; block++) {
        bytes[block * layout.bytes + at] = half & 255;
        bytes[block * layout.bytes + at + 1] = half >> 8;
      }
    });
  const mean = (values: readonly number[]): number => {
    setHalves(values);
    const widened = decodeBlocks(format, bytes);
    return widened.reduce((sum, value) => sum + value, 0) / widened.length;
  };
  const deviation = 1.5 / Math.sqrt(config.hiddenSize);
  if (format === 'MXFP4') {
    for (let block = 0; block < blocks; block++)
      bytes[block * layout.bytes] = 127 + Math.round(Math.log2(deviation / 3));
    return bytes;
  }
  const balance = types[format].halves.length === 2 ? -mean([1, 0]) / mean([0, 1]) : 0;
  setHalves([1, balance]);
  const widened = decodeBlocks(format, bytes);
  const scale =
    deviation / Math.sqrt(widened.reduce((sum, value) => sum + value * value, 0) / widened.length);
  setHalves([scale, scale * balance]);
  return bytes;
}

const isMatrix = ({ name }: Tensor): boolean =>
  /blk\..*(attn|ffn)_(q|k|v|output|gate|up|down)\.weight/.test(name);

const plain: Readonly<Record<string, (tensor: Tensor) => Tensor>> = {
  F16: (tensor) => {
    const halves = toFloat16(new Float32Array(Uint8Array.from(tensor.bytes).buffer));
    return { ...tensor, type: 1, bytes: new Uint8Array(halves.buffer) };
  },
  BF16: (tensor) => {
    const words = new Uint32Array(Uint8Array.from(tensor.bytes).buffer);
    return {
      ...tensor,
      type: 30,
      bytes: new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer),
    };
  },
};

function changed(format: string): (tensors: Tensor[]) => Tensor[] {
  const next = random(Buffer.from(format).reduce((seed, byte) => seed * 31 + byte, 7));
  return (tensors) =>
    tensors.map((tensor) => {
      // The embedding as well: rows of it are looked up.
      if (!isMatrix(tensor) && tensor.name !== 'token_embd.weight') return tensor;
      const made = plain[format];
      if (made) return made(tensor);
      const numbers = tensor.dims.reduce((product, dim) => product * dim);
      const bytes = randomBlocks(format as BlockFormat, numbers, next);
      return { ...tensor, type: types[format as BlockFormat].number, bytes };
    });
}

describe.skipIf(!llamaCppInstalled())('tensors as llama.cpp reads them', () => {
  const ids = Int32Array.from({ length: 24 }, (_, i) => (i * 37 + 5) % config.vocabularySize);

  it.each([...Object.keys(plain), ...Object.keys(types)])('%s', async (format) => {
    const file = join(scratch, `${format}.gguf`);
    writeFileSync(file, familyGguf(family, naive, changed(format)));
    const llama = await LlamaCpp.open(file, { threads: 1, contextTokens: 64, flashAttention: false });
    const theirs = await llama.logits(ids, config.vocabularySize);
    await llama.dispose();

    const model = await openUserModel(file);
    for (const [name, content] of buildModelFiles(model.config, model.weights, [{ layer: 1, head: 0 }]))
      await writeFile(join(scratch, name), content);
    const runtime = await ModelRuntime.open({ folder: scratch, config: model.config, depth: 1, threads: 1 });
    const { logits } = await runtime.write(ids);
    await runtime.dispose();

    const largest = Math.max(...logits.map(Math.abs));
    const worst = Math.max(...logits.map((value, i) => Math.abs(value - theirs[i]!))) / largest;
    // llama.cpp rounds what it multiplies blocks with to 8 bits, and BF16 to the like; other numbers would differ by about 1.
    expect(worst).toBeLessThan(format in plain ? 0.02 : 0.1);
  });
});
