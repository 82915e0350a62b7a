/**
 * Reads git's list of tracked files, `.git/index`, by gitformat-index(5). Git itself is not called: it obeys the
 * repository's configuration, which may be a stranger's, and need not be installed. isomorphic-git reads version 2
 * alone and is a whole git.
 */
import { createHash } from 'node:crypto';
import { ewahBits } from './ewah.ts';

/** Bytes of an object's name: SHA-1 or SHA-256. */
export type HashBytes = 20 | 32;

/** What one index file says. */
export interface GitIndex {
  /**
   * Paths relative to the working tree, in the order of the file. A submodule, or a folder that a sparse index does not
   * spell out, ends in `/`. Empty where the shared index has the path.
   */
  readonly paths: readonly string[];
  /** Set in a split index: most paths are in another file. */
  readonly shared: SharedIndex | undefined;
}

interface SharedIndex {
  /** The end of the shared index file's name, in hexadecimal digits. */
  readonly id: string;
  /** Positions in `paths` of the shared index that are no longer tracked. */
  readonly deleted: ReadonlySet<number>;
}

const HEADER_BYTES = 12;
const MODE_OFFSET = 24;
const HASH_OFFSET = 40;
const KIND_MASK = 0o170000;
const SUBMODULE = 0o160000;
const SPARSE_FOLDER = 0o040000;
const EXTENDED = 0x4000;
/**
 * As PATH_MAX: version 4 repeats the beginning of the path before, and a crafted file could let that grow without
 * bound.
 */
const MAX_PATH_BYTES = 4096;

/** @returns undefined for a damaged file, or a kind that a later git added */
export function parseGitIndex(bytes: Buffer, hashBytes: HashBytes): GitIndex | undefined {
  try {
    return isIntact(bytes, hashBytes) ? new IndexReader(bytes, hashBytes).read() : undefined;
  } catch (error) {
    // A length led out of the file.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Checks the hash of the other bytes that the file ends with; git can be told to write zeros instead. */
function isIntact(bytes: Buffer, hashBytes: HashBytes): boolean {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString('latin1', 0, 4) !== 'DIRC') return false;
  const written = bytes.subarray(-hashBytes);
  if (written.every((byte) => byte === 0)) return true;
  const algorithm = hashBytes === 20 ? 'sha1' : 'sha256';
  return createHash(algorithm).update(bytes.subarray(0, -hashBytes)).digest().equals(written);
}

class IndexReader {
  readonly #bytes: Buffer;
  readonly #hashBytes: HashBytes;
  readonly #version: number;
  #at = HEADER_BYTES;
  /** The previous path, whose beginning version 4 repeats. */
  #before = Buffer.alloc(0);

  constructor(bytes: Buffer, hashBytes: HashBytes) {
    this.#bytes = bytes.subarray(0, bytes.length - hashBytes);
    this.#hashBytes = hashBytes;
    this.#version = bytes.readUInt32BE(4);
  }

  read(): GitIndex | undefined {
    if (this.#version < 2 || this.#version > 4) return undefined;
    const count = this.#bytes.readUInt32BE(8);
    const paths: string[] = [];
    for (let i = 0; i < count; i++) paths.push(this.#entry());
    let shared: SharedIndex | undefined;
    while (this.#at < this.#bytes.length) {
      const name = this.#bytes.toString('latin1', this.#at, this.#at + 4);
      const start = this.#at + 8;
      this.#at = start + this.#bytes.readUInt32BE(this.#at + 4);
      if (this.#at > this.#bytes.length) return undefined;
      if (name === 'link') shared = this.#sharedIndex(this.#bytes.subarray(start, this.#at));
      // A small letter marks an extension without which the index cannot be understood; `sdir` only tells of sparse
      // folders.
      else if (/^[^A-Z]/.test(name) && name !== 'sdir') return undefined;
    }
    return { paths, shared };
  }

  #entry(): string {
    const start = this.#at;
    const kind = this.#bytes.readUInt32BE(start + MODE_OFFSET) & KIND_MASK;
    const flagsAt = start + HASH_OFFSET + this.#hashBytes;
    const extended = this.#version > 2 && (this.#bytes.readUInt16BE(flagsAt) & EXTENDED) !== 0;
    this.#at = flagsAt + (extended ? 4 : 2);
    const path = this.#version === 4 ? this.#compressedPath() : this.#paddedPath(start);
    const isFolder = kind === SUBMODULE || kind === SPARSE_FOLDER;
    return isFolder && !path.endsWith('/') ? `${path}/` : path;
  }

  /** Up to eight NULs fill the entry up to a multiple of eight bytes. */
  #paddedPath(start: number): string {
    const path = this.#upToNul();
    this.#at = start + ((this.#at - 1 - start + 8) & ~7);
    return path.toString('utf8');
  }

  #compressedPath(): string {
    const dropped = this.#variableInteger();
    if (dropped > this.#before.length) throw new RangeError('The path before is shorter.');
    const kept = this.#before.subarray(0, this.#before.length - dropped);
    this.#before = Buffer.concat([kept, this.#upToNul()]);
    if (this.#before.length > MAX_PATH_BYTES) throw new RangeError('The path is too long.');
    return this.#before.toString('utf8');
  }

  #upToNul(): Buffer {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw new RangeError('The path does not end.');
    const path = this.#bytes.subarray(this.#at, end);
    this.#at = end + 1;
    return path;
  }

  /** As in pack files: seven bits a byte, and each further byte counts from one. */
  #variableInteger(): number {
    let byte = this.#bytes.readUInt8(this.#at++);
    let value = byte & 0x7f;
    while (byte & 0x80) {
      byte = this.#bytes.readUInt8(this.#at++);
      value = (value + 1) * 128 + (byte & 0x7f);
    }
    return value;
  }

  #sharedIndex(data: Buffer): SharedIndex | undefined {
    const id = data.subarray(0, this.#hashBytes);
    if (id.every((byte) => byte === 0)) return undefined;
    const deleted =
      data.length > this.#hashBytes ? ewahBits(data.subarray(this.#hashBytes)) : new Set<number>();
    return { id: id.toString('hex'), deleted };
  }
}
