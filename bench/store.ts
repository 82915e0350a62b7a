/**
 * How fast the window memory writes and reads windows, beside the database that was considered in its place.
 *
 *   npm run bench:store
 *   npm run bench:store -- --lmdb DIR      DIR: the unpacked package `lmdb` with its dependencies beside it
 *   npm run bench:store -- --folder DIR    DIR: where to write, on the disk in question; default: the temporary folder
 *
 * Prints: throughput of writing, reading and reading by two processes at once, bytes on disk before and after half of
 * the windows are removed, and what checksum and float16 take of it.
 */
import { execFile } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { toFloat16 } from '../src/model/index.ts';
import { WindowStore } from '../src/memory/index.ts';
import { bytesBelow } from './lib/folderSize.ts';
import { machine } from './lib/machine.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';

/** Of the embedded model: what the reader keeps of one token, and the tokens of a window. */
const NUMBERS_PER_WINDOW = 1408 * 512;
const WINDOW_BYTES = NUMBERS_PER_WINDOW * 2;
const WINDOWS = 2000;
const PROCESSES = 2;

/** What both stores are asked to do. */
interface Candidate {
  readonly put: (key: Uint8Array, value: Uint8Array) => Promise<unknown>;
  /** @throws when a value is not there or not right */
  readonly get: (key: Uint8Array) => Promise<Uint8Array>;
  /** Everything written so far is where a killed process leaves it. */
  readonly flush: () => Promise<unknown>;
  readonly removeHalf: (keys: readonly Uint8Array[]) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** The part of lmdb that is used here. */
interface Lmdb {
  open: (options: Record<string, unknown>) => {
    put: (key: Uint8Array, value: Uint8Array) => Promise<unknown>;
    get: (key: Uint8Array) => Uint8Array | undefined;
    remove: (key: Uint8Array) => Promise<unknown>;
    flushed: Promise<unknown>;
    close: () => Promise<void>;
  };
}

const { values: options } = parseArgs({
  options: {
    lmdb: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean' },
    read: { type: 'string' },
  },
});

const openers: Record<string, (folder: string) => Promise<Candidate>> = {
  'window memory': async (folder) => {
    let store = await WindowStore.open({ folder, formatVersion: 1, capBytes: 1e11 });
    await store.flush();
    const memory = new Uint8Array(WINDOW_BYTES);
    return {
      put: (key, value) => store.put(key, [value]),
      get: async (key) => (await store.get(key, memory)) ?? missing(),
      flush: () => store.flush(),
      removeHalf: async () => {
        const capBytes = store.stats().bytes / 2;
        await store.close();
        store = await WindowStore.open({ folder, formatVersion: 1, capBytes });
        await store.flush();
      },
      close: () => store.close(),
    };
  },
  lmdb: (folder) => openLmdb(folder, false),
  'lmdb, noSync': (folder) => openLmdb(folder, true),
};

function openLmdb(folder: string, noSync: boolean): Promise<Candidate> {
  const { open } = createRequire(__filename)(options.lmdb!) as Lmdb;
  const db = open({ path: join(folder, 'windows.mdb'), encoding: 'binary', keyEncoding: 'binary', noSync });
  // The same check as the window memory has: the database has none of its own.
  const sums = new Map<string, number>();
  let puts = 0;
  return Promise.resolve({
    put: async (key, value) => {
      sums.set(Buffer.from(key).toString('hex'), crc32(value));
      // It keeps a reference until it has written; several writes share a transaction.
      const written = db.put(key, value.slice());
      if (++puts % 16 === 0) await written;
    },
    get: (key) => {
      const value = db.get(key) ?? missing();
      const sum = crc32(value);
      const expected = sums.get(Buffer.from(key).toString('hex')) ?? sum;
      return sum === expected ? Promise.resolve(value) : missing();
    },
    flush: () => db.flushed,
    removeHalf: async (all) => {
      await Promise.all(all.filter((_, i) => i % 2 === 0).map((key) => db.remove(key)));
      await db.flushed;
    },
    close: () => db.close(),
  });
}

function missing(): never {
  throw new Error('A window that was written is not there.');
}

const keys = Array.from({ length: WINDOWS }, (_, n) => createHash('sha256').update(`${n}`).digest());
/** In an order that has nothing to do with the one of writing. */
const shuffled = keys.toSorted((a, b) => a.compare(b));

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function readAll(candidate: Candidate): Promise<void> {
  for (const key of shuffled) await candidate.get(key);
}

const megabytesPerSecond = (seconds: number): number => (WINDOWS * WINDOW_BYTES) / 1e6 / seconds;

async function measure(name: string) {
  const folder = mkdtempSync(join(options.folder, 'infiniask-store-'));
  try {
    const candidate = await openers[name]!(folder);
    const value = randomFillSync(new Uint8Array(WINDOW_BYTES));
    const write = await secondsOf(async () => {
      for (const key of keys) {
        value.set(key);
        await candidate.put(key, value);
      }
      await candidate.flush();
    });
    const read = await secondsOf(() => readAll(candidate));
    const args = ['--read', name, '--folder', folder, ...(options.lmdb ? ['--lmdb', options.lmdb] : [])];
    const reads = await Promise.all(
      Array.from({ length: PROCESSES }, () => promisify(execFile)(process.execPath, [__filename, ...args])),
    );
    const together = reads.reduce((sum, { stdout }) => sum + megabytesPerSecond(Number(stdout)), 0);
    const bytes = bytesBelow(folder);
    const remove = await secondsOf(() => candidate.removeHalf(keys));
    const result = {
      name,
      writeMBs: megabytesPerSecond(write),
      readMBs: megabytesPerSecond(read),
      readMs: (read / WINDOWS) * 1000,
      togetherMBs: together,
      bytes,
      removeSeconds: remove,
      bytesAfter: bytesBelow(folder),
    };
    await candidate.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds per window, the shortest of 30, of what a value costs besides the disk. */
function measureParts() {
  const floats = Float32Array.from({ length: NUMBERS_PER_WINDOW }, (_, i) => Math.sin(i) * 8);
  const halves = new Uint16Array(NUMBERS_PER_WINDOW);
  const works: [string, () => unknown][] = [
    ['float32 to float16', () => toFloat16(floats, halves)],
    ['CRC-32', () => crc32(halves)],
  ];
  return works.map(([name, work]) => {
    for (let i = 0; i < 10; i++) work();
    const times = Array.from({ length: 30 }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    });
    return { name, ms: Math.min(...times) };
  });
}

async function main(): Promise<void> {
  const stores = [];
  for (const name of options.lmdb ? Object.keys(openers) : ['window memory'])
    stores.push(await measure(name));
  const parts = measureParts();
  const windowMB = (WINDOW_BYTES / 1e6).toFixed(2);
  const storeTable = table(
    [
      { heading: `${WINDOWS} windows of ${windowMB} MB`, cell: (row) => row.name },
      { heading: 'write MB/s', cell: (row) => row.writeMBs.toFixed(0) },
      { heading: 'read MB/s', cell: (row) => row.readMBs.toFixed(0) },
      { heading: 'ms a window', cell: (row) => row.readMs.toFixed(2) },
      { heading: `${PROCESSES} processes read MB/s`, cell: (row) => row.togetherMBs.toFixed(0) },
      { heading: 'MB on disk', cell: (row) => (row.bytes / 1e6).toFixed(0) },
      { heading: 'half removed: MB', cell: (row) => (row.bytesAfter / 1e6).toFixed(0) },
      { heading: 'in seconds', cell: (row) => row.removeSeconds.toFixed(1) },
    ],
    stores,
  );
  const partTable = table(
    [
      { heading: 'one window, shortest of 30', cell: (row) => row.name },
      { heading: 'ms', cell: (row) => row.ms.toFixed(2) },
    ],
    parts,
  );
  publish({
    id: 'store',
    title: 'Window memory on disk',
    command: 'npm run bench:store',
    machine: machine(),
    body: `${storeTable}\n\n${partTable}\n\nRead from the system's cache, checksums compared.`,
    data: { stores, parts },
  });
}

/** In a process of its own: reads everything and reports the seconds. */
async function child(name: string): Promise<void> {
  const candidate = await openers[name]!(options.folder);
  const seconds = await secondsOf(() => readAll(candidate));
  await candidate.close();
  process.stdout.write(String(seconds));
}

void (options.read === undefined ? main() : child(options.read));
