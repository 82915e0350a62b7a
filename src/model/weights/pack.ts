import type { ExternalBytes } from '../onnx/graphBuilder.ts';
import { weightBytes } from './types.ts';
import type { WeightSource } from './types.ts';
import { widened } from './widened.ts';
import type { PlainWeight } from './widened.ts';

/** A weight with its place in the weights file. */
export interface PackedWeight extends PlainWeight {
  readonly at: ExternalBytes;
}

/** A multiple of every vector register's size, so that the runtime can compute on the mapped file. */
const ALIGNMENT_BYTES = 64;

/**
 * Assigns each weight that graphs refer to a place in one file, in the order of first use; then produces that file's
 * bytes.
 */
export class WeightIndex {
  private readonly packed = new Map<string, PackedWeight>();
  private sizeBytes = 0;
  private readonly source: WeightSource;
  private readonly file: string;

  /** @param file name of the weights file, relative to the graphs */
  constructor(source: WeightSource, file: string) {
    this.source = source;
    this.file = file;
  }

  get matrices(): WeightSource['matrices'] {
    return this.source.matrices;
  }

  has(name: string): boolean {
    return this.source.has(name);
  }

  /** Assigns a place on first use. @throws Error for an unknown name */
  get(name: string): PackedWeight {
    return this.packed.get(name) ?? this.place(name, widened(this.source.get(name)));
  }

  /** Assigns a place to computed numbers, on first use. @param values called only when the file is written */
  made(name: string, shape: readonly number[], values: () => Float32Array<ArrayBuffer>): PackedWeight {
    const rows = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new Uint8Array(values().buffer));
    };
    return this.packed.get(name) ?? this.place(name, { shape, encoding: { type: 'f32' }, rows });
  }

  private place(name: string, weight: PlainWeight): PackedWeight {
    const offset = Math.ceil(this.sizeBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const at = { file: this.file, offset, length: weightBytes(weight) };
    this.sizeBytes = offset + at.length;
    const placed = { ...weight, at };
    this.packed.set(name, placed);
    return placed;
  }

  /**
   * The bytes of the weights file, read from the source on demand.
   * @throws Error when a weight's bytes do not match its shape
   */
  async *bytes(): AsyncGenerator<Uint8Array> {
    let written = 0;
    for (const [name, weight] of this.packed) {
      const { offset, length } = weight.at;
      if (offset > written) yield new Uint8Array(offset - written);
      written = offset;
      for await (const chunk of weight.rows()) {
        written += chunk.length;
        yield chunk;
      }
      const bytes = written - offset;
      if (bytes !== length)
        throw new Error(`The weight "${name}" has ${bytes} bytes; its shape asks for ${length}.`);
    }
  }
}
