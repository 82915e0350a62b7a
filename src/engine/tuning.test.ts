import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  chooseThreads,
  measureThreads,
  median,
  needsTuning,
  readTuning,
  threadCandidates,
  withMeasurement,
  writeTuning,
} from './tuning.ts';
import type { Trial, TuningKey } from './tuning.ts';

const key: TuningKey = { processor: 'Abacus 9', cores: 8, model: 'abc', runtime: '1.2.3' };
const times = (entries: Record<number, number>): Map<number, number> =>
  new Map(Object.entries(entries).map(([n, ms]) => [Number(n), ms]));

describe('the candidates', () => {
  it.each([
    [1, undefined, [1]],
    [2, undefined, [1, 2]],
    [3, undefined, [1, 3]],
    [16, undefined, [1, 8, 16]],
    [16, 8, [1, 8, 16]],
    [12, 8, [1, 6, 8, 12]],
    // Of a container with two of the machine's cores.
    [2, 32, [1, 2]],
  ])('of %i cores, %s by themselves', (cores, physical, expected) => {
    expect(threadCandidates(cores, physical)).toEqual(expected);
  });
});

describe('the choice', () => {
  it('is the fastest', () => {
    expect(chooseThreads(times({ 1: 400, 4: 120, 8: 90 }))).toBe(8);
    expect(chooseThreads(times({ 1: 400, 4: 120, 8: 150 }))).toBe(4);
  });

  it('is the fewest of those that are about as fast', () => {
    expect(chooseThreads(times({ 1: 400, 4: 103, 8: 100 }))).toBe(4);
    expect(chooseThreads(times({ 1: 100, 2: 98 }))).toBe(1);
  });

  it('is not made of nothing', () => {
    expect(chooseThreads(new Map())).toBeUndefined();
  });

  it('rests on the least time of each, as others can only slow it down', () => {
    const first = withMeasurement(key, undefined, times({ 1: 300, 2: 310 }));
    expect(chooseThreads(first.windowMs)).toBe(1);
    const second = withMeasurement(key, first, times({ 1: 305, 2: 160 }));
    expect(second).toEqual({ ...key, measurements: 2, windowMs: times({ 1: 300, 2: 160 }) });
    expect(chooseThreads(second.windowMs)).toBe(2);
  });

  it('is measured a few times, and again for a candidate that is new', () => {
    const record = (measurements: number) => ({ ...key, measurements, windowMs: times({ 1: 9, 8: 3 }) });
    expect(needsTuning(undefined, [1, 8])).toBe(true);
    expect(needsTuning(undefined, [1])).toBe(false);
    expect(needsTuning(record(2), [1, 8])).toBe(true);
    expect(needsTuning(record(3), [1, 8])).toBe(false);
    expect(needsTuning(record(3), [1, 4, 8])).toBe(true);
  });
});

it('median', () => {
  expect(median([5])).toBe(5);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 3])).toBe(3);
});

describe('the measurement', () => {
  /** Each candidate's times, first to last; what was timed is written down. */
  function stand(script: Record<number, number[]>, onTime: (timed: string[]) => void = () => undefined) {
    const timed: string[] = [];
    const open = (threads: number): Promise<Trial> =>
      Promise.resolve({
        time: () => {
          timed.push(String(threads));
          onTime(timed);
          return Promise.resolve(script[threads]!.shift()!);
        },
        dispose: () => {
          timed.push(`${threads} ends`);
          return Promise.resolve();
        },
      });
    return { timed, open };
  }

  it('takes the median of rounds in turn, without the first run', async () => {
    const { timed, open } = stand({ 1: [999, 30, 90, 31], 2: [999, 20, 19, 80] });
    const measured = await measureThreads([1, 2], open, new AbortController().signal);
    expect(measured).toEqual(times({ 1: 31, 2: 20 }));
    expect(timed).toEqual(['1', '2', '1', '2', '1', '2', '1', '2', '1 ends', '2 ends']);
  });

  it('stops after the run in hand, and frees what it has opened', async () => {
    const abort = new AbortController();
    const { timed, open } = stand({ 1: [9, 9, 9, 9], 2: [9, 9, 9, 9] }, ({ length }) => {
      if (length === 3) abort.abort();
    });
    expect(await measureThreads([1, 2], open, abort.signal)).toBeUndefined();
    expect(timed).toEqual(['1', '2', '1', '1 ends', '2 ends']);
    timed.length = 0;
    expect(await measureThreads([1, 2], open, abort.signal)).toBeUndefined();
    expect(timed).toEqual([]);
  });

  it('frees what it has opened when one cannot be opened', async () => {
    const { timed, open } = stand({ 1: [9] });
    const failing = (threads: number) =>
      threads === 1 ? open(threads) : Promise.reject(new Error('no memory'));
    await expect(measureThreads([1, 2], failing, new AbortController().signal)).rejects.toThrow('no memory');
    expect(timed).toEqual(['1 ends']);
  });
});

describe('the record', () => {
  const made: string[] = [];
  afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'infiniask-tuning-'));
    made.push(path);
    return path;
  };
  const record = withMeasurement(key, undefined, times({ 1: 300, 8: 60.5 }));

  it('is found again, also in a folder that was not there', async () => {
    const inside = join(folder(), 'not', 'yet');
    expect(await readTuning(inside, key)).toBeUndefined();
    await writeTuning(inside, record);
    expect(await readTuning(inside, key)).toEqual(record);
    expect(readdirSync(inside)).toEqual(['tuning.json']);
  });

  it.each([
    ['processor', { ...key, processor: 'Abacus 8' }],
    ['number of cores', { ...key, cores: 4 }],
    ['model', { ...key, model: 'abd' }],
    ['runtime', { ...key, runtime: '1.2.4' }],
  ])('of another %s is ignored', async (_, other) => {
    const path = folder();
    await writeTuning(path, record);
    expect(await readTuning(path, other)).toBeUndefined();
  });

  it('of one model leaves that of another', async () => {
    const path = folder();
    const other = { ...key, model: 'abd' };
    await writeTuning(path, record);
    await writeTuning(path, withMeasurement(other, undefined, times({ 1: 7 })));
    expect(await readTuning(path, key)).toEqual(record);
    expect((await readTuning(path, other))?.windowMs).toEqual(times({ 1: 7 }));
  });

  const right = { ...key, measurements: 1, windowMs: { 1: 300, 8: 60 } };
  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(right).slice(0, 60)],
    ['null', 'null'],
    ['a list', '[]'],
    ['no times', JSON.stringify({ ...right, windowMs: {} })],
    ['times of nothing', JSON.stringify({ ...right, windowMs: null })],
    ['a time that is none', JSON.stringify({ ...right, windowMs: { 1: 300, 8: -1 } })],
    ['a text for a time', JSON.stringify({ ...right, windowMs: { 1: 300, 8: '60' } })],
    ['more threads than cores', JSON.stringify({ ...right, windowMs: { 1: 300, 4000: 1 } })],
    ['half a thread', JSON.stringify({ ...right, windowMs: { 1: 300, 0.5: 1 } })],
    ['no count', JSON.stringify({ ...right, measurements: null })],
  ])('that is damaged (%s) is ignored and written anew', async (_, text) => {
    const path = folder();
    await writeTuning(path, record);
    const file = join(path, 'tuning.json');
    const [model] = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
    writeFileSync(file, `{"${model!}":${JSON.stringify(right)}}`);
    expect(await readTuning(path, key)).toBeDefined();
    for (const damaged of [`{"${model!}":${text}}`, text]) {
      writeFileSync(file, damaged);
      expect(await readTuning(path, key)).toBeUndefined();
      await writeTuning(path, record);
      expect(await readTuning(path, key)).toEqual(record);
    }
  });

  it('leaves nothing behind where it cannot be written', async () => {
    const path = folder();
    writeFileSync(join(path, 'file'), '');
    await expect(writeTuning(join(path, 'file'), record)).rejects.toThrow();
    expect(readdirSync(path)).toEqual(['file']);
  });
});
