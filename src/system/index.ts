/** What the programs ask of the operating system. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export { ifUnlocked, withLock } from './lock.ts';
export { isAlive } from './processes.ts';
export type { LockOptions } from './lock.ts';

/** The operating system as an interface, so that tests can stand in. Everything rejects where there is nothing. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly list: (folder: string) => Promise<string[]>;
  readonly read: (path: string) => Promise<string>;
  /** The output of a program. */
  readonly run: (program: string, args: readonly string[]) => Promise<string>;
}

/** The real one. */
export const system: System = {
  platform: process.platform,
  list: (folder) => readdir(folder),
  read: (path) => readFile(path, 'utf8'),
  run: async (program, args) => (await promisify(execFile)(program, args, { timeout: 5000 })).stdout,
};
