import { build } from 'esbuild';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../../src/calibration/random.ts';
import { temporaryFolders } from '../engine/setting.ts';
import {
  baseOf,
  bytesBelow,
  fill,
  filesBelow,
  found,
  isValueOf,
  keyOf,
  open,
  valueFiles,
  valueOf,
} from './setting.ts';
import type { Summary, Work } from './worker.ts';

const temporary = temporaryFolders();
let program: string;

beforeAll(async () => {
  program = join(temporary(), 'worker.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
});

function start(work: Work): { process: ChildProcess; kept: number[]; summary: Promise<Summary> } {
  const child = fork(program, [JSON.stringify(work)], { execArgv: [] });
  const kept: number[] = [];
  const summary = new Promise<Summary>((resolve, reject) => {
    child.on('message', (message: number | Summary) => {
      if (typeof message === 'number') kept.push(message);
      else resolve(message);
    });
    child.on('exit', (code, signal) => reject(new Error(`The process ended: ${code ?? signal ?? ''}`)));
  });
  // Of a process that is to be killed nobody waits for the summary.
  summary.catch(() => undefined);
  return { process: child, kept, summary };
}

/** Repeats a step until the promise is settled, and returns its value. */
async function meanwhile<T>(promise: Promise<T>, step: () => Promise<unknown>): Promise<T> {
  const state = { waiting: true };
  const stop = (): void => void (state.waiting = false);
  promise.then(stop, stop);
  while (state.waiting) await step();
  return promise;
}

describe('a process that is killed', () => {
  it('at any point loses nothing that it was told is kept, and leaves nothing wrong', async () => {
    const rounds = 40;
    const random = randomOf(11);
    const folder = temporary();
    const kept = new Set<number>();
    const work = { folder, capBytes: 1e9, keys: 4000, steps: 1e9, writes: true, valueBytes: 150_000 };
    let killedWhileWriting = 0;
    for (let round = 0; round < rounds; round++) {
      const writer = start({ ...work, seed: round });
      const enough = 1 + random.below(6);
      while (writer.kept.length < enough) await once(writer.process, 'message');
      await sleep(random.below(8));
      writer.process.kill('SIGKILL');
      await once(writer.process, 'close');
      for (const n of writer.kept) kept.add(n);
      if (filesBelow(join(baseOf(folder), 'unfinished')).length > 0) killedWhileWriting++;

      const store = await open(folder, { capBytes: 1e9 });
      const missing = [];
      for (const n of kept) {
        const value = await store.get(keyOf(n));
        if (!value || !isValueOf(n, value, 150_000)) missing.push(n);
      }
      expect(missing, `round ${round}`).toEqual([]);
      await store.close();
      expect(store.stats().damaged).toBe(0);
      expect(filesBelow(join(baseOf(folder), 'unfinished')), 'left behind').toEqual([]);
    }
    // What is there and was not told any more is right as well.
    const store = await open(folder);
    expect((await found(store, 4000, 150_000)).length).toBe(valueFiles(folder).length);
    // The test is one: some were killed in the middle of a file.
    expect(killedWhileWriting).toBeGreaterThan(0);
  });
});

describe('several processes', () => {
  it('write and read the same store, which stays within its cap', async () => {
    const folder = temporary();
    const valueBytes = 50_000;
    const valueOnDisk = 53_248;
    const capBytes = 4_000_000;
    const workers = [1, 2, 3].map((seed) =>
      start({ folder, capBytes, seed, keys: 120, steps: 600, writes: true, valueBytes }),
    );
    let largest = 0;
    const summaries = await meanwhile(Promise.all(workers.map(({ summary }) => summary)), async () => {
      await sleep(5);
      largest = Math.max(largest, bytesBelow(folder));
    });
    for (const { hits, wrong, damaged, written, problem } of summaries) {
      expect(hits).toBeGreaterThan(0);
      expect(written).toBeGreaterThan(0);
      expect({ wrong, damaged, problem }).toEqual({ wrong: 0, damaged: 0, problem: '' });
    }
    // A sixteenth for each further process. The sum is not taken at one moment: a file may be counted under both names.
    const slack = 2 * Math.max(capBytes / 16, valueOnDisk);
    expect(largest).toBeLessThanOrEqual(capBytes + slack + 3 * valueOnDisk);
    expect(largest).toBeGreaterThan(capBytes / 2);
    const store = await open(folder, { capBytes });
    await store.flush();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(capBytes);
    expect((await found(store, 120, valueBytes)).length).toBe(store.stats().entries);
  });

  it('may evict what another one reads', async () => {
    const folder = temporary();
    await fill(folder, 60);
    const reader = { folder, keys: 60, steps: 4000, writes: false, valueBytes: 10_000 };
    const readers = [1, 2].map((seed) => start({ ...reader, capBytes: 1e9, seed }));
    const store = await open(folder, { capBytes: 30 * 12_288 });
    const random = randomOf(5);
    const summaries = await meanwhile(Promise.all(readers.map(({ summary }) => summary)), async () => {
      await store.beginPass();
      const n = random.below(60);
      await store.put(keyOf(n), [valueOf(n)]);
    });
    for (const { hits, wrong, damaged, problem } of summaries) {
      expect(hits).toBeGreaterThan(0);
      expect({ wrong, damaged, problem }).toEqual({ wrong: 0, damaged: 0, problem: '' });
    }
    expect(store.stats().evicted).toBeGreaterThan(0);
  });

  it('may clear what another one writes', async () => {
    const folder = temporary();
    const writer = start({
      folder,
      capBytes: 1e9,
      seed: 1,
      keys: 100,
      steps: 1500,
      writes: true,
      valueBytes: 10_000,
    });
    const store = await open(folder);
    const summary = await meanwhile(writer.summary, async () => {
      await store.clear();
      await sleep(10);
    });
    expect(summary).toMatchObject({ wrong: 0, damaged: 0, problem: '' });
  });
});
