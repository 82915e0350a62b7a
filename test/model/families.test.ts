/** Each family from its files on disk: against the naive forward pass, and against llama.cpp where it is installed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LlamaCpp, llamaCppInstalled } from '../../bench/lib/llamaCpp.ts';
import { buildModelFiles, ModelRuntime, openUserModel } from '../../src/model/index.ts';
import type { Head, UserModel } from '../../src/model/index.ts';
import { argMax } from '../../src/model/textWriter.ts';
import { familyCases, familyGguf, writeFamilyFolder } from './familyFiles.ts';
import { naiveForward } from './naiveTransformer.ts';
import type { NaiveResult } from './naiveTransformer.ts';
import { randomModel } from './randomModel.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-families-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

const WINDOW = 26;
const ids = Int32Array.from({ length: 33 }, (_, i) => (i * 37 + 5) % 96);

async function open(model: UserModel, heads: readonly Head[]): Promise<ModelRuntime> {
  const folder = join(scratch, `model-${count++}`);
  mkdirSync(folder);
  for (const [name, content] of buildModelFiles(model.config, model.weights, heads))
    await writeFile(join(folder, name), content);
  const depth = Math.max(...heads.map(({ layer }) => layer));
  return ModelRuntime.open({ folder, config: model.config, depth, threads: 1 });
}

/** The largest difference, relative to the largest number of the reference. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (value, i) => Math.abs(value - actual[i]!))) / largest;
}

describe.each(Object.entries(familyCases))('%s', (name, family) => {
  const { naive } = randomModel(family.config, 41);
  const file = join(scratch, `${name}.gguf`);
  const folder = join(scratch, name);
  const heads = [
    { layer: 1, head: 3 },
    { layer: family.config.layers - 2, head: 1 },
  ];
  let expected: NaiveResult;

  beforeAll(() => {
    writeFileSync(file, familyGguf(family, naive));
    writeFamilyFolder(folder, family, naive);
    expected = naiveForward(family.config, naive, [...ids]);
  });

  it.each(['file', 'folder'] as const)('reads and writes from a %s as the reference does', async (from) => {
    const model = await openUserModel(from === 'file' ? file : folder);
    const { ropeDivisors, ...shape } = family.config;
    const { ropeDivisors: divisors, ...own } = model.config;
    expect(own).toEqual(shape);
    expect(divisors?.map((divisor) => divisor.toFixed(4))).toEqual(
      ropeDivisors?.map((divisor) => divisor.toFixed(4)),
    );

    const runtime = await open(model, heads);
    const { logits } = await runtime.write(ids);
    expect(difference(logits, expected.logits.at(-1)!)).toBeLessThan(1e-4);
    const question = ids.subarray(WINDOW);
    const { data } = await runtime.score([await runtime.pack(ids.subarray(0, WINDOW))], {
      ids: question,
      offsets: question.map((_, i) => i),
      groups: new Int32Array(question.length),
      rowWeights: new Float32Array(question.length).fill(1 / question.length),
      rows: 1,
    });
    heads.forEach(({ layer, head }, h) => {
      const rows = expected.attention[layer]![head]!.slice(WINDOW);
      const mean = Float64Array.from(
        { length: WINDOW },
        (_, token) => rows.reduce((sum, row) => sum + row[token]!, 0) / rows.length,
      );
      expect(difference(data.subarray(h * WINDOW, (h + 1) * WINDOW), mean)).toBeLessThan(2e-3);
    });
    await runtime.dispose();
  });

  it.skipIf(!llamaCppInstalled())('writes as llama.cpp does from the same file', async () => {
    const llama = await LlamaCpp.open(file, { threads: 1, contextTokens: 256, flashAttention: false });
    const theirs = await llama.logits(ids, family.config.vocabularySize);
    await llama.dispose();
    const ours = expected.logits.at(-1)!;
    expect(difference(theirs, ours)).toBeLessThan(5e-3);
    expect(argMax(theirs)).toBe(argMax(Float32Array.from(ours)));
  });
});
