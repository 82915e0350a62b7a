/**
 * Block formats of ggml: a row is cut into blocks of 32 or 256 small integers that share scales in half precision.
 * Layouts as in ggml's `ggml-common.h`; each decoder widens one block.
 */
import { halfValue } from '../float16.ts';

/** @param at start of the block in `from` @param start index of its first number in `to` */
type Decoder = (from: Uint8Array, at: number, to: Float32Array, start: number) => void;

interface BlockLayout {
  /** Numbers of a block. */
  readonly numbers: 32 | 256;
  readonly bytes: number;
  readonly decode: Decoder;
}

/** A block of Q8_0: a scale of half precision, then signed bytes. */
export const Q8_0_NUMBERS = 32;
export const Q8_0_BYTES = 2 + Q8_0_NUMBERS;

export const blockFormats = {
  Q4_0: { numbers: 32, bytes: 18, decode: smallBlock({ bits: 4, hasMinimum: false }) },
  Q4_1: { numbers: 32, bytes: 20, decode: smallBlock({ bits: 4, hasMinimum: true }) },
  Q5_0: { numbers: 32, bytes: 22, decode: smallBlock({ bits: 5, hasMinimum: false }) },
  Q5_1: { numbers: 32, bytes: 24, decode: smallBlock({ bits: 5, hasMinimum: true }) },
  Q8_0: { numbers: Q8_0_NUMBERS, bytes: Q8_0_BYTES, decode: decodeQ8 },
  IQ4_NL: { numbers: 32, bytes: 18, decode: decodeIQ4NL },
  MXFP4: { numbers: 32, bytes: 17, decode: decodeMXFP4 },
  Q2_K: { numbers: 256, bytes: 84, decode: decodeQ2K },
  Q3_K: { numbers: 256, bytes: 110, decode: decodeQ3K },
  IQ4_XS: { numbers: 256, bytes: 136, decode: decodeIQ4XS },
  Q4_K: { numbers: 256, bytes: 144, decode: largeBlock(4) },
  Q5_K: { numbers: 256, bytes: 176, decode: largeBlock(5) },
  Q6_K: { numbers: 256, bytes: 210, decode: decodeQ6K },
} as const satisfies Record<string, BlockLayout>;

export type BlockFormat = keyof typeof blockFormats;

/** Whole blocks as float32. */
export function decodeBlocks(format: BlockFormat, from: Uint8Array): Float32Array {
  const { numbers, bytes, decode } = blockFormats[format];
  const count = from.length / bytes;
  const to = new Float32Array(count * numbers);
  for (let block = 0; block < count; block++) decode(from, block * bytes, to, block * numbers);
  return to;
}

function halfAt(from: Uint8Array, at: number): number {
  return halfValue(from[at]! | (from[at + 1]! << 8));
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

/**
 * Scale, perhaps minimum, perhaps 4 bytes of fifth bits, 16 bytes with two numbers each: number i in the lower half of byte
 * i, number 16 + i in its upper half. Without a minimum the numbers are centred.
 */
function smallBlock({ bits, hasMinimum }: { bits: 4 | 5; hasMinimum: boolean }): Decoder {
  const fifthBits = hasMinimum ? 4 : 2;
  const halves = bits === 5 ? fifthBits + 4 : fifthBits;
  return (from, at, to, start) => {
    const scale = halfAt(from, at);
    const least = hasMinimum ? halfAt(from, at + 2) : -scale * 2 ** (bits - 1);
    for (let i = 0; i < 32; i++) {
      const low = (from[at + halves + (i % 16)]! >> (i < 16 ? 0 : 4)) & 15;
      const fifth = bits === 5 ? (from[at + fifthBits + (i >> 3)]! >> (i & 7)) & 1 : 0;
      to[start + i] = (low | (fifth << 4)) * scale + least;
    }
  };
}

/** Scale, 32 signed bytes. */
function decodeQ8(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const scale = halfAt(from, at);
  for (let i = 0; i < 32; i++) to[start + i] = signed(from[at + 2 + i]!) * scale;
}

/**
 * Scale of scales, scale of minima, 12 bytes with 8 scales and 8 minima of 6 bits, perhaps 32 bytes of fifth bits, 128 bytes
 * with two numbers each. Groups of 32 have a scale and a minimum; groups 2g and 2g + 1 are lower and upper halves of the same
 * 32 bytes, and group g has the bits g of the fifth bits.
 */
function largeBlock(bits: 4 | 5): Decoder {
  const fifthBits = 16;
  const halves = bits === 5 ? fifthBits + 32 : fifthBits;
  return (from, at, to, start) => {
    const [scaleOfScales, scaleOfMinima] = [halfAt(from, at), halfAt(from, at + 2)];
    for (let group = 0; group < 8; group++) {
      const [six, sixMinimum] = sixBits(from, at + 4, group);
      const [scale, minimum] = [scaleOfScales * six, scaleOfMinima * sixMinimum];
      const bytes = at + halves + (group >> 1) * 32;
      for (let i = 0; i < 32; i++) {
        const low = (from[bytes + i]! >> ((group & 1) * 4)) & 15;
        const fifth = bits === 5 ? (from[at + fifthBits + i]! >> group) & 1 : 0;
        to[start + group * 32 + i] = (low | (fifth << 4)) * scale - minimum;
      }
    }
  };
}

/** Scale and minimum of a group: whole for the first four; for the others four bits, and two left over in the bytes of the first. */
function sixBits(from: Uint8Array, packed: number, group: number): [scale: number, minimum: number] {
  const byte = (i: number): number => from[packed + i]!;
  if (group < 4) return [byte(group) & 63, byte(group + 4) & 63];
  const low = byte(group + 4);
  return [(low & 15) | ((byte(group - 4) >> 6) << 4), (low >> 4) | ((byte(group) >> 6) << 4)];
}

/**
 * 128 bytes with the lower 4 bits of two numbers each, 64 bytes with the upper 2 bits of four each, 16 signed scales, the
 * scale of these. Each half of 128 numbers has four runs of 32, which share 64 bytes below and 32 above; a scale counts for 16
 * numbers; numbers are centred.
 */
function decodeQ6K(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const scaleOfScales = halfAt(from, at + 208);
  for (let i = 0; i < 256; i++) {
    const half = i >> 7;
    const run = (i >> 5) & 3;
    const place = i & 31;
    const low = from[at + half * 64 + (run & 1) * 32 + place]! >> (run >> 1 ? 4 : 0);
    const high = from[at + 128 + half * 32 + place]! >> (run * 2);
    const scale = scaleOfScales * signed(from[at + 192 + (i >> 4)]!);
    to[start + i] = (((low & 15) | ((high & 3) << 4)) - 32) * scale;
  }
}

/** What the four bits of `IQ4_NL` and `IQ4_XS` stand for: closer together near zero, where most weights are. */
const NON_LINEAR = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113] as const;

/** Twice the sixteen numbers of four bits with a sign, two bits of exponent and one of fraction. */
const TWICE_FP4 = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12] as const;

/** Four bits of number i of 32 in 16 bytes, as in `smallBlock`. */
function nibble(from: Uint8Array, at: number, i: number): number {
  return (from[at + (i & 15)]! >> (i < 16 ? 0 : 4)) & 15;
}

/** Scale, 16 bytes with two places in the table each. */
function decodeIQ4NL(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const scale = halfAt(from, at);
  for (let i = 0; i < 32; i++) to[start + i] = NON_LINEAR[nibble(from, at + 2, i)]! * scale;
}

/** A power of two as the byte of its exponent, 16 bytes with two numbers each. */
function decodeMXFP4(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const halfScale = 2 ** (from[at]! - 128);
  for (let i = 0; i < 32; i++) to[start + i] = TWICE_FP4[nibble(from, at + 1, i)]! * halfScale;
}

/**
 * Scale of scales, the upper 2 bits of 8 scales, their lower 4 bits in 4 bytes, 128 bytes with two places in the table each. A
 * scale counts for 32 numbers, which lie in 16 bytes.
 */
function decodeIQ4XS(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const scaleOfScales = halfAt(from, at);
  const upper = from[at + 2]! | (from[at + 3]! << 8);
  for (let group = 0; group < 8; group++) {
    const low = (from[at + 4 + (group >> 1)]! >> ((group & 1) * 4)) & 15;
    const scale = scaleOfScales * ((low | (((upper >> (group * 2)) & 3) << 4)) - 32);
    const numbers = at + 8 + group * 16;
    for (let i = 0; i < 32; i++) to[start + group * 32 + i] = NON_LINEAR[nibble(from, numbers, i)]! * scale;
  }
}

/** Two bits of number i of 256: each half of 128 numbers has 32 bytes, whose pairs of bits are four runs of 32. */
function twoBits(from: Uint8Array, at: number, i: number): number {
  return (from[at + (i >> 7) * 32 + (i & 31)]! >> (((i >> 5) & 3) * 2)) & 3;
}

/** 16 bytes with a scale and a minimum of 4 bits each, which count for 16 numbers, 64 bytes with four numbers each, scale of scales, scale of minima. */
function decodeQ2K(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const [scaleOfScales, scaleOfMinima] = [halfAt(from, at + 80), halfAt(from, at + 82)];
  for (let i = 0; i < 256; i++) {
    const packed = from[at + (i >> 4)]!;
    to[start + i] = scaleOfScales * (packed & 15) * twoBits(from, at + 16, i) - scaleOfMinima * (packed >> 4);
  }
}

/**
 * 32 bytes with the third bit of eight numbers each, 64 bytes with the lower bits of four each, 16 scales of 6 bits in 12 bytes,
 * the scale of these. A scale counts for 16 numbers; scales and numbers are centred.
 */
function decodeQ3K(from: Uint8Array, at: number, to: Float32Array, start: number): void {
  const scaleOfScales = halfAt(from, at + 108);
  for (let group = 0; group < 16; group++) {
    const low = (from[at + 96 + (group & 7)]! >> (group < 8 ? 0 : 4)) & 15;
    const high = (from[at + 104 + (group & 3)]! >> ((group >> 2) * 2)) & 3;
    const scale = scaleOfScales * ((low | (high << 4)) - 32);
    for (let i = group * 16; i < group * 16 + 16; i++) {
      const third = (from[at + (i & 31)]! >> (i >> 5)) & 1;
      to[start + i] = scale * ((twoBits(from, at + 32, i) | (third << 2)) - 4);
    }
  }
}
