/** Writes GGUF files for tests, whole ones and broken ones, value by value. */

/** A metadata value with GGUF's number of its type; those of a list have one type. */
export interface MadeValue {
  readonly type: number;
  readonly value: number | bigint | boolean | string | readonly MadeValue[];
}

export interface MadeGguf {
  readonly version?: number;
  readonly metadata?: Readonly<Record<string, MadeValue>>;
  readonly tensors?: readonly {
    name: string;
    dims: number[];
    type: number;
    bytes: Uint8Array;
    offset?: number;
  }[];
  readonly alignment?: number;
  /** Number of tensors that the header promises; default: those there are. */
  readonly promised?: number;
}

export function ggufBytes(made: MadeGguf): Buffer {
  const { version = 3, metadata = {}, tensors = [], alignment = 32, promised = tensors.length } = made;
  const entries = Object.entries(metadata);
  const head = [Buffer.from('GGUF'), number(4, version), number(10, promised), number(10, entries.length)];
  for (const [key, { type, value }] of entries) head.push(text(key), number(4, type), bytesOf(type, value));
  let offset = 0;
  const data: Buffer[] = [];
  for (const { name, dims, type, bytes, offset: asked } of tensors) {
    head.push(text(name), number(4, dims.length), ...dims.map((dim) => number(10, dim)), number(4, type));
    head.push(number(10, asked ?? offset));
    data.push(padded(Buffer.from(bytes), alignment));
    offset += data.at(-1)!.length;
  }
  return Buffer.concat([padded(Buffer.concat(head), alignment), ...data]);
}

function padded(bytes: Buffer, alignment: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(10, bytes.length), bytes]);
}

function bytesOf(type: number, value: MadeValue['value']): Buffer {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'object') {
    const items = value.map((item) => bytesOf(item.type, item.value));
    return Buffer.concat([number(4, value[0]?.type ?? 4), number(10, value.length), ...items]);
  }
  return number(type, value);
}

/** By GGUF's number of the type: 0 uint8 to 12 float64. */
function number(type: number, value: number | bigint | boolean): Buffer {
  const bytes = Buffer.alloc(8);
  const plain = Number(value);
  const ends: Record<number, () => number> = {
    0: () => bytes.writeUInt8(plain),
    1: () => bytes.writeInt8(plain),
    2: () => bytes.writeUInt16LE(plain),
    3: () => bytes.writeInt16LE(plain),
    4: () => bytes.writeUInt32LE(plain),
    5: () => bytes.writeInt32LE(plain),
    6: () => bytes.writeFloatLE(plain),
    7: () => bytes.writeUInt8(plain),
    10: () => bytes.writeBigUInt64LE(BigInt(value)),
    11: () => bytes.writeBigInt64LE(BigInt(value)),
    12: () => bytes.writeDoubleLE(plain),
  };
  return bytes.subarray(0, (ends[type] ?? (() => 0))());
}
