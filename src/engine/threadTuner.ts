import { availableParallelism, cpus } from 'node:os';
import { runtimeVersion, ThreadTrial } from '../model/index.ts';
import { physicalCores } from './cores.ts';
import {
  chooseThreads,
  measureThreads,
  needsTuning,
  readTuning,
  threadCandidates,
  withMeasurement,
  writeTuning,
} from './tuning.ts';
import type { TuningKey } from './tuning.ts';

/** Finds out how many threads are best for a model on this machine, and remembers it in a folder. */
export class ThreadTuner {
  private readonly folder: string;
  private readonly modelFolder: string;

  constructor(folder: string, modelFolder: string) {
    this.folder = folder;
    this.modelFolder = modelFolder;
  }

  /** @returns the best number of threads as far as it is known */
  async threads(identity: string): Promise<number | undefined> {
    const record = await readTuning(this.folder, await keyOf(identity));
    return record && chooseThreads(record.windowMs);
  }

  /**
   * Measures, unless enough is known; the result is for the next time that the model is opened.
   * @returns false when the signal was aborted before the end
   */
  async tune(identity: string, signal: AbortSignal): Promise<boolean> {
    const key = await keyOf(identity);
    const record = await readTuning(this.folder, key);
    const candidates = threadCandidates(key.cores, await physicalCores());
    if (!needsTuning(record, candidates)) return true;
    const times = await measureThreads(
      candidates,
      (threads) => ThreadTrial.open(this.modelFolder, threads),
      signal,
    );
    if (!times) return false;
    await writeTuning(this.folder, withMeasurement(key, record, times));
    return true;
  }
}

async function keyOf(identity: string): Promise<TuningKey> {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    model: identity,
    runtime: await runtimeVersion(),
  };
}
