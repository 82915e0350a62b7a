import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LAYOUT_VERSION } from './valueFile.ts';

/** Folders of any version of the store; nothing else beside them is ever touched. */
const STORE_FOLDER = /^windows-\d+\.\d+$/;
const SHARD = /^[0-9a-f]{2}$/;
const VALUE = /^[0-9a-f]{62}$/;
const CLOCK = 'clock';
const UNFINISHED = /^(\d+)-([0-9a-f]{12})-\d+$/;

/** Tells this process's unfinished files from those of an ended one that had the same id. */
const session = randomBytes(6).toString('hex');
let unfinishedFiles = 0;

/**
 * Where things lie: `windows-<layout>.<format>/` with `<2 hex>/<62 hex>` for each value, `unfinished/` for what is being
 * written, to be renamed into place when it is whole, and `clock`, which holds the last tick (see ticks.ts).
 */
export class Layout {
  readonly folder: string;
  /** Of this version; everything below it is ours. */
  readonly base: string;
  readonly unfinished: string;
  readonly clock: string;

  constructor(folder: string, formatVersion: number) {
    this.folder = folder;
    this.base = join(folder, `windows-${LAYOUT_VERSION}.${formatVersion}`);
    this.unfinished = join(this.base, 'unfinished');
    this.clock = join(this.base, CLOCK);
  }

  /** Of the store of another version. */
  other(name: string): { readonly base: string; readonly clock: string } {
    const base = join(this.folder, name);
    return { base, clock: join(base, CLOCK) };
  }

  /** Of a key in hexadecimal. */
  shard(hex: string): string {
    return join(this.base, hex.slice(0, 2));
  }

  value(hex: string): string {
    return join(this.shard(hex), hex.slice(2));
  }

  /** A new name for a file to be written. */
  nextUnfinished(): string {
    return join(this.unfinished, `${process.pid}-${session}-${unfinishedFiles++}`);
  }
}

export const isStoreFolder = (name: string): boolean => STORE_FOLDER.test(name);
export const isShard = (name: string): boolean => SHARD.test(name);
export const isValue = (name: string): boolean => VALUE.test(name);

/**
 * Whether nobody will finish this file. A process of another machine or container looks ended from here: its file may
 * be taken away from it, upon which it writes the value again.
 */
export function isLeftBehind(name: string): boolean {
  const [, pid, itsSession] = UNFINISHED.exec(name) ?? [];
  if (pid === undefined) return true;
  if (Number(pid) === process.pid) return itsSession !== session;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // A process of another user may not be signalled, but it is there.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
