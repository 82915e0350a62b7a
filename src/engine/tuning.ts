/**
 * How many threads a run of the model gets: measured on the machine once or twice, kept beside the window memory, used by
 * the next engine. docs/THROUGHPUT.md has the reasons and numbers.
 */
import { ModelRecords } from './modelRecords.ts';

/** What a measurement holds for. */
export interface TuningKey {
  readonly processor: string;
  readonly cores: number;
  /** See `ModelIdentity`. */
  readonly model: string;
  /** Version of the runtime. */
  readonly runtime: string;
}

/** Milliseconds of one window by number of threads. */
export type WindowTimes = ReadonlyMap<number, number>;

export interface TuningRecord extends TuningKey {
  /** How often it was measured. */
  readonly measurements: number;
  readonly windowMs: WindowTimes;
}

/** What can be timed: the model with a number of threads; see `ThreadTrial` in model/. */
export interface Trial {
  /** @returns milliseconds of one window */
  time(): Promise<number>;
  dispose(): Promise<void>;
}

/** The least time is kept of so many measurements: other programs can only have made it longer. */
const MEASUREMENTS = 3;
const ROUNDS = 3;
/** Fewer threads are preferred when they cost no more than this share of time: the other cores stay free. */
const WORTH = 0.05;
const FILE = 'tuning.json';

/**
 * Numbers of threads to try: one, half and all of the cores.
 * @param physical cores, where several threads of the processor share one and their number is known
 */
export function threadCandidates(cores: number, physical?: number): number[] {
  const candidates = [1, Math.floor(cores / 2), physical ?? cores, cores];
  return [...new Set(candidates)].filter((n) => n >= 1 && n <= cores).sort((a, b) => a - b);
}

/** The fewest threads that are about as fast as the fastest; undefined when nothing was measured. */
export function chooseThreads(times: WindowTimes): number | undefined {
  const fastest = Math.min(...times.values());
  const good = [...times].filter(([, ms]) => ms <= fastest * (1 + WORTH)).map(([threads]) => threads);
  return good.length > 0 ? Math.min(...good) : undefined;
}

/** Whether another measurement could change anything. */
export function needsTuning(record: TuningRecord | undefined, candidates: readonly number[]): boolean {
  if (candidates.length < 2) return false;
  return !record || record.measurements < MEASUREMENTS || candidates.some((n) => !record.windowMs.has(n));
}

/**
 * Times every candidate in turn, some rounds, so that what else the machine does falls on all alike.
 * @returns medians; undefined when the signal was aborted before the end
 */
export async function measureThreads(
  candidates: readonly number[],
  open: (threads: number) => Promise<Trial>,
  signal: AbortSignal,
): Promise<WindowTimes | undefined> {
  const trials: { readonly threads: number; readonly trial: Trial; readonly times: number[] }[] = [];
  try {
    for (const threads of candidates) {
      if (await isAborted(signal)) return undefined;
      trials.push({ threads, trial: await open(threads), times: [] });
    }
    // The first run loads the graph and takes memory.
    for (let round = -1; round < ROUNDS; round++) {
      for (const { trial, times } of trials) {
        if (await isAborted(signal)) return undefined;
        const time = await trial.time();
        if (round >= 0) times.push(time);
      }
    }
    return new Map(trials.map(({ threads, times }) => [threads, median(times)]));
  } finally {
    for (const { trial } of trials) await trial.dispose();
  }
}

/** The least of what is known and what was measured now. */
export function withMeasurement(
  key: TuningKey,
  record: TuningRecord | undefined,
  times: WindowTimes,
): TuningRecord {
  const windowMs = new Map(
    [...times].map(([threads, ms]) => [threads, Math.min(ms, record?.windowMs.get(threads) ?? ms)]),
  );
  return { ...key, measurements: (record?.measurements ?? 0) + 1, windowMs };
}

/** What was measured for this key; undefined when there is nothing, or nothing usable. Never rejects. */
export async function readTuning(folder: string, key: TuningKey): Promise<TuningRecord | undefined> {
  const { model, ...machine } = key;
  const found = await new ModelRecords(folder, FILE).get(model);
  const { measurements, windowMs } = found;
  if (Object.entries(machine).some(([name, value]) => found[name] !== value)) return undefined;
  if (!isPositive(measurements) || typeof windowMs !== 'object' || windowMs === null) return undefined;
  const times = Object.entries(windowMs).map(([n, ms]): [number, unknown] => [Number(n), ms]);
  const right = times.every(([n, ms]) => Number.isInteger(n) && n >= 1 && n <= key.cores && isPositive(ms));
  if (!right || times.length === 0) return undefined;
  return { ...key, measurements, windowMs: new Map(times as [number, number][]) };
}

/** Writes a record whole or not at all; those of other models stay. @throws as `node:fs` does */
export async function writeTuning(folder: string, record: TuningRecord): Promise<void> {
  const { windowMs, model, ...rest } = record;
  await new ModelRecords(folder, FILE).set(model, { ...rest, windowMs: Object.fromEntries(windowMs) });
}

/** The one in the middle, the lower of two; of at least one value. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** After the news of a question, if there is any, has come in: a run of the model holds the thread on which it does. */
async function isAborted(signal: AbortSignal): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  return signal.aborted;
}
