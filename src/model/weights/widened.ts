import { decodeBlocks } from './blocks.ts';
import type { BlockFormat } from './blocks.ts';
import type { PlainEncoding, Weight } from './types.ts';

/** A weight with which a graph can compute. */
export interface PlainWeight extends Weight {
  readonly encoding: PlainEncoding;
}

/** The same weight with blocks widened to float32 while they are read. */
export function widened(weight: Weight): PlainWeight {
  const { shape, encoding } = weight;
  if (encoding.type !== 'blocks') return { shape, encoding, rows: () => weight.rows() };
  return { shape, encoding: { type: 'f32' }, rows: () => floatRows(weight.rows(), encoding.format) };
}

async function* floatRows(rows: AsyncIterable<Uint8Array>, format: BlockFormat): AsyncGenerator<Uint8Array> {
  for await (const chunk of rows) yield new Uint8Array(decodeBlocks(format, chunk).buffer);
}
