/** Writes safetensors files for tests, whole ones and broken ones. */

export interface MadeTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export type Header = Record<
  string,
  { dtype: string; shape: readonly number[]; data_offsets: [number, number] }
>;

/** A file of these tensors, one after the other. @param change what to do to the header before it is written */
export function safetensorsBytes(
  tensors: Readonly<Record<string, MadeTensor>>,
  change: (header: Header) => unknown = (header) => header,
): Buffer {
  const header: Header = {};
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, (at += bytes.length)] };
  }
  const text = Buffer.from(JSON.stringify(change(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}
