import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { familyCases, familyGguf, familyMade, writeFamilyFolder } from '../../test/model/familyFiles.ts';
import type { FamilyCase } from '../../test/model/familyFiles.ts';
import { ggufBytes } from '../../test/model/gguf.ts';
import type { MadeValue } from '../../test/model/gguf.ts';
import { randomModel } from '../../test/model/randomModel.ts';
import { ModelError } from './errors.ts';
import { knownModel, unknownReader } from './knownModels.ts';
import { needOf } from './need.ts';
import { openUserModel, userModelFiles } from './userModel.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-user-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

const llama = familyCases['Llama']!;
const { naive } = randomModel(llama.config, 61);
const word = (value: string): MadeValue => ({ type: 8, value });
const whole = (value: number): MadeValue => ({ type: 4, value });

function file(content: Uint8Array, name = `${count++}.gguf`): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

function folder(family: FamilyCase = llama): string {
  const path = join(scratch, `folder-${count++}`);
  writeFamilyFolder(path, family, randomModel(family.config, 61).naive);
  return path;
}

async function refusal(path: string): Promise<ModelError> {
  const error: unknown = await openUserModel(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelError);
  expect((error as ModelError).message).toContain(path);
  return error as ModelError;
}

describe('openUserModel refuses, each with its own words', () => {
  const made = (architecture: string, more: Record<string, MadeValue> = {}) =>
    file(ggufBytes({ metadata: { 'general.architecture': word(architecture), ...more } }));

  it('an architecture that it does not read, with those that it does', async () => {
    const { message } = await refusal(made('smollm3'));
    expect(message).toMatch(/architecture “smollm3”.*Llama.*Qwen2.*Qwen3.*Gemma 3.*Granite/);
  });

  it.each(['bert', 'nomic-bert', 'jina-bert-v2', 't5encoder', 'gemma-embedding'])(
    'an encoder (%s)',
    async (name) => {
      expect((await refusal(made(name))).message).toMatch(/is an encoder or an embedding model/);
    },
  );

  it('an embedding model of a family that it reads', async () => {
    const { message } = await refusal(made('qwen3', { 'qwen3.pooling_type': whole(3) }));
    expect(message).toMatch(/is an encoder or an embedding model \(qwen3\)/);
    const embeds = folder({ ...llama, json: { model_type: 'llama', architectures: ['LlamaModel'] } });
    expect((await refusal(embeds)).message).toMatch(/embedding model \(LlamaModel\)/);
  });

  it('experts', async () => {
    const bytes = familyGguf({ ...llama, metadata: { expert_count: whole(8) } }, naive);
    expect((await refusal(file(bytes))).message).toMatch(/its expert_count is 8/);
  });

  it('a rotation that it does not know', async () => {
    const yarn = { ...llama, json: { model_type: 'llama', rope_scaling: { rope_type: 'yarn', factor: 4 } } };
    expect((await refusal(folder(yarn))).message).toMatch(/method "yarn"/);
    const scaled = familyGguf({ ...llama, metadata: { 'rope.scaling.type': word('yarn') } }, naive);
    expect((await refusal(file(scaled))).message).toMatch(/rope\.scaling\.type is "yarn"/);
  });

  it.each([
    ['F16', 1, 8],
    ['Q4_0', 2, 32],
    ['I32', 26, 8],
  ])('divisors of the rotation that are stored as %s', async (name, type, numbers) => {
    const family = familyCases['Llama 3.2']!;
    const { naive: weights } = randomModel(family.config, 61);
    const odd = familyGguf(family, weights, (tensors) =>
      tensors.map((tensor) =>
        tensor.name.startsWith('rope') ? { ...tensor, type, dims: [numbers] } : tensor,
      ),
    );
    expect((await refusal(file(odd))).message).toMatch(
      new RegExp(`"rope_freqs\\.weight" has the type ${name}; InfiniAsk reads `),
    );
  });

  it('divisors of the rotation that are too few', async () => {
    const family = familyCases['Llama 3.2']!;
    const { naive: weights } = randomModel(family.config, 61);
    const few = familyGguf(family, weights, (tensors) =>
      tensors.map((tensor) => (tensor.name.startsWith('rope') ? { ...tensor, dims: [4] } : tensor)),
    );
    expect((await refusal(file(few))).message).toMatch(/ropeDivisors must be headSize \/ 2 numbers/);
  });

  it('a weight that the family does not have, and a shape that is not that of the weights', async () => {
    const extra = familyGguf(llama, naive, (tensors) => [
      ...tensors,
      { name: 'blk.0.attn_q_norm.weight', dims: [16], type: 0, bytes: new Uint8Array(64) },
    ]);
    expect((await refusal(file(extra))).message).toMatch(/"blk\.0\.attn_q_norm\.weight", which is none of/);
    const other = familyGguf({ ...llama, config: { ...llama.config, intermediateSize: 128 } }, naive);
    expect((await refusal(file(other))).message).toMatch(/ffn_up\.weight" is 96 x 64; .* asks for 128 x 64/);
  });

  it('a file that is cut off, and one that is something else', async () => {
    const cut = file(familyGguf(llama, naive));
    truncateSync(cut, 20_000);
    expect((await refusal(cut)).message).toMatch(/ends in the middle of the tensor/);
    expect(
      (await refusal(file(Buffer.from('version https://git-lfs.github.com/spec/v1\noid')))).message,
    ).toMatch(/pointer of Git LFS/);
    expect((await refusal(file(Buffer.from('PK\u0003\u0004 and so on')))).message).toMatch(/no GGUF file/);
  });

  it('what is not there: a file, a folder without a model, one without weights', async () => {
    expect((await refusal(join(scratch, 'nowhere.gguf'))).message).toMatch(/There is no model at/);
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    expect((await refusal(empty)).message).toMatch(/has no config\.json/);
    const bare = folder();
    rmSync(join(bare, 'model.safetensors'));
    expect((await refusal(bare)).message).toMatch(/has no model\.safetensors/);
  });

  it('a folder without a tokeniser, and a file without one, once it is asked for', async () => {
    const bare = folder();
    await expect((await openUserModel(bare)).tokeniser()).rejects.toThrow(
      /no tokeniser: put the tokenizer\.json/,
    );
    const model = await openUserModel(file(familyGguf(llama, naive)));
    await expect(model.tokeniser()).rejects.toThrow(/has no list "tokenizer\.ggml\.tokens"/);
  });
});

describe('a model in parts', () => {
  const { metadata, tensors } = familyMade(llama, naive);
  /** @param no the number that the part's own content gives it */
  const part = (no: number): Buffer => {
    const split = { 'split.no': { type: 2, value: no }, 'split.count': { type: 2, value: 3 } };
    return ggufBytes({
      metadata: no === 0 ? { ...metadata, ...split } : split,
      tensors: tensors.filter((_, i) => i % 3 === no),
    });
  };
  const nameOf = (stem: string, no: number): string => `${stem}-0000${no + 1}-of-00003.gguf`;
  const write = (stem: string, contents: readonly (Buffer | undefined)[]): string[] =>
    contents.map((content, no) => {
      const path = join(scratch, nameOf(stem, no));
      if (content) writeFileSync(path, content);
      return path;
    });

  it('is opened by the name of any of them', async () => {
    const paths = write('whole', [part(0), part(1), part(2)]);
    const { weights } = await openUserModel(file(familyGguf(llama, naive)));
    for (const path of paths) {
      const model = await openUserModel(path);
      expect(model.files).toEqual(paths);
      expect(model.config).toEqual(llama.config);
      for (const name of ['embed_tokens', 'norm', 'layers.1.self_attn.q_proj', 'layers.3.mlp.up_proj']) {
        const [ours, whole] = await Promise.all(
          [model.weights, weights].map((w) => buffer(w.get(name).rows())),
        );
        expect(ours!.equals(whole!)).toBe(true);
      }
    }
  });

  it('is refused when one is missing, in another’s place, or without its number', async () => {
    const [, second] = write('missing', [part(0), undefined, part(2)]);
    await expect(openUserModel(join(scratch, nameOf('missing', 0)))).rejects.toThrow(second);
    const swapped = write('swapped', [part(0), part(2), part(1)]);
    await expect(openUserModel(swapped[0]!)).rejects.toThrow(
      /by its name it is part 2 of 3, by its content part 3 of 3/,
    );
    expect((await refusal(file(part(0)))).message).toMatch(/one of 3 parts.*NAME-00001-of-00003\.gguf/);
  });
});

describe('what is known beforehand', () => {
  it('names the files of a model without opening them', async () => {
    const path = folder();
    writeFileSync(join(path, 'tokenizer.json'), '{}');
    expect(await userModelFiles(path)).toEqual(
      ['config.json', 'model.safetensors', 'tokenizer.json'].map((name) => join(path, name)),
    );
    expect(await userModelFiles(join(path, 'model.safetensors'))).toHaveLength(3);
  });

  it('counts each weight of the layers that are read as four bytes a number', async () => {
    const { config, weights } = await openUserModel(file(familyGguf(llama, naive)));
    const { hiddenSize: h, intermediateSize: i, vocabularySize: v, headSize, heads, keyValueHeads } = config;
    const queryAndKey = h * (heads + keyValueHeads) * headSize + h;
    const layer = 2 * h * (heads + keyValueHeads) * headSize + 3 * h * i + 2 * h;
    const rotary = config.maxPositions * headSize;
    const one = needOf(config, weights, 0);
    const two = needOf(config, weights, 1);
    expect(two.readingBytes - one.readingBytes).toBe(4 * layer);
    expect(two.readingDiskBytes - one.readingDiskBytes).toBe(4 * layer);
    expect(one.readingDiskBytes).toBe(4 * (queryAndKey + rotary + v * h));
    const above = (config.layers - 1) * layer + h + v * h + rotary;
    expect(two.writingDiskBytes - two.readingDiskBytes).toBe(4 * above);
  });

  it('knows a model by name and shape, and reads with the middle of any other', () => {
    const shape = { ...llama.config, hiddenSize: 576, layers: 30, heads: 9, headSize: 64 };
    const names = ['Smollm2 135M 8k Lc100K Mix1 Ep2', 'x.gguf'];
    expect(knownModel(shape, ...names)?.heads[0]).toEqual({ layer: 17, head: 4 });
    expect(knownModel({ ...shape, layers: 32 }, ...names)).toBeUndefined();
    expect(knownModel(shape, 'Llama', 'x.gguf')).toBeUndefined();
    expect(unknownReader(shape).heads.map(({ layer }) => layer)).toEqual(new Array(9).fill(15));
    const gemma = familyCases['Gemma 3']!.config;
    expect(new Set(unknownReader(gemma).heads.map(({ layer }) => layer))).toEqual(new Set([5]));
  });
});
