/** The last answer as it is kept over a reload of the window. Pure. */
import { idleRun, isRunning, type RunState } from './runState.ts';

/** Larger answers are not kept: the storage of a workspace is read at every start of its window. */
const largestSavedCharacters = 1_000_000;

export interface SavedRun {
  readonly version: 4;
  readonly run: RunState;
}

/** Undefined while a question runs and when there is nothing worth keeping. */
export function saveRun(run: RunState): SavedRun | undefined {
  if (isRunning(run) || run.phase === 'idle') return undefined;
  const saved: SavedRun = { version: 4, run };
  return JSON.stringify(saved).length > largestSavedCharacters ? undefined : saved;
}

/** Takes only what this version has written; anything else is as good as nothing. */
export function restoreRun(saved: unknown): RunState | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { version, run } = saved as Partial<SavedRun>;
  if (version !== 4 || typeof run !== 'object') return undefined;
  const complete = { ...idleRun, ...run };
  return isRunning(complete) ? undefined : complete;
}
