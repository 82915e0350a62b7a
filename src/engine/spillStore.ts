import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextStore } from '../retrieval/index.ts';

/** About 15 million tokens of English, so most questions need no file. */
const MEMORY_BYTES = 64 * 1024 * 1024;

/**
 * Keeps text in memory up to a limit and the rest in a temporary file, so that memory does not grow with the text.
 * Where the system allows, the file loses its name at once: it disappears with the process, and nobody else can open
 * it. If it cannot be written, further text stays in memory.
 */
export class SpillStore implements TextStore {
  private readonly memoryBytes: number;
  private readonly folder: string;
  private keptBytes = 0;
  private file: SpillFile | undefined;
  private isFull = false;

  constructor(memoryBytes = MEMORY_BYTES, folder = tmpdir()) {
    this.memoryBytes = memoryBytes;
    this.folder = folder;
  }

  keep(bytes: Uint8Array): () => Uint8Array {
    if (!this.isFull && this.keptBytes + bytes.length > this.memoryBytes) {
      try {
        this.file ??= new SpillFile(this.folder);
        return this.file.append(bytes);
      } catch {
        this.isFull = true;
      }
    }
    this.keptBytes += bytes.length;
    return () => bytes;
  }

  /** Removes the file; its text cannot be read afterwards. */
  close(): void {
    this.file?.close();
    this.file = undefined;
  }
}

/** Lends a store to some work. */
export async function withSpillStore<Result>(use: (store: TextStore) => Promise<Result>): Promise<Result> {
  const store = new SpillStore();
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

/** A file that only its owner can read, removed when it is closed or earlier. */
class SpillFile {
  private readonly path: string;
  private readonly descriptor: number;
  private endBytes = 0;

  constructor(folder: string) {
    this.path = join(folder, `infiniask-${randomUUID()}`);
    // `x` opens no file or link that somebody else put there.
    this.descriptor = openSync(this.path, 'wx+', 0o600);
    this.remove();
  }

  append(bytes: Uint8Array): () => Uint8Array {
    const start = this.endBytes;
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.descriptor, bytes, done, bytes.length - done, start + done);
    }
    this.endBytes += bytes.length;
    return () => this.read(start, bytes.length);
  }

  close(): void {
    closeSync(this.descriptor);
    this.remove();
  }

  private read(start: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const read = readSync(this.descriptor, bytes, done, length - done, start + done);
      if (read === 0) throw new Error('The temporary file with the text that is read was cut short.');
      done += read;
    }
    return bytes;
  }

  private remove(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // Where an open file cannot be removed, closing removes it.
    }
  }
}
