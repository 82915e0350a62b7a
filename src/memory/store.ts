/**
 * A bounded store of values by key, one file each, shared by processes that do not know of each other. A file appears
 * whole by a rename, has a checksum, carries the time of its last use, and may be removed by anyone at any time.
 * docs/WINDOW_MEMORY.md has the reasons and the numbers.
 */
import type { Message } from '../contract/index.ts';
import { defaultCapBytes } from './cap.ts';
import { nodeDisk } from './disk.ts';
import type { Disk, FileState, ReadFile } from './disk.ts';
import { chooseVictims, diskBytes } from './evict.ts';
import { Layout } from './layout.ts';
import { isFolder, mendBase, mendValue, mendWay } from './mend.ts';
import { NOT_OURS, codeOf, describeProblem, isPassing } from './problem.ts';
import { removeOtherVersions, scan } from './scan.ts';
import { HEADER_BYTES, KEY_BYTES, MAX_VALUE_BYTES, byteLength, encodeHeader, isIntact } from './valueFile.ts';

export interface StoreOptions {
  /** Folder for the store; made if it is not there. Only `windows-<number>.<number>` in it is touched. */
  readonly folder: string;
  /** Version of the contents; stores of other versions are removed after 30 days without use. */
  readonly formatVersion: number;
  /**
   * Cap of the bytes on disk; default: see `defaultCapBytes`. Each process that writes may exceed it by a sixteenth
   * (or by one value, if that is more) before it counts again.
   */
  readonly capBytes?: number | undefined;
  /** For tests. */
  readonly disk?: Disk;
}

export interface StoreStats {
  /** Values and their bytes on disk, as last counted and changed by this process since. */
  readonly entries: number;
  readonly bytes: number;
  /** Undefined until the first count, unless it was given. */
  readonly capBytes: number | undefined;
  readonly hits: number;
  readonly misses: number;
  /** Values that were there but damaged; each was dropped and counts as a miss. */
  readonly damaged: number;
  readonly written: number;
  /** Values that were not kept. */
  readonly skipped: number;
  readonly evicted: number;
}

/** Share of the cap that may be written between two counts. */
const SLACK_SHARE = 1 / 16;
/** Bytes that may wait to be written. Beyond this, values are not kept, so that memory stays bounded. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const ATTEMPTS = 3;
/** After this many failed values in a row, no more are tried. */
const MAX_FAILURES = 8;

export class WindowStore {
  private readonly disk: Disk;
  private readonly layout: Layout;
  private readonly formatVersion: number;
  private cap: number | undefined;
  private readable = true;
  private writable = true;
  private problemFound: Message | undefined;
  private tick = 1;
  /** Bytes that may be written before the store is counted again. */
  private room = 0;
  /** Whether this pass may evict others for what it writes. */
  private evicts = true;
  /** The current pass has filled the store; it is not counted again before the next pass. */
  private full = false;
  /** Folders that this pass has found to be ours, or is looking at: every value asks for two of them. */
  private readonly folders = new Map<string, Promise<boolean>>();
  private failures = 0;
  private queue: Promise<void> = Promise.resolve();
  private waitingBytes = 0;
  /** Values being written, by key in hexadecimal. */
  private readonly waiting = new Map<string, Promise<boolean>>();
  private readonly counts = {
    entries: 0,
    bytes: 0,
    hits: 0,
    misses: 0,
    damaged: 0,
    written: 0,
    skipped: 0,
    evicted: 0,
  };

  private constructor({ folder, formatVersion, capBytes, disk = nodeDisk }: StoreOptions) {
    this.disk = disk;
    this.layout = new Layout(folder, formatVersion);
    this.formatVersion = formatVersion;
    this.cap = capBytes;
  }

  /**
   * Opens a store, or makes one. Never rejects: a folder without write access is read only, an unusable one remembers
   * nothing, and `problem` says why. Counting and mending run in the background.
   */
  static async open(options: StoreOptions): Promise<WindowStore> {
    const store = new WindowStore(options);
    await store.prepare();
    void store.enqueue(() => store.tidy());
    return store;
  }

  /** Why nothing new is remembered; undefined while all is well. */
  get problem(): Message | undefined {
    return this.problemFound;
  }

  stats(): StoreStats {
    return { ...this.counts, capBytes: this.cap };
  }

  /**
   * Begins a pass over the text, that is, a question. What the pass uses counts as newest and is not evicted for
   * other windows of the same pass, so that of a text larger than the cap a part is remembered.
   * @param evict false: the pass evicts nothing and stops keeping when there is no more room
   */
  async beginPass(evict = true): Promise<void> {
    this.full = false;
    this.folders.clear();
    this.evicts = evict;
    // Count again: an evicting pass may have had more room.
    if (!evict) this.room = 0;
    this.tick++;
    // Another process may have advanced the clock. Two processes may get the same tick, which does no harm.
    const clock = await this.stateOf(this.layout.clock);
    if (clock) this.tick = Math.max(this.tick, clock.tick + 1);
    if (this.writable) await this.disk.touch(this.layout.clock, this.tick).catch(() => undefined);
  }

  /**
   * The value of a key, checked against its checksum. A damaged one is dropped.
   * @param into used for the value if it is large enough, which saves an allocation; the result is then a view of it.
   * Not to be used for another call before this one resolves.
   * @returns the value, at the start of its own buffer unless `into` says otherwise; undefined when it is not there
   */
  async get(key: Uint8Array, into?: Uint8Array): Promise<Uint8Array | undefined> {
    if (!this.readable) return undefined;
    const hex = toHex(key);
    await this.waiting.get(hex);
    const path = this.layout.value(hex);
    if (!(await this.isInside(hex))) {
      this.counts.misses++;
      return undefined;
    }
    let file: ReadFile | undefined;
    try {
      file = await this.disk.read(path, into);
    } catch (error) {
      this.counts.misses++;
      // A folder or a link stands in the place of the file.
      if (['EISDIR', 'ELOOP'].includes(codeOf(error))) await this.drop(path, 0);
      return undefined;
    }
    if (!file || !isIntact(file.header, file.value, key, this.formatVersion)) {
      this.counts.misses++;
      await this.drop(path, file ? HEADER_BYTES + file.value.byteLength : 0);
      return undefined;
    }
    this.counts.hits++;
    if (this.writable && file.tick < this.tick) {
      await this.disk.touch(path, this.tick).catch(() => undefined);
    }
    return file.value;
  }

  /** Whether nothing more can be kept in this pass: the store is full or read only. */
  get isFull(): boolean {
    return this.full || !this.writable;
  }

  /** Whether a value of this key exists; it then counts as used. It is not read, so it may be damaged. */
  async has(key: Uint8Array): Promise<boolean> {
    if (!this.readable) return false;
    const hex = toHex(key);
    if (await this.waiting.get(hex)) return true;
    if (!(await this.isInside(hex))) return false;
    const path = this.layout.value(hex);
    const state = await this.stateOf(path);
    if (state?.kind !== 'file') return false;
    if (this.writable && state.tick < this.tick) {
      await this.disk.touch(path, this.tick).catch(() => undefined);
    }
    return true;
  }

  /**
   * Keeps a value, given in parts to avoid joining them. Neither key nor parts may change until the promise resolves,
   * which it always does: false when the value was not kept. A key stands for one value, so two processes may write
   * it in any order.
   */
  put(key: Uint8Array, parts: readonly Uint8Array[]): Promise<boolean> {
    const bytes = byteLength(parts);
    if (!this.writable || bytes > MAX_VALUE_BYTES || this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      this.counts.skipped++;
      return Promise.resolve(false);
    }
    const hex = toHex(key);
    this.waitingBytes += bytes;
    const kept = this.enqueue(async () => {
      const done = await this.write(hex, key, parts, bytes);
      this.waitingBytes -= bytes;
      if (this.waiting.get(hex) === kept) this.waiting.delete(hex);
      if (!done) this.counts.skipped++;
      return done;
    });
    this.waiting.set(hex, kept);
    return kept;
  }

  /** Resolves when everything given so far is on disk or given up. */
  async flush(): Promise<void> {
    await this.queue;
  }

  /** Removes everything, also what other processes and versions wrote. A disk that was full is tried again. */
  async clear(): Promise<void> {
    await this.enqueue(async () => {
      if (!this.readable) return;
      this.writable = true;
      this.problemFound = undefined;
      this.full = false;
      await removeOtherVersions(this.disk, this.layout, 'all').catch(() => undefined);
      await this.makeRoom(0, 0);
    });
  }

  /** Flushes; afterwards nothing is found or kept. */
  async close(): Promise<void> {
    await this.flush();
    this.readable = false;
    this.writable = false;
  }

  /** Makes the folders, or finds what works without them. */
  private async prepare(): Promise<void> {
    try {
      await mendBase(this.disk, this.layout, this.tick);
      await this.disk.checkWritable(this.layout.unfinished);
    } catch (error) {
      this.stopWriting(error);
      this.readable = codeOf(error) !== NOT_OURS && (await isFolder(this.disk, this.layout.base));
    }
    await this.beginPass();
  }

  /** First job of the queue: remove other versions and leftovers, count, obey the cap. */
  private async tidy(): Promise<void> {
    if (!this.readable) return;
    if (this.writable) await removeOtherVersions(this.disk, this.layout, 'unused').catch(() => undefined);
    await this.makeRoom(0);
  }

  private async write(
    hex: string,
    key: Uint8Array,
    parts: readonly Uint8Array[],
    bytes: number,
  ): Promise<boolean> {
    const size = diskBytes(HEADER_BYTES + bytes);
    if (!this.writable || !(await this.reserve(size))) return false;
    const file = [encodeHeader(key, this.formatVersion, parts), ...parts];
    for (let attempt = 1; ; attempt++) {
      const unfinished = this.layout.nextUnfinished();
      let whole = false;
      try {
        await mendWay(this.disk, this.layout, hex);
        await this.disk.write(unfinished, file, this.tick);
        whole = true;
        await this.disk.rename(unfinished, this.layout.value(hex));
        break;
      } catch (error) {
        await this.disk.remove(unfinished).catch(() => undefined);
        // Windows does not replace a file that is being read; the file there holds this very value.
        if (whole && isRefusal(error) && (await this.isThere(hex))) return true;
        if (attempt < ATTEMPTS && isMisplaced(error) && (await this.mend(hex))) continue;
        // On Windows a virus scanner may hold the file that is to be renamed.
        const mayPass = isPassing(error) || (whole && isRefusal(error));
        if (!mayPass || ++this.failures >= MAX_FAILURES) this.stopWriting(error);
        return false;
      }
    }
    this.failures = 0;
    this.counts.written++;
    this.counts.entries++;
    this.counts.bytes += size;
    return true;
  }

  /** Takes `size` bytes of the room; evicts first where there is too little. */
  private async reserve(size: number): Promise<boolean> {
    if (size > this.room && !this.full) {
      await this.makeRoom(size);
      this.full = size > this.room;
    }
    if (size > this.room) return false;
    this.room -= size;
    return true;
  }

  /** Counts the store, evicts so that `size` and some more fit, and sets `room`. */
  private async makeRoom(size: number, target?: number): Promise<void> {
    this.room = 0;
    try {
      if (this.writable) await mendBase(this.disk, this.layout, this.tick);
      const { entries, unfinishedBytes, lastTick } = await scan(this.disk, this.layout, this.writable);
      this.tick = Math.max(this.tick, lastTick);
      const before = entries.reduce((sum, { bytes }) => sum + bytes, unfinishedBytes);
      this.counts.entries = entries.length;
      this.counts.bytes = before;
      const cap = (this.cap ??= await defaultCapBytes(this.layout.folder, before, this.disk.freeBytes));
      if (!this.writable) return;
      const wanted = Math.max(size, Math.floor(cap * SLACK_SHARE));
      // When not evicting, leave the slack that opening a store frees; otherwise every background pass would refill
      // it.
      const limit = this.evicts ? cap : cap - wanted;
      const victims = chooseVictims(entries, {
        otherBytes: unfinishedBytes,
        targetBytes: target ?? (this.evicts ? cap - wanted : cap),
        capBytes: target ?? cap,
        protectedFrom: this.tick,
      });
      for (const { path, bytes } of victims) {
        // On Windows a file that is being read cannot be removed; the next count tries again.
        if (!(await this.removeValue(path, bytes))) continue;
        this.counts.evicted++;
      }
      this.room = Math.max(0, Math.min(wanted, limit - this.counts.bytes));
    } catch (error) {
      if (!isPassing(error)) this.stopWriting(error);
    }
  }

  private async drop(path: string, fileBytes: number): Promise<void> {
    this.counts.damaged++;
    if (this.writable) await this.removeValue(path, diskBytes(fileBytes));
  }

  private async removeValue(path: string, bytes: number): Promise<boolean> {
    try {
      await this.disk.remove(path);
    } catch {
      return false;
    }
    this.counts.entries = Math.max(0, this.counts.entries - 1);
    this.counts.bytes = Math.max(0, this.counts.bytes - bytes);
    return true;
  }

  /** Makes the folders again after somebody removed or replaced them. */
  private async mend(hex: string): Promise<boolean> {
    try {
      await mendBase(this.disk, this.layout, this.tick);
      await mendValue(this.disk, this.layout, hex);
      return true;
    } catch {
      return false;
    }
  }

  /** Whether a value's path leads through our folders only. What was not there may have been made since. */
  private async isInside(hex: string): Promise<boolean> {
    const found = await Promise.all(
      [this.layout.base, this.layout.shard(hex)].map((path) => {
        const known = this.folders.get(path) ?? isFolder(this.disk, path);
        this.folders.set(path, known);
        return known.then((isOurs) => {
          if (!isOurs) this.folders.delete(path);
          return isOurs;
        });
      }),
    );
    return found.every(Boolean);
  }

  private async isThere(hex: string): Promise<boolean> {
    return (await this.stateOf(this.layout.value(hex)))?.kind === 'file';
  }

  private stateOf(path: string): Promise<FileState | undefined> {
    return this.disk.state(path).catch(() => undefined);
  }

  private stopWriting(error: unknown): void {
    this.writable = false;
    this.problemFound ??= describeProblem(this.layout.folder, error);
  }

  /** Runs a job, which must not reject, after all earlier ones. */
  private enqueue<T>(job: () => Promise<T>): Promise<T> {
    const done = this.queue.then(job);
    this.queue = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}

function toHex(key: Uint8Array): string {
  if (key.byteLength !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`);
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');
}

/** A folder is missing, or something else stands in the place of a file or folder. */
function isMisplaced(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'].includes(codeOf(error));
}

function isRefusal(error: unknown): boolean {
  return ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}
