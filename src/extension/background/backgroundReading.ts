/** Reads the files while nothing is asked, so that the next question finds them known. Knows nothing of the editor. */
import type { Told, ReadAheadProgress, ReadAheadResult } from '../../contract/index.ts';
import { toldOf } from '../../messages/index.ts';
import { Listeners } from '../listeners.ts';

export type BackgroundState =
  | { readonly kind: 'off' }
  /** There may be something to read; it waits until nothing has been asked for a while. */
  | { readonly kind: 'waiting'; readonly progress: ReadAheadProgress | null }
  | { readonly kind: 'reading'; readonly progress: ReadAheadProgress | null }
  | { readonly kind: 'battery'; readonly progress: ReadAheadProgress | null }
  /** Everything is known. */
  | { readonly kind: 'done' }
  /** It cannot go on; `reason` is for people. */
  | { readonly kind: 'stopped'; readonly reason: Told };

/** What it needs of the world. */
interface BackgroundWorld {
  /** Reads what is not known yet; aborting the signal ends it early. Rejects with a reason for people. */
  readonly read: (
    onProgress: (progress: ReadAheadProgress) => void,
    signal: AbortSignal,
  ) => Promise<ReadAheadResult>;
  /** Undefined where it is not known. */
  readonly onBattery: () => Promise<boolean | undefined>;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Calls back once; the result takes that back. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** So long after it is turned on, which is usually when InfiniAsk is first used in the window. */
export const START_MS = 10_000;
/** So long after the last question, or the last change of a file. */
export const IDLE_MS = 30_000;
/** How often the battery is looked at. */
export const BATTERY_MS = 60_000;

export class BackgroundReading {
  readonly #world: BackgroundWorld;
  readonly #listeners = new Listeners<[state: BackgroundState]>();
  #state: BackgroundState = { kind: 'off' };
  #progress: ReadAheadProgress | null = null;
  #busy = false;
  #busyUntil = -Infinity;
  /** Whether there may be something that was not read. */
  #unread = false;
  /** Nothing can be kept, whatever changes in the files. */
  #unavailable = false;
  #cancelTimer: (() => void) | undefined;
  /** Of the reading that runs. */
  #abort: AbortController | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(world: BackgroundWorld) {
    this.#world = world;
  }

  get state(): BackgroundState {
    return this.#state;
  }

  onDidChange(listener: (state: BackgroundState) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  /** Turns it on or off. */
  setEnabled(enabled: boolean): void {
    if (enabled === (this.#state.kind !== 'off')) return;
    this.#halt();
    this.#progress = null;
    this.#unavailable = false;
    this.#unread = enabled;
    if (!enabled) {
      this.#set({ kind: 'off' });
      return;
    }
    this.#state = { kind: 'waiting', progress: null };
    const sinceBusy = this.#world.now() - this.#busyUntil;
    this.#wait(Math.max(START_MS, IDLE_MS - sinceBusy));
  }

  /** Says whether a question runs. */
  setBusy(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    if (busy) this.#halt();
    else this.#busyUntil = this.#world.now();
    this.#wait(IDLE_MS);
  }

  /** Says that there may be something new to read. */
  changed(): void {
    if (this.#state.kind === 'off' || this.#unavailable) return;
    this.#unread = true;
    this.#wait(IDLE_MS);
  }

  /** Turns it off; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.setEnabled(false);
    await this.#reading;
  }

  #halt(): void {
    this.#cancelTimer?.();
    if (!this.#abort) return;
    this.#abort.abort();
    this.#unread = true;
  }

  /** Reads after some time, if there is something to read and nothing in the way then. */
  #wait(ms: number): void {
    this.#cancelTimer?.();
    if (!this.#unread || this.#state.kind === 'off') return;
    // What changes while it reads is seen to afterwards.
    if (this.#abort && !this.#abort.signal.aborted) return;
    if (this.#state.kind !== 'battery') this.#set({ kind: 'waiting', progress: this.#progress });
    if (this.#busy) return;
    this.#cancelTimer = this.#world.after(ms, () => {
      this.#reading = this.#reading.then(() => this.#run());
    });
  }

  async #run(): Promise<void> {
    // An earlier reading may have taken its time to end.
    if (this.#busy || !this.#unread) return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      await this.#read(abort);
    } finally {
      if (this.#abort === abort) this.#abort = undefined;
    }
  }

  async #read(abort: AbortController): Promise<void> {
    const { signal } = abort;
    if (await this.#pausesOnBattery(signal)) return;
    if (signal.aborted) return;
    this.#unread = false;
    this.#set({ kind: 'reading', progress: this.#progress });
    const stopWatching = this.#watchBattery(abort);
    let result: ReadAheadResult | undefined;
    let failure: Told = '';
    try {
      result = await this.#world.read((progress) => {
        this.#progress = progress;
        if (!signal.aborted) this.#set({ kind: 'reading', progress });
      }, signal);
    } catch (error) {
      if (abort.signal.aborted) this.#unread = true;
      else failure = toldOf(error);
    } finally {
      stopWatching();
    }
    this.#abort = undefined;
    this.#finish(result, failure);
  }

  #finish(result: ReadAheadResult | undefined, failure: Told): void {
    if (this.#state.kind === 'off') return;
    switch (result?.outcome) {
      case 'complete':
        this.#progress = null;
        this.#set({ kind: 'done' });
        break;
      case 'cancelled':
        // As when it was told to halt, unless that was for the battery.
        this.#unread = true;
        break;
      case 'full':
        this.#set({ kind: 'stopped', reason: result.reason });
        break;
      case 'unavailable':
        this.#unavailable = true;
        this.#unread = false;
        this.#set({ kind: 'stopped', reason: result.reason });
        break;
      case undefined:
        // One that was killed, as it did not end in time, was told to end all the same.
        if (failure !== '') this.#set({ kind: 'stopped', reason: failure });
        break;
    }
    // After a cancellation, or when files have changed meanwhile.
    this.#wait(this.#state.kind === 'battery' ? BATTERY_MS : IDLE_MS);
  }

  /** @returns true when it is on battery: then it looks again later */
  async #pausesOnBattery(signal: AbortSignal): Promise<boolean> {
    const paused = (await this.#isOnBattery()) && !signal.aborted;
    if (paused) {
      this.#abort = undefined;
      this.#set({ kind: 'battery', progress: this.#progress });
      this.#wait(BATTERY_MS);
    }
    return paused;
  }

  /** A look that fails says nothing; the reading must not fail with it. */
  async #isOnBattery(): Promise<boolean> {
    try {
      return (await this.#world.onBattery()) === true;
    } catch {
      return false;
    }
  }

  /** Ends a reading when the computer is unplugged. @returns how to end the watch */
  #watchBattery(abort: AbortController): () => void {
    let cancel: () => void = () => undefined;
    const look = async (): Promise<void> => {
      const paused = await this.#isOnBattery();
      if (abort.signal.aborted || this.#abort !== abort) return;
      if (paused) {
        this.#set({ kind: 'battery', progress: this.#progress });
        abort.abort();
      } else {
        cancel = this.#world.after(BATTERY_MS, () => void look());
      }
    };
    cancel = this.#world.after(BATTERY_MS, () => void look());
    return () => cancel();
  }

  #set(state: BackgroundState): void {
    this.#state = state;
    this.#listeners.tell(state);
  }
}
