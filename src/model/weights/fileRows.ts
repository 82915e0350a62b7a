import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { message } from '../../messages/index.ts';
import { ModelError } from '../errors.ts';

/** Large enough that only the disk limits the speed, small beside a model. */
const CHUNK_BYTES = 1 << 20;

/** Place of rows of one length in a file, one after the other. */
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
      const chunk = await readAt(file, offset + at, Math.min(step, bytes - at));
      if (chunk.length < Math.min(step, bytes - at))
        throw new Error(`${path} ends in the middle of a weight.`);
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

/**
 * Opens a file of weights, runs some work with it and its size in bytes, and closes it.
 * @throws ModelError `modelMissing` when it cannot be opened
 */
export async function withWeightsFile<Result>(
  path: string,
  work: (file: FileHandle, size: number) => Promise<Result>,
): Promise<Result> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ModelError('modelMissing', message('weightsNotOpened', path), { cause });
  });
  try {
    return await work(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** The bytes from `offset` on; fewer only at the end of the file. */
export async function readAt(file: FileHandle, offset: number, bytes: number): Promise<Uint8Array> {
  const result = new Uint8Array(bytes);
  for (let have = 0; have < bytes;) {
    const { bytesRead } = await file.read(result, have, bytes - have, offset + have);
    if (bytesRead === 0) return result.subarray(0, have);
    have += bytesRead;
  }
  return result;
}
