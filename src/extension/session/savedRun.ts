/** Keeps the last answer over a reload of the window. Pure. */
import { idleRun, isRunning, type RunState } from './runState.ts';

/** A larger answer is not kept, because every start of a window reads its workspace's storage. */
const largestSavedCharacters = 1_000_000;

interface SavedRun {
  readonly version: 4;
  readonly run: RunState;
}

/** Undefined while a question runs and when there is nothing worth keeping. */
export function saveRun(run: RunState): SavedRun | undefined {
  if (isRunning(run) || run.phase === 'idle') return undefined;
  const saved: SavedRun = { version: 4, run };
  return JSON.stringify(saved).length > largestSavedCharacters ? undefined : saved;
}

/** Restores only what this version has written. */
export function restoreRun(saved: unknown): RunState | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { version, run } = saved as Partial<SavedRun>;
  if (version !== 4 || typeof run !== 'object') return undefined;
  const complete = { ...idleRun, ...run };
  return isRunning(complete) ? undefined : complete;
}
