/** Graphs of weights in the formats that users have, against the naive forward pass with the same numbers. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGguf } from '../../bench/lib/gguf.ts';
import { llamaGguf } from '../../bench/lib/llamaGguf.ts';
import {
  buildModel,
  buildModelFiles,
  ModelRuntime,
  openGguf,
  openSafetensors,
  readManifest,
  verifyModel,
} from '../../src/model/index.ts';
import type { ModelConfig, WeightSource } from '../../src/model/index.ts';
import { huggingFaceName } from '../../src/model/weights/names.ts';
import { naiveForward } from './naiveTransformer.ts';
import type { NaiveWeights } from './naiveTransformer.ts';
import { base, randomModel } from './randomModel.ts';
import { safetensorsBytes } from './safetensors.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'infiniask-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ids = Int32Array.from({ length: 21 }, (_, i) => (i * 37 + 5) % base.vocabularySize);

/** The largest difference from the reference's logits, relative to the largest of them. */
async function difference(config: ModelConfig, source: WeightSource, naive: NaiveWeights): Promise<number> {
  for (const [name, content] of buildModelFiles(config, source, [{ layer: 2, head: 1 }]))
    await writeFile(join(folder, name), content);
  return differenceOf(await ModelRuntime.open({ folder, config, depth: 2, threads: 1 }), config, naive);
}

async function differenceOf(
  runtime: ModelRuntime,
  config: ModelConfig,
  naive: NaiveWeights,
): Promise<number> {
  const { logits } = await runtime.write(ids);
  await runtime.dispose();
  const expected = naiveForward(config, naive, [...ids]).logits.at(-1)!;
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...logits.map((value, i) => Math.abs(value - expected[i]!))) / largest;
}

/** [in, out] to [out, in] as float32; vectors as they are. */
function turned(dims: readonly number[], values: Float64Array): Float32Array {
  const [inner, outer] = dims as [number, number?];
  if (outer === undefined) return Float32Array.from(values);
  return Float32Array.from(values, (_, i) => values[(i % inner) * outer + Math.floor(i / inner)]!);
}

function safetensorsOf(naive: NaiveWeights): Buffer {
  const tensors = [...naive].map(([ours, { dims, values }]) => {
    const isTurned = dims.length === 2 && ours !== 'embed_tokens';
    const numbers = isTurned ? turned(dims, values) : Float32Array.from(values);
    const shape = isTurned ? dims.toReversed() : dims;
    return [
      huggingFaceName(ours, 'model.'),
      { dtype: 'F32', shape, bytes: new Uint8Array(numbers.buffer) },
    ] as const;
  });
  return safetensorsBytes(Object.fromEntries(tensors));
}

describe('safetensors', () => {
  const write = (name: string, naive: NaiveWeights): string => {
    const path = join(folder, name);
    writeFileSync(path, safetensorsOf(naive));
    return path;
  };

  it.each([
    ['Llama', base],
    ['Qwen2', { ...base, keyValueHeads: 1, queryKeyValueBias: true }],
    ['Qwen3', { ...base, headSize: 32, keyValueHeads: 4, queryKeyNorm: true }],
  ])('give the logits of the reference (%s)', async (name, config) => {
    const { naive } = randomModel(config, 31);
    const source = await openSafetensors(write(`${name}.safetensors`, naive));
    expect(await difference(config, source, naive)).toBeLessThan(1e-4);
  });

  it('give those of a model whose embedding is its head', async () => {
    const { naive } = randomModel(base, 32);
    const { dims, values } = naive.get('embed_tokens')!;
    const tied = new Map(naive);
    tied.delete('lm_head');
    const source = await openSafetensors(write('tied.safetensors', tied));
    const head = { dims: dims.toReversed(), values: Float64Array.from(turned(dims, values)) };
    expect(await difference(base, source, new Map([...naive, ['lm_head', head]]))).toBeLessThan(1e-4);
  });
});

describe('GGUF', () => {
  // Rows of whole blocks of 32.
  const config = { ...base, intermediateSize: 64 };
  const { source, naive } = randomModel(config, 34);
  const write = async (type: 'F32' | 'Q8_0'): Promise<string> => {
    const path = join(folder, `${type}.gguf`);
    writeGguf(path, await llamaGguf(config, source, { layers: config.layers, type }));
    return path;
  };

  it('gives the logits of the reference', async () => {
    expect(await difference(config, await openGguf(await write('F32')), naive)).toBeLessThan(1e-4);
  });

  it('gives nearly those when its weights are rounded to blocks', async () => {
    const rounded = await difference(config, await openGguf(await write('Q8_0')), naive);
    expect(rounded).toBeLessThan(0.05);
    expect(rounded).toBeGreaterThan(1e-4);
  });
});

describe('a package of several safetensors files', () => {
  const packageFolder = join(folder, 'package');
  const modelFolder = join(folder, 'model');
  const heads = [{ layer: 2, head: 1 }];
  const sha256 = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(packageFolder, name)))
      .digest('hex');
  const shards = ['a.safetensors', 'b.safetensors'];

  beforeAll(async () => {
    mkdirSync(packageFolder);
    mkdirSync(modelFolder);
    const entries = [...randomModel(base, 33).naive];
    const places: Record<string, string> = {};
    shards.forEach((shard, s) => {
      const part = new Map(entries.filter((_, i) => i % 2 === s));
      writeFileSync(join(packageFolder, shard), safetensorsOf(part));
      for (const name of part.keys()) places[huggingFaceName(name, 'model.')] = shard;
    });
    writeFileSync(join(packageFolder, 'index.json'), JSON.stringify({ weight_map: places }));
    const embedded = await readManifest(join(root, 'models/minimind2-small'));
    for (const name of ['tokenizer.json', 'tokenizer_config.json'])
      cpSync(join(root, 'node_modules', embedded.source.package, name), join(packageFolder, name));
    const manifest = {
      ...embedded,
      calibration: undefined,
      config: base,
      reader: { ...embedded.reader, heads },
      source: {
        package: 'made',
        version: '1.0.0',
        format: 'safetensors',
        weights: 'index.json',
        sha256: Object.fromEntries(readdirSync(packageFolder).map((name) => [name, sha256(name)])),
      },
    };
    writeFileSync(join(modelFolder, 'manifest.json'), JSON.stringify(manifest));
  });

  it('builds a model that gives the logits of the reference', async () => {
    expect(await buildModel(modelFolder, packageFolder)).toBe(true);
    await verifyModel(modelFolder);
    const { naive } = randomModel(base, 33);
    const runtime = await ModelRuntime.open({ folder: modelFolder, config: base, depth: 2, threads: 1 });
    expect(await differenceOf(runtime, base, naive)).toBeLessThan(1e-4);
  });

  it('builds none when one of them is another', async () => {
    const shard = join(packageFolder, shards[1]!);
    const bytes = readFileSync(shard);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(shard, bytes);
    rmSync(join(modelFolder, 'build.json'), { force: true });
    await expect(buildModel(modelFolder, packageFolder)).rejects.toThrow(
      /b\.safetensors is not the file of made/,
    );
  });

  it('says which formats there are', async () => {
    const path = join(modelFolder, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"safetensors"', '"pickle"'));
    writeFileSync(join(packageFolder, shards[1]!), safetensorsOf(new Map()));
    const known = JSON.parse(readFileSync(path, 'utf8')) as { source: { sha256: Record<string, string> } };
    known.source.sha256[shards[1]!] = sha256(shards[1]!);
    writeFileSync(path, JSON.stringify(known));
    await expect(buildModel(modelFolder, packageFolder)).rejects.toThrow(
      /format "pickle"; there are quantized-onnx,/,
    );
  });
});
