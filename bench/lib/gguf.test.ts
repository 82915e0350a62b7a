import { describe, expect, it } from 'vitest';
import { halfValue } from '../../src/model/index.ts';
import { base, random, randomModel } from '../../test/model/randomModel.ts';
import { ggufChunks, toQ8 } from './gguf.ts';
import type { GgufFile } from './gguf.ts';
import { llamaGguf } from './llamaGguf.ts';

interface ReadTensor {
  readonly dims: number[];
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** A reader of its own, after the format's description; knows the value types uint32, float32 and string. */
function read(bytes: Uint8Array): {
  metadata: Map<string, string | number>;
  tensors: Map<string, ReadTensor>;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const u32 = (): number => view.getUint32((at += 4) - 4, true);
  const u64 = (): number => Number(view.getBigUint64((at += 8) - 8, true));
  const text = (): string => {
    const length = u64();
    return Buffer.from(bytes.subarray(at, (at += length))).toString('utf8');
  };
  expect(Buffer.from(bytes.subarray(0, 4)).toString('latin1')).toBe('GGUF');
  at = 4;
  expect(u32()).toBe(3);
  const tensorCount = u64();
  const metadata = new Map<string, string | number>();
  for (let left = u64(); left > 0; left--) {
    const key = text();
    const type = u32();
    if (type === 8) metadata.set(key, text());
    else if (type === 4) metadata.set(key, u32());
    else if (type === 6) metadata.set(key, view.getFloat32((at += 4) - 4, true));
    else throw new Error(`"${key}" has the type ${type}.`);
  }
  const infos = Array.from({ length: tensorCount }, () => {
    const name = text();
    const dims = Array.from({ length: u32() }, u64);
    return { name, dims, type: u32(), offset: u64() };
  });
  const data = Math.ceil(at / 32) * 32;
  const tensors = new Map<string, ReadTensor>();
  for (const { name, dims, type, offset } of infos) {
    expect(offset % 32, name).toBe(0);
    const numbers = dims.reduce((a, b) => a * b);
    const size = type === 8 ? (numbers / 32) * 34 : numbers * 4;
    expect(data + offset + size, name).toBeLessThanOrEqual(bytes.length);
    tensors.set(name, { dims, type, bytes: bytes.slice(data + offset, data + offset + size) });
  }
  return { metadata, tensors };
}

const whole = (file: GgufFile): Uint8Array => Uint8Array.from(Buffer.concat(ggufChunks(file)));

function floats({ type, bytes }: ReadTensor): Float32Array {
  if (type === 0) return new Float32Array(bytes.buffer);
  const values = new Float32Array((bytes.length / 34) * 32);
  for (let block = 0; block < bytes.length / 34; block++) {
    const view = new DataView(bytes.buffer, block * 34);
    const scale = halfValue(view.getUint16(0, true));
    for (let i = 0; i < 32; i++) values[block * 32 + i] = view.getInt8(2 + i) * scale;
  }
  return values;
}

describe('ggufChunks', () => {
  it('writes what a reader of the format finds again, at aligned places', () => {
    const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => i + length);
    const file: GgufFile = {
      metadata: {
        'general.architecture': { type: 'string', value: 'é' },
        'a.count': { type: 'uint32', value: 4_000_000_000 },
        'a.share': { type: 'float32', value: 0.25 },
      },
      tensors: [
        { name: 'odd', dims: [3], type: 'F32', bytes: bytesOf(12) },
        { name: 'blocks', dims: [32, 2], type: 'Q8_0', bytes: bytesOf(68) },
        { name: 'last', dims: [2, 1], type: 'F32', bytes: bytesOf(8) },
      ],
    };
    const { metadata, tensors } = read(whole(file));
    expect([...metadata]).toEqual([
      ['general.architecture', 'é'],
      ['a.count', 4_000_000_000],
      ['a.share', 0.25],
    ]);
    expect([...tensors]).toEqual([
      ['odd', { dims: [3], type: 0, bytes: bytesOf(12) }],
      ['blocks', { dims: [32, 2], type: 8, bytes: bytesOf(68) }],
      ['last', { dims: [2, 1], type: 0, bytes: bytesOf(8) }],
    ]);
  });
});

describe('toQ8', () => {
  it('is within half a step of every number', () => {
    const next = random(3);
    const values = Float32Array.from({ length: 64 }, (_, i) => (next() - 0.5) * (i < 32 ? 1 : 1000));
    const back = floats({ dims: [64], type: 8, bytes: toQ8(values) });
    for (const [from, to] of [
      [0, 32],
      [32, 64],
    ] as const) {
      const part = values.subarray(from, to);
      const step = Math.max(...part.map(Math.abs)) / 127;
      // The scale itself is rounded to half precision: 2^-11 of 127 steps.
      part.forEach((value, i) => expect(Math.abs(value - back[from + i]!)).toBeLessThan(step * 0.57));
    }
    expect(back.some((value) => value !== 0)).toBe(true);
  });

  it('keeps zeros, and refuses half a block', () => {
    expect(floats({ dims: [32], type: 8, bytes: toQ8(new Float32Array(32)) })).toEqual(new Float32Array(32));
    expect(() => toQ8(new Float32Array(33))).toThrow(RangeError);
  });
});

describe('llamaGguf', async () => {
  const { source, naive } = randomModel(base, 5);
  const { metadata, tensors } = read(whole(await llamaGguf(base, source, { layers: 2, type: 'F32' })));
  const { hiddenSize: hidden, headSize } = base;
  const at = (name: string, inner: number, outer: number): number =>
    floats(tensors.get(name)!)[outer * tensors.get(name)!.dims[0]! + inner]!;
  const ours = (name: string, inner: number, outer: number): number => {
    const { dims, values } = naive.get(name)!;
    return values[inner * dims[1]! + outer]!;
  };

  it('has the model’s shape and no layers but the first', () => {
    expect(metadata.get('llama.block_count')).toBe(2);
    expect(metadata.get('llama.attention.head_count_kv')).toBe(base.keyValueHeads);
    expect(metadata.get('llama.rope.freq_base')).toBe(base.ropeTheta);
    expect([...tensors.keys()].filter((name) => name.startsWith('blk.2'))).toEqual([]);
    expect(tensors.size).toBe(3 + 2 * 9);
    expect(tensors.get('token_embd.weight')!.dims).toEqual([hidden, base.vocabularySize]);
    expect(tensors.get('blk.1.ffn_down.weight')!.dims).toEqual([base.intermediateSize, hidden]);
  });

  it('turns matrices round', () => {
    expect(at('blk.1.ffn_up.weight', 3, 50)).toBeCloseTo(ours('layers.1.mlp.up_proj', 3, 50), 6);
    expect(at('output.weight', 7, 90)).toBeCloseTo(ours('lm_head', 7, 90), 6);
    // The embedding has a row for each token already.
    expect(at('token_embd.weight', 7, 90)).toBeCloseTo(ours('embed_tokens', 90, 7), 6);
    expect(at('blk.0.attn_v.weight', 1, 20)).toBeCloseTo(ours('layers.0.self_attn.v_proj', 1, 20), 6);
  });

  it.each([
    ['attn_q', 'q_proj', base.heads - 1],
    ['attn_k', 'k_proj', base.keyValueHeads - 1],
  ])('lays the numbers that are rotated together side by side (%s)', (theirs, name, head) => {
    for (const i of [0, 3, headSize / 2 - 1]) {
      for (const half of [0, 1]) {
        const row = head * headSize + 2 * i + half;
        const from = head * headSize + half * (headSize / 2) + i;
        expect(at(`blk.1.${theirs}.weight`, 5, row)).toBeCloseTo(
          ours(`layers.1.self_attn.${name}`, 5, from),
          6,
        );
      }
    }
  });

  it('rounds matrices and nothing else', async () => {
    const rounded = read(whole(await llamaGguf(base, source, { layers: 1, type: 'Q8_0' }))).tensors;
    expect(rounded.get('blk.0.attn_q.weight')!.type).toBe(8);
    expect(rounded.get('blk.0.attn_norm.weight')!.type).toBe(0);
    expect(rounded.get('output_norm.weight')!.type).toBe(0);
  });

  it('refuses what is no Llama', async () => {
    const options = { layers: 1, type: 'F32' } as const;
    await expect(llamaGguf({ ...base, queryKeyValueBias: true }, source, options)).rejects.toThrow(
      RangeError,
    );
    await expect(llamaGguf({ ...base, queryKeyNorm: true }, source, options)).rejects.toThrow(RangeError);
  });
});
