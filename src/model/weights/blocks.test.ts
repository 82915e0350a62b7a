/**
 * Compares the decoders of blocks with a second implementation of the format's definition, number by number and bit by
 * bit.
 */
import { describe, expect, it } from 'vitest';
import { random } from '../../../test/model/randomModel.ts';
import { blockFormats, decodeBlocks } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';

/** `count` bits of a block from bit `from` on, the block taken as one little-endian number. */
function bits(block: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const bit = from + i;
    value += ((block[Math.floor(bit / 8)]! >> (bit % 8)) & 1) * 2 ** i;
  }
  return value;
}

/** IEEE 754 binary16 at a byte. */
function half(block: Uint8Array, byte: number): number {
  const [fraction, exponent, sign] = [
    bits(block, byte * 8, 10),
    bits(block, byte * 8 + 10, 5),
    bits(block, byte * 8 + 15, 1),
  ];
  const magnitude =
    exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return sign === 1 ? -magnitude : magnitude;
}

const int8 = (block: Uint8Array, byte: number): number => {
  const value = bits(block, byte * 8, 8);
  return value > 127 ? value - 256 : value;
};
/** Number i of 32 that lie in 16 bytes: the first half of them in the lower halves of the bytes. */
const nibble = (block: Uint8Array, byte: number, i: number): number =>
  i < 16 ? bits(block, (byte + i) * 8, 4) : bits(block, (byte + i - 16) * 8 + 4, 4);
const fifth = (block: Uint8Array, byte: number, i: number): number => bits(block, byte * 8 + i, 1) * 16;

/** Of 256 numbers, four bits of number i: groups of 32 lie by twos in the halves of 32 bytes. */
const paired = (block: Uint8Array, byte: number, i: number): number =>
  bits(block, (byte + Math.floor(i / 64) * 32 + (i % 32)) * 8 + (Math.floor(i / 32) % 2) * 4, 4);

/** Scale and minimum of the group of 32 that number i is in. */
function group(block: Uint8Array, i: number): { scale: number; minimum: number } {
  const g = Math.floor(i / 32);
  const at = (byte: number): number => (4 + byte) * 8;
  const scale =
    g < 4 ? bits(block, at(g), 6) : bits(block, at(g + 4), 4) + bits(block, at(g - 4) + 6, 2) * 16;
  const minimum =
    g < 4 ? bits(block, at(g + 4), 6) : bits(block, at(g + 4) + 4, 4) + bits(block, at(g) + 6, 2) * 16;
  return { scale: half(block, 0) * scale, minimum: half(block, 2) * minimum };
}

/** Two bits of number i of 256, in runs of 32 that share 32 bytes. */
const pair = (block: Uint8Array, byte: number, i: number): number => {
  const [half, run, column] = [Math.floor(i / 128), Math.floor((i % 128) / 32), i % 32];
  return bits(block, (byte + half * 32 + column) * 8 + run * 2, 2);
};

const IQ4_VALUES = '-127 -104 -83 -65 -49 -35 -22 -10 1 13 25 38 53 69 89 113'.split(' ').map(Number);

/** Sign, two bits of exponent, one of fraction. */
const fp4 = (four: number): number => {
  const [sign, exponent, fraction] = [four >> 3, (four >> 1) & 3, four & 1];
  const magnitude = exponent === 0 ? fraction / 2 : (1 + fraction / 2) * 2 ** (exponent - 1);
  return sign === 1 ? -magnitude : magnitude;
};

/** Number i of a block, as ggml defines it. */
const definitions: Record<BlockFormat, (block: Uint8Array, i: number) => number> = {
  // half d; uint8 qs[16]
  Q4_0: (block, i) => (nibble(block, 2, i) - 8) * half(block, 0),
  // half d, m; uint8 qs[16]
  Q4_1: (block, i) => nibble(block, 4, i) * half(block, 0) + half(block, 2),
  // half d; uint32 qh; uint8 qs[16]
  Q5_0: (block, i) => (nibble(block, 6, i) + fifth(block, 2, i) - 16) * half(block, 0),
  // half d, m; uint32 qh; uint8 qs[16]
  Q5_1: (block, i) => (nibble(block, 8, i) + fifth(block, 4, i)) * half(block, 0) + half(block, 2),
  // half d; int8 qs[32]
  Q8_0: (block, i) => int8(block, 2 + i) * half(block, 0),
  // half d; uint8 qs[16]
  IQ4_NL: (block, i) => IQ4_VALUES[nibble(block, 2, i)]! * half(block, 0),
  // uint8 e; uint8 qs[16]
  MXFP4: (block, i) => fp4(nibble(block, 1, i)) * 2 ** (bits(block, 0, 8) - 127),
  // uint8 scales[16], qs[64]; half d, dmin
  Q2_K: (block, i) => {
    const g = Math.floor(i / 16);
    const minimum = half(block, 82) * bits(block, g * 8 + 4, 4);
    return half(block, 80) * bits(block, g * 8, 4) * pair(block, 16, i) - minimum;
  },
  // uint8 hmask[32], qs[64], scales[12]; half d
  Q3_K: (block, i) => {
    const g = Math.floor(i / 16);
    const low = g < 8 ? bits(block, (96 + g) * 8, 4) : bits(block, (96 + g - 8) * 8 + 4, 4);
    const high = bits(block, (104 + (g % 4)) * 8 + Math.floor(g / 4) * 2, 2);
    const third = bits(block, (i % 32) * 8 + Math.floor(i / 32), 1);
    return half(block, 108) * (low + high * 16 - 32) * (pair(block, 32, i) + third * 4 - 4);
  },
  // half d; uint16 scales_h; uint8 scales_l[4], qs[128]
  IQ4_XS: (block, i) => {
    const g = Math.floor(i / 32);
    const scale = bits(block, 32 + g * 4, 4) + bits(block, 16 + g * 2, 2) * 16 - 32;
    return half(block, 0) * scale * IQ4_VALUES[nibble(block, 8 + g * 16, i % 32)]!;
  },
  // half d, dmin; 12 bytes of 6-bit scales and minima; uint8 qs[128]
  Q4_K: (block, i) => {
    const { scale, minimum } = group(block, i);
    return scale * paired(block, 16, i) - minimum;
  },
  // half d, dmin; 12 bytes of 6-bit scales and minima; uint8 qh[32], qs[128]
  Q5_K: (block, i) => {
    const { scale, minimum } = group(block, i);
    const top = bits(block, (16 + (i % 32)) * 8 + Math.floor(i / 32), 1) * 16;
    return scale * (paired(block, 48, i) + top) - minimum;
  },
  // uint8 ql[128], qh[64]; int8 scales[16]; half d
  Q6_K: (block, i) => {
    const [part, within] = [Math.floor(i / 128), i % 128];
    const [row, column] = [Math.floor(within / 32), within % 32];
    const low = part * 64 + (row % 2) * 32 + column;
    const high = 128 + part * 32 + column;
    const quant = bits(block, low * 8 + (row < 2 ? 0 : 4), 4) + bits(block, high * 8 + row * 2, 2) * 16;
    return half(block, 208) * int8(block, 192 + Math.floor(i / 16)) * (quant - 32);
  },
};

/** Offsets of the half-precision scales of a block. */
const halves: Record<BlockFormat, number[]> = {
  Q4_0: [0],
  Q4_1: [0, 2],
  Q5_0: [0],
  Q5_1: [0, 2],
  Q8_0: [0],
  IQ4_NL: [0],
  MXFP4: [],
  Q2_K: [80, 82],
  Q3_K: [108],
  IQ4_XS: [0],
  Q4_K: [0, 2],
  Q5_K: [0, 2],
  Q6_K: [208],
};

describe.each(Object.keys(definitions) as BlockFormat[])('%s', (format) => {
  const { numbers, bytes } = blockFormats[format];

  it('is widened number by number as defined', () => {
    const next = random(format.length + bytes);
    const blocks = Uint8Array.from({ length: bytes * 40 }, () => Math.floor(next() * 256));
    for (let block = 0; block < 40; block++) {
      // Random halves may be infinite; clearing the upper exponent bit keeps the sign and all values below 2.
      for (const at of halves[format]) blocks[block * bytes + at + 1]! &= 0xbf;
      // MXFP4 has its exponent in a byte of its own: similar exponents keep small numbers from being compared with the
      // error of large ones.
      if (format === 'MXFP4') blocks[block * bytes] = 124 + (block % 5);
    }
    const widened = decodeBlocks(format, blocks);
    expect(widened).toHaveLength(numbers * 40);
    const largest = Math.max(...widened.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    widened.forEach((value, i) => {
      const block = blocks.subarray(Math.floor(i / numbers) * bytes, (Math.floor(i / numbers) + 1) * bytes);
      expect(Math.abs(value - definitions[format](block, i % numbers))).toBeLessThan(largest * 1e-6);
    });
  });

  it('keeps zeros', () => {
    const widened = decodeBlocks(format, new Uint8Array(bytes));
    expect(widened).toHaveLength(numbers);
    expect(widened.every((value) => value === 0)).toBe(true);
  });
});
