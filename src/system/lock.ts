/** A lock between processes, which survives the death of its holder. */
import { randomUUID } from 'node:crypto';
import { constants, copyFile, lstat, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './processes.ts';

/** The holder of a lock; the content of its file. */
interface Holder {
  readonly processId: number;
  readonly host: string;
  /** Tells this holding from others. */
  readonly token: string;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once, when another process holds the lock. */
  readonly onWaiting?: (() => void) | undefined;
}

/** How often the holder renews the time of its file. */
const BEAT_MS = 10_000;
/**
 * Age at which a lock is stale whose holder is on another machine or cannot be told by its number, which may have been
 * reused.
 */
const STALE_MS = 90_000;
const POLL_MS = 250;

/**
 * Waits for a lock and does some work while holding it.
 * @throws what `work` throws, the reason of the signal, and the file system's error where no file can be made
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  const token = await acquire(path, options);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    // A process that slept may have lost its lock to another.
    if ((await holderOf(path))?.token === token) await rm(path, { force: true });
  }
}

/**
 * Does some work while holding a lock, unless somebody else holds it.
 * @returns whether the work was done
 * @throws what `work` throws
 */
export async function ifUnlocked(path: string, work: () => Promise<void>): Promise<boolean> {
  const busy = new AbortController();
  try {
    await withLock(path, work, { signal: busy.signal, onWaiting: () => busy.abort() });
    return true;
  } catch (error) {
    if (busy.signal.aborted) return false;
    throw error;
  }
}

async function acquire(path: string, { signal, onWaiting }: LockOptions): Promise<string> {
  const holder: Holder = { processId: process.pid, host: hostname(), token: randomUUID() };
  for (let waited = false; ;) {
    signal.throwIfAborted();
    // Every time, because the folder may be deleted while this waits.
    await mkdir(dirname(path), { recursive: true });
    if (await succeeds(writeFile(path, JSON.stringify(holder), { flag: 'wx' }))) return holder.token;
    if (await removeIfStale(path, holder.token)) continue;
    if (!waited) onWaiting?.();
    waited = true;
    await sleep(POLL_MS, undefined, { signal });
  }
}

/**
 * Removes the file of a dead holder. A file without content belongs to a holder that is about to write it. @returns
 * whether an immediate retry may succeed
 */
async function removeIfStale(path: string, token: string): Promise<boolean> {
  const holder = await holderOf(path);
  // Of the file itself: a link that leads nowhere is in the way like any other holder's file.
  const modifiedMs = await lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (modifiedMs === undefined) return true;
  const isDead = holder?.host === hostname() && !isAlive(holder.processId);
  if (!isDead && Date.now() - modifiedMs < STALE_MS) return false;
  const aside = `${path}.${token}.stale`;
  if (!(await succeeds(rename(path, aside)))) return true;
  // Another process may have been quicker, and then the moved file is its new lock.
  if ((await holderOf(aside))?.token !== holder?.token)
    await succeeds(copyFile(aside, path, constants.COPYFILE_EXCL));
  await rm(aside, { force: true });
  return true;
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function succeeds(effect: Promise<void>): Promise<boolean> {
  try {
    await effect;
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}
