import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelRuntime, buildModelFiles } from '../../src/model/index.ts';
import type { Head, ModelConfig, Questions } from '../../src/model/index.ts';
import type { KeyValues } from '../../src/model/runtime.ts';
import { naiveForward } from './naiveTransformer.ts';
import { base, random, randomModel } from './randomModel.ts';

const cases: { name: string; config: ModelConfig; heads: Head[] }[] = [
  { name: 'grouped keys', config: base, heads: [{ layer: 2, head: 1 }] },
  {
    name: 'heads of several layers',
    config: base,
    heads: [
      { layer: 0, head: 3 },
      { layer: 2, head: 0 },
      { layer: 2, head: 2 },
      { layer: 3, head: 1 },
    ],
  },
  {
    name: 'biases, one key head (Qwen2)',
    config: { ...base, keyValueHeads: 1, queryKeyValueBias: true, ropeTheta: 1e6 },
    heads: [
      { layer: 1, head: 0 },
      { layer: 1, head: 3 },
    ],
  },
  {
    name: 'head norms, head size apart from hidden size (Qwen3)',
    config: { ...base, headSize: 32, keyValueHeads: 4, queryKeyNorm: true },
    heads: Array.from({ length: 4 }, (_, head) => ({ layer: 2, head })),
  },
  {
    name: 'four norms, GELU, scaled embedding, layers that see seven tokens (Gemma 3)',
    config: {
      ...base,
      headSize: 32,
      keyValueHeads: 1,
      queryKeyNorm: true,
      activation: 'geluTanh',
      outputNorms: true,
      embeddingScale: Math.sqrt(base.hiddenSize),
      attentionScale: 0.4,
      ropeTheta: 1e6,
      ropeDivisors: new Array<number>(16).fill(8),
      local: { layers: [0, 1, 3], windowTokens: 7, ropeTheta: 100 },
    },
    heads: [
      { layer: 1, head: 3 },
      { layer: 2, head: 0 },
      { layer: 3, head: 1 },
    ],
  },
  {
    name: 'slowed rotation (Llama 3.2)',
    config: { ...base, ropeDivisors: [1, 1, 1.5, 2, 4, 8, 8, 32] },
    heads: [{ layer: 2, head: 1 }],
  },
  {
    name: 'four factors (Granite)',
    config: { ...base, embeddingScale: 12, attentionScale: 0.5, residualScale: 0.22, logitsDivisor: 8 },
    heads: [{ layer: 2, head: 1 }],
  },
  { name: 'first layer only', config: { ...base, layers: 2 }, heads: [{ layer: 0, head: 2 }] },
];

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function open(config: ModelConfig, heads: readonly Head[], seed: number, options = {}) {
  const { source, naive } = randomModel(config, seed);
  const folder = mkdtempSync(join(tmpdir(), 'infiniask-graphs-'));
  folders.push(folder);
  for (const [name, content] of buildModelFiles(config, source, heads, options))
    await writeFile(join(folder, name), content);
  const depth = Math.max(...heads.map((head) => head.layer));
  const runtime = await ModelRuntime.open({ folder, config, depth, threads: 1 });
  return { runtime, naive, depth };
}

/** |a - b| relative to the largest magnitude of the reference. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return worst / largest;
}

const LIMIT = 1e-3;

function randomIds(count: number, config: ModelConfig, seed: number): Int32Array {
  const next = random(seed);
  return Int32Array.from({ length: count }, () => Math.floor(next() * config.vocabularySize));
}

function oneQuestion(ids: Int32Array): Questions {
  return {
    ids,
    offsets: ids.map((_, i) => i),
    groups: new Int32Array(ids.length),
    rowWeights: new Float32Array(ids.length).fill(1 / ids.length),
    rows: 1,
  };
}

/** The reference for one head: mean over the question's rows of the attention to each window token. */
function naiveScores(attention: Float64Array[], windowTokens: number, questionTokens: number): Float64Array {
  const scores = new Float64Array(windowTokens);
  for (let i = windowTokens; i < windowTokens + questionTokens; i++) {
    for (let j = 0; j < windowTokens; j++) scores[j]! += attention[i]![j]! / questionTokens;
  }
  return scores;
}

function keysOf(state: KeyValues, layer: number): Float32Array {
  return state.tensors[`past_key_${layer}`]!.data as Float32Array;
}

describe.each(cases)('graphs: $name', ({ config, heads }) => {
  it('agree with the naive forward pass on keys, scores and logits', async () => {
    const { runtime, naive, depth } = await open(config, heads, 1);
    const window = randomIds(23, config, 2);
    const question = randomIds(7, config, 3);
    const expected = naiveForward(config, naive, [...window, ...question]);

    const encoded = await runtime.encode([window]);
    for (let layer = 0; layer <= depth; layer++) {
      const reference = expected.keys[layer]!.flatMap((head) =>
        head.slice(0, 23).flatMap((token) => [...token]),
      );
      expect(relativeError(keysOf(encoded, layer), reference)).toBeLessThan(LIMIT);
    }

    const scores = await runtime.score([await runtime.pack(window)], oneQuestion(question));
    expect([scores.windows, scores.heads, scores.rows, scores.tokens]).toEqual([1, heads.length, 1, 23]);
    heads.forEach(({ layer, head }, i) => {
      const reference = naiveScores(expected.attention[layer]![head]!, 23, 7);
      expect(relativeError(scores.data.subarray(i * 23, (i + 1) * 23), reference)).toBeLessThan(LIMIT);
    });

    const { logits } = await runtime.write(Int32Array.of(...window, ...question));
    expect(relativeError(logits, expected.logits.at(-1)!)).toBeLessThan(LIMIT);
    await runtime.dispose();
  });

  it('give the same in pieces as in one go', async () => {
    const { runtime, naive, depth } = await open(config, heads, 4);
    const ids = randomIds(29, config, 5);
    const whole = await runtime.encode([ids]);
    const pieces = await runtime.encode([ids.subarray(11)], await runtime.encode([ids.subarray(0, 11)]));
    expect(pieces.lengths).toEqual([29]);
    for (let layer = 0; layer <= depth; layer++) {
      expect(relativeError(keysOf(pieces, layer), keysOf(whole, layer))).toBeLessThan(LIMIT);
    }
    let step = await runtime.write(ids.subarray(0, 26));
    for (const id of ids.subarray(26)) step = await runtime.write(Int32Array.of(id), step);
    const expected = naiveForward(config, naive, [...ids]);
    expect(relativeError(step.logits, expected.logits.at(-1)!)).toBeLessThan(LIMIT);
    await runtime.dispose();
  });

  it('score several windows of unequal length and several questions in one pass', async () => {
    const { runtime, naive } = await open(config, heads, 6);
    const windows = [randomIds(19, config, 7), randomIds(12, config, 8), randomIds(1, config, 9)];
    const questions = [randomIds(5, config, 10), randomIds(3, config, 11)];
    const scores = await runtime.score(await Promise.all(windows.map((window) => runtime.pack(window))), {
      ids: Int32Array.of(...questions[0]!, ...questions[1]!),
      offsets: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2),
      groups: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1),
      // The second question counts its last token twice as much as its first, and its second not at all.
      rowWeights: Float32Array.of(0.2, 0.2, 0.2, 0.2, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 1 / 3, 0, 2 / 3),
      rows: 2,
    });
    windows.forEach((window, w) => {
      questions.forEach((question, row) => {
        const { attention } = naiveForward(config, naive, [...window, ...question]);
        heads.forEach(({ layer, head }, h) => {
          const rows = attention[layer]![head]!;
          const reference =
            row === 0
              ? naiveScores(rows, window.length, 5)
              : Float64Array.from(
                  window,
                  (_, j) => rows[window.length]![j]! / 3 + (rows[window.length + 2]![j]! * 2) / 3,
                );
          const start = ((w * heads.length + h) * 2 + row) * 19;
          expect(relativeError(scores.data.subarray(start, start + window.length), reference)).toBeLessThan(
            LIMIT,
          );
          const padding = scores.data.subarray(start + window.length, start + 19);
          expect(Math.max(0, ...padding)).toBeLessThan(1e-9);
        });
      });
    });
    await runtime.dispose();
  });
});

it('returns what the questions pay to their own tokens, when built so', async () => {
  const config = base;
  const heads = [0, 1, 2, 3].map((head) => ({ layer: 3, head }));
  const { runtime, naive } = await open(config, heads, 12, { ownScores: true });
  const window = randomIds(17, config, 13);
  const question = randomIds(6, config, 14);
  const identity = new Float32Array(36);
  for (let i = 0; i < 6; i++) identity[i * 7] = 1;
  const { own } = await runtime.score([await runtime.pack(window)], {
    ...oneQuestion(question),
    rowWeights: identity,
    rows: 6,
  });
  const { attention } = naiveForward(config, naive, [...window, ...question]);
  const reference = heads.flatMap(({ layer, head }) =>
    attention[layer]![head]!.slice(17).flatMap((row) => [...row.slice(17)]),
  );
  expect(relativeError(own!, reference)).toBeLessThan(LIMIT);
  await runtime.dispose();
});

describe('the builder', () => {
  it('refuses shapes that do not fit', () => {
    const { source } = randomModel(base, 1);
    const build = (config: ModelConfig, heads: Head[]) => () => buildModelFiles(config, source, heads);
    expect(build({ ...base, keyValueHeads: 3 }, [{ layer: 0, head: 0 }])).toThrow(
      /multiple of keyValueHeads/,
    );
    expect(build(base, [])).toThrow(/at least one/);
    expect(build(base, [{ layer: 4, head: 0 }])).toThrow(/beyond/);
  });

  it('is deterministic', async () => {
    const build = async () => {
      const files = new Map<string, Buffer>();
      for (const [name, content] of buildModelFiles(base, randomModel(base, 1).source, [
        { layer: 2, head: 1 },
      ]))
        files.set(name, await buffer(Readable.from(content)));
      return files;
    };
    expect(await build()).toEqual(await build());
  });
});
