import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import type { FileContent } from './graphs/build.ts';

/** Written last by a build: the hash of every file, and of the inputs. */
export interface BuildRecord {
  /** Hash of those parts of the manifest on which the files depend. */
  readonly inputs: string;
  /** Whether the writer was built; true where missing. */
  readonly writes?: boolean;
  /** Lower-case hex SHA-256 by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** By file name: size and time of the file when it last had its hash. */
  readonly stamps?: Readonly<Record<string, Stamp>>;
}

/** A file with this size and time is taken to be the one that was hashed. */
export interface Stamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export const buildRecordFile = 'build.json';

/** @returns undefined when the folder has no readable record and so was not built */
export async function readBuildRecord(folder: string): Promise<BuildRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, buildRecordFile), 'utf8')) as BuildRecord;
  } catch {
    return undefined;
  }
}

export async function writeBuildRecord(folder: string, record: BuildRecord): Promise<void> {
  await writeWhole(join(folder, buildRecordFile), [Buffer.from(`${JSON.stringify(record, null, 2)}\n`)]);
}

/**
 * Looks for a file that differs from the one that was built. A file with the size and time of its stamp is not read,
 * because hashing the weights would take longer than opening the model. Any other is hashed and, if right, stamped
 * anew, for instance after copying or installing.
 * @returns what is wrong with the first such file, or undefined
 */
export async function findDamage(folder: string, record: BuildRecord): Promise<Message | undefined> {
  const stamps = { ...record.stamps };
  let isStamped = true;
  for (const [name, expected] of Object.entries(record.files)) {
    const { stamp, actual } = await asRecorded(folder, name, record);
    if (actual !== expected || !stamp) return message('modelDamaged', join(folder, name), actual, expected);
    isStamped &&= stamp === stamps[name];
    stamps[name] = stamp;
  }
  // A folder that cannot be written to keeps no stamps, so each opening hashes its files.
  if (!isStamped) await writeBuildRecord(folder, { ...record, stamps }).catch(() => undefined);
  return undefined;
}

/**
 * Compares a file with its record.
 * @returns its hash, or a word why there is none, and its stamp; that of the record itself where the file was not read
 */
export async function asRecorded(
  folder: string,
  name: string,
  { files, stamps }: BuildRecord,
): Promise<{ readonly stamp: Stamp | undefined; readonly actual: string }> {
  const path = join(folder, name);
  const stamp = await stampOf(path).catch(() => undefined);
  if (!stamp) return { stamp, actual: 'missing' };
  const known = stamps?.[name];
  if (isSame(stamp, known)) return { stamp: known, actual: files[name] ?? 'not recorded' };
  return { stamp, actual: await sha256OfFile(path).catch(() => 'unreadable') };
}

/** @throws Error when there is no such file */
export async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(path);
  return { sizeBytes: size, modifiedMs: mtimeMs };
}

function isSame(a: Stamp, b: Stamp | undefined): boolean {
  return a.sizeBytes === b?.sizeBytes && a.modifiedMs === b.modifiedMs;
}

/** Lower-case hex. @throws Error when the file cannot be read */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Writes to another name and renames, so that nobody reads half a file. @returns the SHA-256 of the content */
export async function writeWhole(path: string, content: FileContent): Promise<string> {
  const temporary = `${path}.${process.pid}.tmp`;
  const hash = createHash('sha256');
  try {
    await writeFile(temporary, hashed(content, hash));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return hash.digest('hex');
}

async function* hashed(content: FileContent, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}
