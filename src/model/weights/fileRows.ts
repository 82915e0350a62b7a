import { open } from 'node:fs/promises';

/** Large enough that the disk is the limit, small enough to be nothing beside a model. */
const CHUNK_BYTES = 1 << 20;

/** Where rows of one length lie in a file, one after the other. */
export interface FileRows {
  readonly path: string;
  readonly offset: number;
  readonly rowBytes: number;
  readonly bytes: number;
}

/**
 * Reads rows in chunks of whole rows, each chunk an array of its own.
 * @throws Error when the file ends before the rows do
 */
export async function* fileRows({ path, offset, rowBytes, bytes }: FileRows): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const step = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes)) * rowBytes;
    for (let at = 0; at < bytes; at += step) {
      const chunk = new Uint8Array(Math.min(step, bytes - at));
      for (let have = 0; have < chunk.length;) {
        const { bytesRead } = await file.read(chunk, have, chunk.length - have, offset + at + have);
        if (bytesRead === 0) throw new Error(`${path} ends in the middle of a weight.`);
        have += bytesRead;
      }
      yield chunk;
    }
  } finally {
    await file.close();
  }
}
