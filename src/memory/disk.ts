/** The file system as the store uses it, so that tests can make it fail. Everything rejects as `node:fs` does. */
import {
  access,
  constants,
  lstat,
  lutimes,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  statfs,
} from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { HEADER_BYTES, MAX_VALUE_BYTES } from './valueFile.ts';
import { tickOf, timeOf } from './ticks.ts';

export interface FileState {
  /** A link is `other`, whatever it leads to. */
  readonly kind: 'file' | 'folder' | 'other';
  /** Whether it belongs to this user or to the system's; true where the platform tells no owners. */
  readonly isOurs: boolean;
  readonly bytes: number;
  /** When it was last used; see ticks.ts. */
  readonly tick: number;
  /** When content, name or tick was last changed, by the time of day, in ms since 1970. */
  readonly changedMs: number;
}

/** A value's file as it lies there, not yet checked. */
export interface ReadFile {
  readonly header: Uint8Array;
  readonly value: Uint8Array;
  readonly tick: number;
}

export interface Disk {
  /**
   * Reads a value's file with one call into memory.
   * @param into used for the value if it is large enough
   * @returns undefined when this cannot be the file of a value
   */
  readonly read: (path: string, into: Uint8Array | undefined) => Promise<ReadFile | undefined>;
  /** Writes a file that is not there yet. */
  readonly write: (path: string, parts: readonly Uint8Array[], tick: number) => Promise<void>;
  /** Follows no link. */
  readonly touch: (path: string, tick: number) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Removes a file, a link (not what it leads to), or a folder with all that is in it; content when there is none. */
  readonly remove: (path: string) => Promise<void>;
  /** With the folders above it that are missing, for this user alone. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** Names in a folder, in no order. */
  readonly list: (path: string) => Promise<string[]>;
  /** Follows no link. */
  readonly state: (path: string) => Promise<FileState>;
  /** Rejects when nothing can be written in the folder. */
  readonly checkWritable: (path: string) => Promise<void>;
  /** Bytes that may still be written to the disk of this folder. */
  readonly freeBytes: (path: string) => Promise<number>;
}

// A pipe in the place of a file must not block a thread. Windows has neither flag.
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

// Even names of kept windows tell of private text, so the folders are for this user alone.
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export const nodeDisk: Disk = {
  async read(path, into) {
    const handle = await open(path, READ);
    try {
      const stat = await handle.stat();
      const bytes = stat.size - HEADER_BYTES;
      if (!stat.isFile() || bytes < 0 || bytes > MAX_VALUE_BYTES) return undefined;
      const header = new Uint8Array(HEADER_BYTES);
      const value =
        into && into.byteLength >= bytes
          ? into.subarray(0, bytes)
          : new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
      const whole = await transfer((parts, at) => readParts(handle, parts, at), [header, value]);
      return whole ? { header, value, tick: tickOf(stat.mtimeMs) } : undefined;
    } finally {
      await handle.close();
    }
  },

  async write(path, parts, tick) {
    const handle = await open(path, 'wx', FILE_MODE);
    try {
      const whole = await transfer((left, at) => writeParts(handle, left, at), parts);
      // A full disk cuts a write short without an error.
      if (!whole) throw Object.assign(new Error(`ENOSPC: short write, '${path}'`), { code: 'ENOSPC' });
      const time = timeOf(tick);
      // Where times cannot be set, eviction goes by the order of writing.
      await handle.utimes(time, time).catch(() => undefined);
    } finally {
      await handle.close();
    }
  },

  async touch(path, tick) {
    const time = timeOf(tick);
    await lutimes(path, time, time);
  },

  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { recursive: true, force: true }),
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  },
  list: (path) => readdir(path),

  async state(path) {
    const stat = await lstat(path);
    return {
      kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other',
      isOurs: [process.getuid?.(), 0].includes(stat.uid) || process.getuid === undefined,
      bytes: stat.size,
      tick: tickOf(stat.mtimeMs),
      changedMs: stat.ctimeMs,
    };
  },

  checkWritable: (path) => access(path, constants.W_OK),

  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

/** Repeats a partial read or write until all is through. @returns whether all was */
async function transfer(
  step: (parts: readonly Uint8Array[], at: number) => Promise<number>,
  parts: readonly Uint8Array[],
): Promise<boolean> {
  let left = parts.filter((part) => part.byteLength > 0);
  for (let at = 0; left.length > 0;) {
    let done = await step(left, at);
    if (done === 0) return false;
    at += done;
    while (left[0] && done >= left[0].byteLength) {
      done -= left[0].byteLength;
      left = left.slice(1);
    }
    if (left[0]) left = [left[0].subarray(done), ...left.slice(1)];
  }
  return true;
}

async function readParts(handle: FileHandle, parts: readonly Uint8Array[], at: number): Promise<number> {
  return (await handle.readv(parts, at)).bytesRead;
}

async function writeParts(handle: FileHandle, parts: readonly Uint8Array[], at: number): Promise<number> {
  return (await handle.writev(parts, at)).bytesWritten;
}
