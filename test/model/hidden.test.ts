/** The reader's `hidden` output, from which the writer goes on, against the naive forward pass. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { buildModelFiles } from '../../src/model/index.ts';
import type { ModelConfig } from '../../src/model/index.ts';
import { EmbeddingFile } from '../../src/model/weights/embeddingFile.ts';
import { naiveForward } from './naiveTransformer.ts';
import { base, random, randomModel } from './randomModel.ts';

const cases: { name: string; config: ModelConfig; depth: number; stored?: 'f16' | 'bf16' }[] = [
  { name: 'grouped keys', config: base, depth: 2 },
  { name: 'the embedding alone', config: base, depth: 0 },
  { name: 'biases (Qwen2)', config: { ...base, keyValueHeads: 1, queryKeyValueBias: true }, depth: 3 },
  {
    name: 'head norms (Qwen3)',
    config: { ...base, headSize: 32, keyValueHeads: 4, queryKeyNorm: true },
    depth: 2,
  },
  { name: 'weights of half precision', config: base, depth: 2, stored: 'f16' },
  { name: 'weights of the upper half of a float', config: base, depth: 2, stored: 'bf16' },
];

const folder = mkdtempSync(join(tmpdir(), 'infiniask-hidden-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const int64 = (values: ArrayLike<number>) => BigInt64Array.from(values, BigInt);

describe.each(cases)('hidden states of the reader: $name', ({ config, depth, stored }) => {
  const { source, naive } = randomModel(config, 21, stored);
  const next = random(22);
  const ids = Array.from({ length: 19 }, () => Math.floor(next() * config.vocabularySize));
  const expected = naiveForward(config, naive, ids).hidden[depth]!.flatMap((token) => [...token]);

  async function openReader(): Promise<InferenceSession> {
    for (const [name, content] of buildModelFiles(config, source, [{ layer: depth, head: 1 }]))
      await writeFile(join(folder, name), content);
    return InferenceSession.create(join(folder, 'reader.onnx'));
  }

  function rows(of: readonly number[]): Float32Array {
    const file = new EmbeddingFile(join(folder, 'embedding.bin'));
    const values = new Float32Array(of.length * config.hiddenSize);
    file.copyRows(Int32Array.from(of), values);
    file.close();
    return values;
  }

  /** Runs the tokens from `from` up to `to`, going on from an earlier run's outputs. */
  async function run(
    session: InferenceSession,
    from: number,
    to: number,
    past?: InferenceSession.OnnxValueMapType,
  ) {
    const count = to - from;
    const feeds: Record<string, Tensor> = {
      embeddings: new Tensor('float32', rows(ids.slice(from, to)), [1, count, config.hiddenSize]),
      positions: new Tensor('int64', int64(ids.slice(from, to).map((_, i) => from + i)), [1, count]),
      seqlens_k: new Tensor('int32', Int32Array.of(to - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(to), [1]),
    };
    // What the reader needs to score questions, which it does not do here.
    for (const name of ['past_lengths', 'offsets', 'groups'])
      feeds[name] = new Tensor('int64', int64([0]), [1]);
    feeds['scores_questions'] = new Tensor('bool', Uint8Array.of(0), [1]);
    feeds['row_weights'] = new Tensor('float32', new Float32Array(1), [1, 1]);
    for (const name of session.inputNames.filter((input) => input.startsWith('window_'))) {
      const state = new Uint16Array(config.keyValueHeads * config.headSize);
      feeds[name] = new Tensor('float16', state, [1, config.keyValueHeads, 1, config.headSize]);
    }
    for (const name of session.inputNames.filter((input) => /^past_(?:key|value)/.test(input))) {
      const empty = new Tensor('float32', new Float32Array(0), [1, config.keyValueHeads, 0, config.headSize]);
      feeds[name] = past?.[name.replace('past', 'present')] ?? empty;
    }
    const wanted = new Set(session.inputNames);
    return session.run(Object.fromEntries(Object.entries(feeds).filter(([name]) => wanted.has(name))));
  }

  function error(actual: Float32Array, reference: readonly number[]): number {
    expect(actual).toHaveLength(reference.length);
    const difference = reference.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0);
    return Math.sqrt(difference / reference.reduce((sum, value) => sum + value ** 2, 0));
  }

  it('agree in one go and in pieces', async () => {
    const session = await openReader();
    const whole = await run(session, 0, 19);
    expect(error(whole['hidden']!.data as Float32Array, expected)).toBeLessThan(1e-3);

    const first = await run(session, 0, 7);
    const second = await run(session, 7, 19, first);
    const split = 7 * config.hiddenSize;
    expect(error(first['hidden']!.data as Float32Array, expected.slice(0, split))).toBeLessThan(1e-3);
    expect(error(second['hidden']!.data as Float32Array, expected.slice(split))).toBeLessThan(1e-3);
    await session.release();
  });
});
