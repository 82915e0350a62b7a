import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { toFloat16 } from '../float16.ts';
import { EmbeddingFile, embeddingFile } from './embeddingFile.ts';
import type { Encoding } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'infiniask-embedding-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [ROWS, COLUMNS] = [300, 32];
/** Exact in every encoding below: small integers. */
const numberAt = (row: number, column: number): number => ((row * 31 + column * 7) % 61) - 30;
const rows = Array.from({ length: ROWS }, (_, row) =>
  Array.from({ length: COLUMNS }, (_column, column) => numberAt(row, column)),
);
const bytesOf = (array: Uint16Array | Float32Array | Int8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const upperHalves = (row: readonly number[]): Uint16Array =>
  Uint16Array.from(new Uint32Array(Float32Array.from(row).buffer), (bits) => bits >>> 16);

const cases: [string, Encoding, (row: readonly number[]) => Uint8Array][] = [
  ['f32', { type: 'f32' }, (row) => bytesOf(Float32Array.from(row))],
  ['f16', { type: 'f16' }, (row) => bytesOf(toFloat16(Float32Array.from(row)))],
  ['bf16', { type: 'bf16' }, (row) => bytesOf(upperHalves(row))],
  [
    'unsigned bytes',
    { type: 'int8PerTensor', signed: false, scale: 0.5, zeroPoint: 128 },
    (row) => Uint8Array.from(row, (number) => 2 * number + 128),
  ],
  [
    'signed bytes',
    { type: 'int8PerTensor', signed: true, scale: 1, zeroPoint: 3 },
    (row) => bytesOf(Int8Array.from(row, (number) => number + 3)),
  ],
  [
    'blocks',
    { type: 'blocks', format: 'Q8_0' },
    // A scale of 1 in half precision, then the integers.
    (row) => Uint8Array.from([0, 0x3c, ...bytesOf(Int8Array.from(row))]),
  ],
];

describe.each(cases)('the embedding file with %s', (name, encoding, encode) => {
  const path = join(folder, `${name}.bin`);
  const weight = { shape: [ROWS, COLUMNS], encoding, rows: () => Readable.from(rows.map(encode)) };

  it('gives the rows of tokens, again and behind each other', async () => {
    await writeFile(path, embeddingFile(weight));
    const file = new EmbeddingFile(path);
    expect(file.columns).toBe(COLUMNS);
    const ids = [0, ROWS - 1, 7, 7, 0];
    for (let time = 0; time < 2; time++) {
      const to = new Float32Array(COLUMNS * (ids.length + 1)).fill(99);
      file.copyRows(Int32Array.from(ids), to, COLUMNS);
      expect([...to.subarray(0, COLUMNS)]).toEqual(new Array(COLUMNS).fill(99));
      expect([...to.subarray(COLUMNS)]).toEqual(ids.flatMap((id) => rows[id]!));
    }
    expect(() => file.copyRows(Int32Array.of(ROWS), new Float32Array(COLUMNS))).toThrow(RangeError);
    file.close();
  });
});

describe('the embedding file', () => {
  it('is refused without its header', async () => {
    const path = join(folder, 'cut.bin');
    await writeFile(path, 'nothing');
    truncateSync(path, 3);
    expect(() => new EmbeddingFile(path)).toThrow(SyntaxError);
    expect(() => new EmbeddingFile(join(folder, 'none'))).toThrow(/ENOENT/);
  });
});
