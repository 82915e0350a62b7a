import { Q8_0_BYTES, Q8_0_NUMBERS } from './blocks.ts';
import { decodeBlocks } from './blocks.ts';
import { toFloat16 } from '../float16.ts';
import type { PlainEncoding, Weight } from './types.ts';
import { widened } from './widened.ts';
import type { PlainWeight } from './widened.ts';

/**
 * A matrix of which single rows are looked up, so that it stays small and only those rows are widened. With `scales`,
 * each 32 integers of a row share one of them.
 */
export interface RowWeight {
  readonly numbers: PlainWeight;
  readonly scales?: PlainWeight | undefined;
}

/** Numbers that share one of `RowWeight.scales`. */
export const NUMBERS_PER_SCALE = Q8_0_NUMBERS;

const HALF: PlainEncoding = { type: 'f16' };
const INTEGERS: PlainEncoding = { type: 'int8PerTensor', signed: true, scale: 1, zeroPoint: 0 };

/** A weight prepared for lookups: Q8_0 unchanged, its scales apart; other blocks in half precision. */
export function asRows(weight: Weight): RowWeight {
  const { shape, encoding } = weight;
  if (encoding.type !== 'blocks') return { numbers: widened(weight) };
  const mapped = (change: (chunk: Uint8Array) => Uint8Array) =>
    async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of weight.rows()) yield change(chunk);
    };
  if (encoding.format !== 'Q8_0') {
    const halves = (chunk: Uint8Array): Uint8Array =>
      new Uint8Array(toFloat16(decodeBlocks(encoding.format, chunk)).buffer);
    return { numbers: { shape, encoding: HALF, rows: mapped(halves) } };
  }
  const [rows = 0, numbers = 0] = shape;
  return {
    numbers: { shape, encoding: INTEGERS, rows: mapped((chunk) => partOfBlocks(chunk, 2, Q8_0_BYTES)) },
    scales: {
      shape: [rows, numbers / Q8_0_NUMBERS],
      encoding: HALF,
      rows: mapped((chunk) => partOfBlocks(chunk, 0, 2)),
    },
  };
}

/** The bytes `from` to `to` of each Q8_0 block, one after the other. */
function partOfBlocks(chunk: Uint8Array, from: number, to: number): Uint8Array {
  const blocks = chunk.length / Q8_0_BYTES;
  const part = new Uint8Array(blocks * (to - from));
  for (let block = 0; block < blocks; block++) {
    const at = block * Q8_0_BYTES;
    part.set(chunk.subarray(at + from, at + to), block * (to - from));
  }
  return part;
}
