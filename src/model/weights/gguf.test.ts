import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { ggufBytes } from '../../../test/model/gguf.ts';
import type { MadeGguf, MadeValue } from '../../../test/model/gguf.ts';
import { ModelError } from '../errors.ts';
import { openGguf } from './gguf.ts';

const folder = await mkdtemp(join(tmpdir(), 'infiniask-gguf-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let count = 0;

async function written(content: Uint8Array): Promise<string> {
  const path = join(folder, `${count++}.gguf`);
  await writeFile(path, content);
  return path;
}

const word = (value: string): MadeValue => ({ type: 8, value });
const whole = (value: number): MadeValue => ({ type: 4, value });
const list = (...value: MadeValue[]): MadeValue => ({ type: 9, value });
const bytesOf = (length: number, first = 1) => Uint8Array.from({ length }, (_, i) => first + i);

const llama = {
  'general.architecture': word('llama'),
  'llama.attention.head_count': whole(2),
  'llama.attention.head_count_kv': whole(1),
};
const norm = { name: 'output_norm.weight', dims: [3], type: 0, bytes: bytesOf(12) };
const embedding = { name: 'token_embd.weight', dims: [32, 2], type: 8, bytes: bytesOf(68) };
const made: MadeGguf = { metadata: llama, tensors: [norm, embedding] };

describe('openGguf', () => {
  it.each([2, 3])('reads metadata of every type (version %i)', async (version) => {
    const metadata = {
      'general.architecture': word('naïve'),
      u8: { type: 0, value: 250 },
      i8: { type: 1, value: -5 },
      u16: { type: 2, value: 65_000 },
      i16: { type: 3, value: -30_000 },
      u32: whole(4_000_000_000),
      i32: { type: 5, value: -2_000_000_000 },
      f32: { type: 6, value: 0.25 },
      yes: { type: 7, value: true },
      u64: { type: 10, value: 2n ** 40n },
      i64: { type: 11, value: -(2n ** 40n) },
      f64: { type: 12, value: 1e-300 },
      none: list(),
      words: list(word('a'), word('猫')),
      nested: list(list(whole(1), whole(2)), list(whole(3))),
    };
    const { metadata: read } = await openGguf(await written(ggufBytes({ version, metadata })));
    expect(Object.fromEntries(read)).toEqual({
      ...{ 'general.architecture': 'naïve', u8: 250, i8: -5, u16: 65_000, i16: -30_000 },
      ...{ u32: 4_000_000_000, i32: -2_000_000_000, f32: 0.25, yes: true, u64: 2 ** 40, i64: -(2 ** 40) },
      ...{ f64: 1e-300, none: [], words: ['a', '猫'], nested: [[1, 2], [3]] },
    });
  });

  it('reads a header that is larger than what it reads first', async () => {
    const words: MadeValue = {
      type: 9,
      value: Array.from({ length: 400_000 }, (_, i) => word(`token ${i}`)),
    };
    const path = await written(ggufBytes({ ...made, metadata: { ...llama, words } }));
    const source = await openGguf(path);
    expect((source.metadata.get('words') as string[]).at(-1)).toBe('token 399999');
    expect(source.get('norm').shape).toEqual([3]);
  });

  it.each([32, 64, 4096])('gives shape, encoding and rows, aligned to %i bytes', async (alignment) => {
    const metadata = { ...llama, 'general.alignment': whole(alignment) };
    const source = await openGguf(await written(ggufBytes({ ...made, metadata, alignment })));
    expect(source.matrices).toBe('outIn');
    expect(source.get('norm')).toMatchObject({ shape: [3], encoding: { type: 'f32' } });
    expect(source.get('embed_tokens')).toMatchObject({
      shape: [2, 32],
      encoding: { type: 'blocks', format: 'Q8_0' },
    });
    expect([...(await buffer(source.get('norm').rows()))]).toEqual([...norm.bytes]);
    expect([...(await buffer(source.get('embed_tokens').rows()))]).toEqual([...embedding.bytes]);
    expect([source.has('norm'), source.has('lm_head')]).toEqual([true, false]);
    expect(() => source.get('lm_head')).toThrow('no tensor "output.weight"');
  });

  it.each([
    ['layers.3.self_attn.o_proj', 'blk.3.attn_output.weight'],
    ['layers.3.self_attn.q_proj.bias', 'blk.3.attn_q.bias'],
    ['layers.12.self_attn.k_norm', 'blk.12.attn_k_norm.weight'],
    ['layers.0.mlp.gate_proj', 'blk.0.ffn_gate.weight'],
    ['layers.0.post_attention_layernorm', 'blk.0.ffn_norm.weight'],
    ['lm_head', 'output.weight'],
  ])('finds %s under the name %s', async (ours, name) => {
    const source = await openGguf(await written(ggufBytes({ tensors: [{ ...norm, name }] })));
    expect([...(await buffer(source.get(ours).rows()))]).toEqual([...norm.bytes]);
  });

  describe('rows of queries and keys', () => {
    /** 8 rows of one float each; a row's bytes are its number. */
    const rows = Uint8Array.from({ length: 32 }, (_, i) => Math.floor(i / 4));
    const tensors = ['q', 'k', 'v'].map((name) => ({
      name: `blk.1.attn_${name}.weight`,
      dims: [1, 8],
      type: 0,
      bytes: rows,
    }));
    const orderOf = async (metadata: Record<string, MadeValue>, which: string): Promise<number[]> => {
      const source = await openGguf(await written(ggufBytes({ metadata, tensors })));
      const bytes = await buffer(source.get(`layers.1.self_attn.${which}_proj`).rows());
      return Array.from({ length: 8 }, (_, row) => bytes[row * 4]!);
    };

    it('are put into halves, head by head, where the architecture has them interleaved', async () => {
      // Two heads of four rows for queries, one of eight for keys.
      expect(await orderOf(llama, 'q')).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
      expect(await orderOf(llama, 'k')).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
      expect(await orderOf(llama, 'v')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('go by the number of the layer’s own heads', async () => {
      const byLayer = { ...llama, 'llama.attention.head_count_kv': list(whole(1), whole(2)) };
      expect(await orderOf(byLayer, 'k')).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    });

    it('stay as they are elsewhere', async () => {
      const qwen = {
        'general.architecture': word('qwen2'),
        'qwen2.attention.head_count': whole(2),
        'qwen2.attention.head_count_kv': whole(1),
      };
      expect(await orderOf(qwen, 'q')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('must be those of the heads', async () => {
      const three = { ...llama, 'llama.attention.head_count': whole(3) };
      await expect(orderOf(three, 'q')).rejects.toThrow('8 rows are not those of 3 heads');
      await expect(orderOf({ 'general.architecture': word('llama') }, 'q')).rejects.toThrow(/8 rows are not/);
    });
  });

  const file = ggufBytes(made);
  const changed = (at: number, ...bytes: number[]): Buffer => {
    const copy = Buffer.from(file);
    copy.set(bytes, at);
    return copy;
  };
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /it ends in the middle of its header/],
    ['another kind of file', Buffer.from('Once upon a time'), /it is no GGUF file/],
    ['a cut header', file.subarray(0, 100), /it ends in the middle of its header/],
    ['a cut tensor', file.subarray(0, -40), /it ends in the middle of the tensor "token_embd.weight"/],
    ['a tensor that is only promised', ggufBytes({ promised: 1 }), /it ends in the middle of its header/],
    ['an old version', ggufBytes({ ...made, version: 1 }), /version 1 of GGUF is older/],
    ['a new version', ggufBytes({ ...made, version: 4 }), /version 4 of GGUF is newer/],
    ['the wrong byte order', changed(4, 0, 0, 0, 3), /it is big-endian/],
    ['an impossible count', changed(8, 255, 255, 255, 255, 255, 255, 255, 255), /it has a count of/],
    ['an impossible text', changed(24, 0, 0, 0, 0, 1, 0, 0, 0), /it has a text of 4294967296 bytes/],
    ['an unknown type of value', ggufBytes({ metadata: { a: { type: 99, value: 1 } } }), /unknown type 99/],
    [
      'lists in lists in lists',
      ggufBytes({ metadata: { a: list(list(list(list(list(whole(1)))))) } }),
      /nested too deeply/,
    ],
    [
      'an odd alignment',
      ggufBytes({ metadata: { 'general.alignment': whole(24) } }),
      /alignment is 24, which is no power/,
    ],
    [
      'a tensor that is not aligned',
      ggufBytes({ tensors: [{ ...norm, offset: 4 }] }),
      /"output_norm.weight" is not at a multiple of 32/,
    ],
    [
      'tensors that overlap',
      ggufBytes({ tensors: [embedding, { ...norm, offset: 32 }] }),
      /"output_norm.weight" overlaps "token_embd.weight"/,
    ],
    ['two of a name', ggufBytes({ tensors: [norm, norm] }), /two tensors "output_norm.weight"/],
    [
      'rows of half a block',
      ggufBytes({ tensors: [{ ...embedding, dims: [16, 4] }] }),
      /rows of "token_embd.weight" have 16 numbers/,
    ],
    [
      'five dimensions',
      ggufBytes({ tensors: [{ ...norm, dims: [3, 1, 1, 1, 1] }] }),
      /"output_norm.weight" has 5 dimensions/,
    ],
    [
      'one of several parts',
      ggufBytes({ metadata: { 'split.count': { type: 2, value: 3 } } }),
      /one of 3 parts, and its name does not say which; name them as in NAME-00001-of-00003\.gguf/,
    ],
  ])('says what is wrong with %s', async (_, content, message) => {
    const path = await written(content);
    const error: unknown = await openGguf(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ id: 'modelCorrupt' });
    expect((error as ModelError).message).toContain(path);
    expect((error as ModelError).message).toMatch(message);
  });

  it('names a type that is not read, once its weight is asked for', async () => {
    const source = await openGguf(await written(ggufBytes({ tensors: [{ ...norm, type: 16 }, embedding] })));
    expect(() => source.get('norm')).toThrow(
      /"output_norm.weight" has the type IQ2_XXS; InfiniAsk reads F32/,
    );
    expect(source.get('embed_tokens').shape).toEqual([2, 32]);
    const newer = await openGguf(await written(ggufBytes({ tensors: [{ ...norm, type: 99 }] })));
    expect(() => newer.get('norm')).toThrow(/"output_norm.weight" has the type number 99;/);
  });

  it.skipIf(process.platform === 'win32')('reads a tensor beyond the first 4 GiB', async () => {
    const offset = 2 ** 32 + 64;
    const path = await written(ggufBytes({ tensors: [{ ...norm, offset }] }));
    const far = await open(path, 'r+');
    const header = Math.ceil((await far.stat()).size / 32) * 32 - 32;
    // A sparse file: the hole in its middle takes no space.
    await far.write(norm.bytes, 0, 12, header + offset);
    await far.close();
    expect([...(await buffer((await openGguf(path)).get('norm').rows()))]).toEqual([...norm.bytes]);
  });

  it('says that there is no such file', async () => {
    await expect(openGguf(join(folder, 'nowhere.gguf'))).rejects.toThrow(/nowhere\.gguf cannot be opened/);
  });
});
