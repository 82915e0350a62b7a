/**
 * Downloads one file of a hub. A break loses no bytes and no byte is trusted: each attempt asks the hub anew, continues
 * the file (`Range`, `If-Range`) unless it has changed, and in the end its SHA-256 must be that of the catalogue or of
 * the hub.
 */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { message } from '../messages/index.ts';
import type { LibraryError } from './errors.ts';
import { fileUrl } from './hub.ts';
import type { Hub, HubFile } from './hub.ts';
import { connectionFailure, notGot, refusal } from './hubFailure.ts';
import { isSameOrigin, Partial, strongEtag } from './partial.ts';
import type { Origin } from './partial.ts';
import { get } from './request.ts';
import type { Response } from './request.ts';
import { delayMs, Passing } from './retry.ts';
import { sizeText } from './sizeText.ts';

/** Facts about a file that the caller knows before the hub is asked. */
export interface Expected {
  readonly sizeBytes?: number | undefined;
  /** Lower-case hex. */
  readonly sha256?: string | undefined;
}

export interface DownloadProgress {
  readonly phase: 'checking' | 'loading';
  readonly bytes: number;
  readonly bytesTotal?: number | undefined;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Sends requests through a proxy. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Waits before the next attempt, replaced by tests. Rejects when the signal is aborted. */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Free bytes on the disk of a folder. */
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined;
  readonly silenceMs?: number | undefined;
}

export interface Downloaded {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Source of the hash that the file was compared with; `none`: neither the catalogue nor the hub has one. */
  readonly checkedBy: 'catalogue' | 'hub' | 'none';
}

/** Bytes that must stay free on the disk. */
const RESERVE_BYTES = 64 * 2 ** 20;
const SILENCE_MS = 60_000;

/** Thrown when the bytes are not those of the file that was begun; it is then loaded from its start. */
class StartAnew extends Error {}

/**
 * Downloads a file to `target`, which appears only when it is whole and right.
 * @throws LibraryError `modelNotGot`, or the signal's reason; the next call continues with what was loaded
 */
export async function download(
  hub: Hub,
  file: HubFile,
  expected: Expected,
  target: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const { signal, wait = (ms: number): Promise<void> => sleep(ms, undefined, { signal }) } = options;
  const partial = new Partial(target);
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw unwritable(target, error);
  });
  let reachedBytes = 0;
  let failures = 0;
  const onBytes = (progress: DownloadProgress): void => {
    // New bytes show that the connection works again, so failures before them do not count.
    if (progress.phase === 'loading' && progress.bytes > reachedBytes) {
      reachedBytes = progress.bytes;
      failures = 0;
    }
    options.onProgress?.(progress);
  };
  let isFirst = true;
  for (;;) {
    try {
      return await attempt(hub, file, expected, target, partial, { ...options, onProgress: onBytes });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof StartAnew) {
        await partial.discard();
        reachedBytes = 0;
        if (isFirst) {
          isFirst = false;
          continue;
        }
        throw notGot(message('downloadChanging', `${file.repository}/${file.path}`));
      }
      const failure = connectionFailure(hub, file, error);
      if (!(failure instanceof Passing)) throw failure;
      const delay = delayMs(++failures, failure.retryAfterMs, Math.random());
      if (delay === undefined) throw failure.told;
      await wait(delay, signal);
    }
  }
}

async function attempt(
  hub: Hub,
  file: HubFile,
  expected: Expected,
  target: string,
  partial: Partial,
  options: DownloadOptions,
): Promise<Downloaded> {
  const { signal, dispatcher, silenceMs = SILENCE_MS } = options;
  const begun = await partial.state();
  const response = await get(fileUrl(hub, file), {
    headers: rangeOf(begun.bytes, begun.origin),
    token: hub.token,
    signal,
    dispatcher,
    silenceMs,
  });
  const { status, header, facts, body } = response;
  try {
    if (facts.sha256 && expected.sha256 && facts.sha256 !== expected.sha256)
      throw notGot(
        message('hubFileOther', fileUrl(hub, file).href, short(facts.sha256), short(expected.sha256)),
      );
    const origin: Origin = { sha256: facts.sha256, etag: strongEtag(header('etag')) };
    // The server has no bytes after ours, so we have the whole file, if it is the same one.
    const isWhole = status === 416 && facts.sizeBytes === begun.bytes && isSameOrigin(begun.origin, origin);
    if (status === 416 && !isWhole) throw new StartAnew();
    if (status !== 200 && status !== 206 && !isWhole) throw refusal(hub, file, response);
    const from = status === 200 ? 0 : begun.bytes;
    if (status === 206 && !continues(response, begun.bytes, begun.origin, origin)) throw new StartAnew();
    const sizeBytes = sizeOf(response, from);
    if (expected.sizeBytes !== undefined && sizeBytes !== undefined && sizeBytes !== expected.sizeBytes)
      throw notGot(
        message('hubFileOtherSize', fileUrl(hub, file).href, String(sizeBytes), String(expected.sizeBytes)),
      );
    const total = sizeBytes ?? expected.sizeBytes;
    await checkRoom(target, (total ?? 0) - from, options.freeBytes);
    const hash = createHash('sha256');
    if (from > 0) await addPrefix(hash, partial.path, { from, total, options });
    else await partial.begin(origin);
    const bytes = isWhole ? from : await write(body, partial.path, { hash, from, total, target, options });
    if (total !== undefined && bytes < total)
      throw new Passing(
        notGot(message('hubCutOff', `${file.repository}/${file.path}`, `${bytes} / ${total}`)),
      );
    const sha256 = hash.digest('hex');
    const right = expected.sha256 ?? facts.sha256;
    if ((right !== undefined && sha256 !== right) || (total !== undefined && bytes > total)) {
      await partial.discard();
      // The part from an earlier attempt may be damaged, so the file is loaded once from its start.
      if (from > 0) throw new StartAnew();
      throw notGot(message('downloadDamaged', fileUrl(hub, file).href, short(sha256), short(right ?? '?')));
    }
    await partial.finish();
    const checkedBy = expected.sha256 ? 'catalogue' : facts.sha256 ? 'hub' : 'none';
    return { sizeBytes: bytes, sha256, checkedBy };
  } finally {
    // Closes the connection of a body that was not read to its end.
    body.on('error', () => undefined).destroy();
  }
}

/** Enough of a hash to tell two of them apart; more would hide what to do from whoever reads the message. */
function short(sha256: string): string {
  return sha256.length > 12 ? `${sha256.slice(0, 12)}…` : sha256;
}

function rangeOf(bytes: number, { etag }: Origin): Record<string, string> {
  if (bytes === 0) return {};
  return { range: `bytes=${bytes}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
}

/** Whether an answer continues the bytes that are there. */
function continues({ header }: Response, bytes: number, begun: Origin, origin: Origin): boolean {
  return header('content-range')?.startsWith(`bytes ${bytes}-`) === true && isSameOrigin(begun, origin);
}

/** Size of the whole file in bytes, as the answer tells it. */
function sizeOf({ header, facts }: Response, from: number): number | undefined {
  const range = /\/(\d+)$/.exec(header('content-range') ?? '')?.[1];
  const length = header('content-length');
  if (facts.sizeBytes !== undefined) return facts.sizeBytes;
  if (range !== undefined) return Number(range);
  return length === undefined ? undefined : from + Number(length);
}

async function checkRoom(
  target: string,
  neededBytes: number,
  freeBytes = async (folder: string): Promise<number> => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
): Promise<void> {
  const folder = dirname(target);
  const free = (await freeBytes(folder)) - RESERVE_BYTES;
  if (neededBytes > free)
    throw notGot(message('downloadNoRoom', folder, sizeText(neededBytes), sizeText(Math.max(0, free))));
}

interface Loading {
  readonly from: number;
  readonly total: number | undefined;
  readonly options: DownloadOptions;
}

/** Hashes the bytes that an earlier attempt loaded. */
async function addPrefix(hash: Hash, path: string, { from, total, options }: Loading): Promise<void> {
  const { signal, onProgress } = options;
  let bytes = 0;
  for await (const chunk of createReadStream(path, { end: from - 1, highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    onProgress?.({ phase: 'checking', bytes, bytesTotal: total });
  }
}

/** Writes the body. @returns bytes of the file afterwards */
async function write(
  body: AsyncIterable<Uint8Array>,
  path: string,
  { hash, from, total, target, options }: Loading & { readonly hash: Hash; readonly target: string },
): Promise<number> {
  const out = await open(path, from > 0 ? 'r+' : 'w').catch((error: unknown) => {
    throw unwritable(target, error);
  });
  let bytes = from;
  try {
    if (from > 0) await out.truncate(from);
    for await (const chunk of body) {
      hash.update(chunk);
      await writeAll(out, chunk, bytes);
      bytes += chunk.length;
      options.onProgress?.({ phase: 'loading', bytes, bytesTotal: total });
      if (total !== undefined && bytes > total) break;
    }
    await out.sync();
  } catch (error) {
    throw isOfDisk(error) ? unwritable(target, error) : error;
  } finally {
    await out.close();
  }
  return bytes;
}

async function writeAll(out: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length;)
    done += (await out.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
}

const diskCodes = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EIO',
  'EACCES',
  'EPERM',
  'EROFS',
  'EMFILE',
  'ENOTDIR',
]);

/** Whether the file system said so, and not a connection. */
export function isOfDisk(error: unknown): boolean {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  return syscall !== 'connect' && diskCodes.has(code);
}

export function unwritable(target: string, error: unknown): LibraryError {
  const { code, message: why } = error as NodeJS.ErrnoException;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const folder = dirname(target);
  return notGot(
    isFull ? message('downloadDiskFull', folder) : message('downloadUnwritable', folder, why),
    error,
  );
}
