import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { safetensorsBytes } from '../../../test/model/safetensors.ts';
import type { Header, MadeTensor } from '../../../test/model/safetensors.ts';
import { ModelError } from '../errors.ts';
import { openSafetensors } from './safetensors.ts';

const folder = await mkdtemp(join(tmpdir(), 'infiniask-safetensors-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let count = 0;

async function written(content: string | Uint8Array, name = `${count++}.safetensors`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const bytesOf = (length: number, first: number) => Uint8Array.from({ length }, (_, i) => first + i);
const tensors: Record<string, MadeTensor> = {
  'model.embed_tokens.weight': { dtype: 'F16', shape: [5, 2], bytes: bytesOf(20, 1) },
  'model.norm.weight': { dtype: 'F32', shape: [2], bytes: bytesOf(8, 50) },
  'model.layers.0.self_attn.q_proj.weight': { dtype: 'BF16', shape: [3, 2], bytes: bytesOf(12, 70) },
  'model.layers.0.self_attn.q_proj.bias': { dtype: 'F32', shape: [3], bytes: bytesOf(12, 90) },
  'model.rotary.inv_freq': { dtype: 'I64', shape: [1], bytes: bytesOf(8, 110) },
};
const withMetadata = (header: Header) => ({ __metadata__: { format: 'pt' }, ...header });

describe('openSafetensors', () => {
  it('gives shape, encoding and rows of every weight by its canonical name', async () => {
    const source = await openSafetensors(await written(safetensorsBytes(tensors, withMetadata)));
    expect(source.matrices).toBe('outIn');
    for (const [name, theirs, type] of [
      ['embed_tokens', 'model.embed_tokens.weight', 'f16'],
      ['norm', 'model.norm.weight', 'f32'],
      ['layers.0.self_attn.q_proj', 'model.layers.0.self_attn.q_proj.weight', 'bf16'],
      ['layers.0.self_attn.q_proj.bias', 'model.layers.0.self_attn.q_proj.bias', 'f32'],
    ] as const) {
      const weight = source.get(name);
      expect(weight).toMatchObject({ shape: tensors[theirs]!.shape, encoding: { type } });
      expect([...(await buffer(weight.rows()))]).toEqual([...tensors[theirs]!.bytes]);
    }
    expect([source.has('norm'), source.has('lm_head')]).toEqual([true, false]);
    expect(() => source.get('lm_head')).toThrow('no tensor "lm_head.weight"');
  });

  it('finds the weights of a file without the common prefix', async () => {
    const { shape } = tensors['model.norm.weight']!;
    const bare = { 'norm.weight': tensors['model.norm.weight']! };
    expect((await openSafetensors(await written(safetensorsBytes(bare)))).get('norm').shape).toEqual(shape);
  });

  it('finds the weights of several files by their index', async () => {
    const [first, second, ...rest] = Object.entries(tensors);
    await written(safetensorsBytes(Object.fromEntries([first!, ...rest])), 'model-1-of-2.safetensors');
    await written(safetensorsBytes(Object.fromEntries([second!])), 'model-2-of-2.safetensors');
    const places = Object.keys(tensors).map((name) => [
      name,
      `model-${name === second![0] ? 2 : 1}-of-2.safetensors`,
    ]);
    const index = JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(places) as object });
    const source = await openSafetensors(await written(index, 'model.safetensors.index.json'));
    expect([...(await buffer(source.get('norm').rows()))]).toEqual([...second![1].bytes]);
    expect([...(await buffer(source.get('embed_tokens').rows()))]).toEqual([...first![1].bytes]);
  });

  const change = (name: string, to: object) => (header: Header) => ({
    ...header,
    [name]: { ...header[name], ...to },
  });
  const norm = 'model.norm.weight';
  const whole = safetensorsBytes(tensors);
  const long = Buffer.from(whole);
  long.writeBigUInt64LE(100_000_001n);
  const notJson = Buffer.from(whole);
  notJson[8] = 0x78;
  it.each<[string, Uint8Array | string, RegExp]>([
    ['an empty file', '', /it ends before its header/],
    ['a cut header', whole.subarray(0, 100), /it ends in the middle of its header/],
    [
      'a header that is too large',
      long,
      /its header would have 100000001 bytes; the format allows 100000000/,
    ],
    ['text', 'Once upon a time there was no model.', /its header would have \d+ bytes/],
    ['a header that is not JSON', notJson, /its header is not JSON/],
    ['a list for a header', safetensorsBytes(tensors, () => []), /its header is not JSON/],
    [
      'a cut tensor',
      whole.subarray(0, -1),
      /it ends in the middle of the tensor "model.rotary.inv_freq": \d+ bytes of \d+/,
    ],
    [
      'bytes behind the last tensor',
      Buffer.concat([whole, Buffer.alloc(3)]),
      /behind .* are bytes of no tensor/,
    ],
    [
      'tensors that overlap',
      safetensorsBytes(tensors, change(norm, { data_offsets: [16, 24] })),
      /"model.norm.weight" overlaps "model.embed_tokens.weight"/,
    ],
    [
      'a gap',
      safetensorsBytes(tensors, (header) => ({ ...header, [norm]: undefined })),
      /between "model.embed_tokens.weight" and "model.layers.0.self_attn.q_proj.weight" are bytes/,
    ],
    [
      'a shape of another size',
      safetensorsBytes(tensors, change(norm, { shape: [3] })),
      /"model.norm.weight" has 8 bytes; its shape \[3\] of F32 asks for 12/,
    ],
    ['a negative size', safetensorsBytes(tensors, change(norm, { shape: [-2] })), /is not one of a tensor/],
    [
      'offsets in the wrong order',
      safetensorsBytes(tensors, change(norm, { data_offsets: [28, 20] })),
      /has -8 bytes/,
    ],
    [
      'no offsets',
      safetensorsBytes(tensors, change(norm, { data_offsets: undefined })),
      /is not one of a tensor/,
    ],
  ])('says what is wrong with %s', async (_, content, message) => {
    const path = await written(content);
    const error: unknown = await openSafetensors(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ id: 'modelCorrupt' });
    expect((error as ModelError).message).toContain(path);
    expect((error as ModelError).message).toMatch(message);
  });

  it.each<[string, object, RegExp]>([
    ['that names no places', {}, /no "weight_map"/],
    ['that leads out of its folder', { weight_map: { a: '../other.safetensors' } }, /no file beside it/],
    ['that names something else', { weight_map: { a: 'passwords.txt' } }, /no file beside it/],
    ['of a shard that lacks a tensor', { weight_map: { b: 'shard.safetensors' } }, /"b" is not in shard.saf/],
    [
      'of a shard that is not there',
      { weight_map: { a: 'nowhere.safetensors' } },
      /nowhere.* cannot be opened/,
    ],
  ])('says what is wrong with an index %s', async (_, index, message) => {
    await written(safetensorsBytes({}), 'shard.safetensors');
    const path = await written(JSON.stringify(index), `${count++}.index.json`);
    await expect(openSafetensors(path)).rejects.toThrow(message);
  });

  it('names a type that is not read, once its weight is asked for', async () => {
    const eight = { 'model.norm.weight': { dtype: 'F8_E4M3', shape: [4], bytes: bytesOf(4, 1) } };
    const source = await openSafetensors(await written(safetensorsBytes(eight)));
    expect(() => source.get('norm')).toThrow(/"norm" has the type F8_E4M3; InfiniAsk reads F32, F16, BF16/);
  });
});
