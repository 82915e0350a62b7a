import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LAYOUT_VERSION } from './valueFile.ts';

/** Folders of any version of the store; the store touches nothing else beside them. */
const STORE_FOLDER = /^windows-\d+\.\d+$/;
const SHARD = /^[0-9a-f]{2}$/;
const VALUE = /^[0-9a-f]{62}$/;
const CLOCK = 'clock';
const UNFINISHED = /^(\d+)-([0-9a-f]{12})-\d+$/;

/** Distinguishes unfinished files of this process from those of an ended process with the same id. */
const session = randomBytes(6).toString('hex');
let unfinishedFiles = 0;

/**
 * The paths of the store: `windows-<layout>.<format>/` holds `<2 hex>/<62 hex>` for each value, `unfinished/` for
 * files that are renamed into place when they are whole, and `clock` with the last tick (see ticks.ts).
 */
export class Layout {
  readonly folder: string;
  /** Folder of this version; the store owns everything below it. */
  readonly base: string;
  readonly unfinished: string;
  readonly clock: string;

  constructor(folder: string, formatVersion: number) {
    this.folder = folder;
    this.base = join(folder, `windows-${LAYOUT_VERSION}.${formatVersion}`);
    this.unfinished = join(this.base, 'unfinished');
    this.clock = join(this.base, CLOCK);
  }

  /** Paths of another version. */
  other(name: string): { readonly base: string; readonly clock: string } {
    const base = join(this.folder, name);
    return { base, clock: join(base, CLOCK) };
  }

  shard(hex: string): string {
    return join(this.base, hex.slice(0, 2));
  }

  value(hex: string): string {
    return join(this.shard(hex), hex.slice(2));
  }

  /** A new name for a file being written. */
  nextUnfinished(): string {
    return join(this.unfinished, `${process.pid}-${session}-${unfinishedFiles++}`);
  }
}

export const isStoreFolder = (name: string): boolean => STORE_FOLDER.test(name);
export const isShard = (name: string): boolean => SHARD.test(name);
export const isValue = (name: string): boolean => VALUE.test(name);

/**
 * Whether the process that wrote this file has ended. A process of another machine or container looks ended from
 * here; if its file is removed, it writes the value again.
 */
export function isLeftBehind(name: string): boolean {
  const [, pid, itsSession] = UNFINISHED.exec(name) ?? [];
  if (pid === undefined) return true;
  if (Number(pid) === process.pid) return itsSession !== session;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
