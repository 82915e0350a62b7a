/**
 * The built models of the user's: what they take on the disk, which of them are in use, and their removal when the room is needed,
 * those that were used longest ago first.
 */
import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, statfs, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { message } from '../messages/index.ts';
import { isBuiltName, manifestFile, ModelError } from '../model/index.ts';
import { ifUnlocked, isAlive } from '../system/index.ts';

export interface BuiltModel {
  readonly folder: string;
  readonly sizeBytes: number;
  /** When it was opened last, in milliseconds since 1970. */
  readonly usedMs: number;
}

export interface RoomOptions {
  /** Most bytes of all built models together. */
  readonly limitBytes: number;
  /** Free bytes on the disk of a folder; default: what the system says. */
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined;
}

/** Somebody's use of a built model. */
export interface Use {
  /** Ends it; never rejects. */
  release(): Promise<void>;
}

/** Bytes that stay free on the disk. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** Age at which a mark of another machine, whose processes cannot be asked for, is taken to be left over. */
const FOREIGN_STALE_MS = 24 * 3600_000;
const MARK = /^in-use\.([0-9]+)\.[0-9a-f]+$/;
/** Behind the name of a folder that is being removed. */
const REMOVED = '.removed';
const nobody: Use = { release: () => Promise.resolve() };

/** All built models, also unfinished ones; empty where there is no folder. @param root folder of all built models */
export async function builtModels(root: string): Promise<BuiltModel[]> {
  const names = await readdir(root).catch(() => []);
  const found = await Promise.all(
    names.filter(isBuiltName).map(async (name): Promise<BuiltModel[]> => {
      const folder = join(root, name);
      // What has no manifest is no folder of ours, whatever its name.
      const usedMs = await lstat(join(folder, manifestFile)).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      );
      return usedMs === undefined ? [] : [{ folder, usedMs, sizeBytes: await sizeOf(folder) }];
    }),
  );
  return found.flat();
}

/**
 * Marks a built model as in use by this process, so that nobody removes it, and as used now. Does nothing for a folder that is no
 * built model of `root`, or that cannot be written to.
 */
export async function useBuilt(folder: string, root: string): Promise<Use> {
  if (resolve(dirname(folder)) !== resolve(root)) return nobody;
  const mark = join(folder, `in-use.${process.pid}.${randomBytes(4).toString('hex')}`);
  const now = new Date();
  try {
    await writeFile(mark, hostname(), { flag: 'wx' });
    await utimes(join(folder, manifestFile), now, now);
  } catch {
    return nobody;
  }
  return { release: () => rm(mark, { force: true }).catch(() => undefined) };
}

/**
 * Removes a built model, unless it is in use or being built, by this process or another.
 * @returns bytes that were freed; undefined where it is in use
 */
export async function removeBuilt(folder: string): Promise<number | undefined> {
  let freedBytes: number | undefined;
  await ifUnlocked(`${folder}.lock`, async () => {
    if (await isInUse(folder)) return;
    // Moved aside first: who opens it from now on builds it anew, and who has just opened it is seen now.
    const aside = `${folder}${REMOVED}`;
    await rm(aside, { recursive: true, force: true });
    await rename(folder, aside);
    if (await isInUse(aside)) {
      await rename(aside, folder);
      return;
    }
    const sizeBytes = await sizeOf(aside);
    await rm(aside, { recursive: true, force: true });
    freedBytes = sizeBytes;
  });
  return freedBytes;
}

/**
 * Makes room for a build, by removing built models that were used longest ago.
 * @param folder of the model to build, which may be there in part and is never removed
 * @throws ModelError where the disk has too little room all the same
 */
export async function makeRoom(
  root: string,
  bytes: number,
  folder: string,
  { limitBytes, freeBytes = freeOn }: RoomOptions,
): Promise<void> {
  await finishRemovals(root);
  const others = (await builtModels(root)).filter((model) => model.folder !== folder);
  others.sort((a, b) => a.usedMs - b.usedMs);
  let total = others.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const lacks = async (): Promise<boolean> => (await freeBytes(root)) < bytes + RESERVE_BYTES;
  for (const { folder: other, sizeBytes } of others) {
    if (total + bytes <= limitBytes && !(await lacks())) return;
    if ((await removeBuilt(other).catch(() => undefined)) !== undefined) total -= sizeBytes;
  }
  if (!(await lacks())) return;
  const free = Math.max(0, (await freeBytes(root)) - RESERVE_BYTES);
  throw new ModelError('modelMissing', message('buildNoRoom', root, gigabytes(bytes), gigabytes(free)));
}

/** Removes what a process that ended in the middle of a removal has left. */
async function finishRemovals(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const left = names.filter((name) => name.endsWith(REMOVED) && isBuiltName(name.slice(0, -REMOVED.length)));
  for (const name of left) {
    const folder = join(root, name);
    const lock = `${folder.slice(0, -REMOVED.length)}.lock`;
    await ifUnlocked(lock, () => rm(folder, { recursive: true, force: true })).catch(() => undefined);
  }
}

/** Whether a process that lives has marked the folder. Marks of dead ones are removed. */
async function isInUse(folder: string): Promise<boolean> {
  let inUse = false;
  for (const name of await readdir(folder).catch(() => [])) {
    const processId = Number(MARK.exec(name)?.[1]);
    if (Number.isNaN(processId)) continue;
    const path = join(folder, name);
    if (await isStale(path, processId)) await rm(path, { force: true }).catch(() => undefined);
    else inUse = true;
  }
  return inUse;
}

async function isStale(path: string, processId: number): Promise<boolean> {
  try {
    if ((await readFile(path, 'utf8')) === hostname()) return !isAlive(processId);
    return Date.now() - (await lstat(path)).mtimeMs > FOREIGN_STALE_MS;
  } catch {
    return true;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      lstat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function freeOn(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Whoever writes there will be told what is wrong.
    return Infinity;
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
