import type { ExternalBytes } from '../onnx/graphBuilder.ts';
import type { WeightSource, WeightTensor } from './types.ts';

/** A packed weight: everything of the tensor but its bytes, and where those lie. */
export interface PackedWeight extends Omit<WeightTensor, 'bytes'> {
  readonly at: ExternalBytes;
}

/** Memory-mapped tensors want to start at a page boundary where they are large; 64 is enough for vector loads. */
const ALIGNMENT_BYTES = 64;

/** Collects the weights that graphs refer to into one file, each once, in the order of first use. */
export class WeightIndex {
  private readonly packed = new Map<string, PackedWeight>();
  private readonly chunks: Uint8Array[] = [];
  private sizeBytes = 0;
  private readonly source: WeightSource;
  private readonly file: string;

  /** @param file name of the weights file, relative to the graphs */
  constructor(source: WeightSource, file: string) {
    this.source = source;
    this.file = file;
  }

  /** Places the weight on first use. Throws when the source does not know the name. */
  get(name: string): PackedWeight {
    const known = this.packed.get(name);
    if (known) return known;
    const { bytes, ...rest } = this.source.get(name);
    const padding = (ALIGNMENT_BYTES - (this.sizeBytes % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES;
    if (padding > 0) this.chunks.push(new Uint8Array(padding));
    const at = { file: this.file, offset: this.sizeBytes + padding, length: bytes.byteLength };
    this.chunks.push(bytes);
    this.sizeBytes += padding + bytes.byteLength;
    const placed = { ...rest, at };
    this.packed.set(name, placed);
    return placed;
  }

  /** The finished weights file. */
  bytes(): Uint8Array {
    return Buffer.concat(this.chunks);
  }
}
