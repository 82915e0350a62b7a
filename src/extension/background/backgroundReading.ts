/** Decides when to read ahead: while nothing is asked. Knows nothing of the editor. */
import type { Told, ReadAheadProgress, ReadAheadResult } from '../../contract/index.ts';
import { toldOf } from '../../messages/index.ts';
import { Listeners } from '../listeners.ts';

export type BackgroundState =
  | { readonly kind: 'off' }
  /** There may be something to read; reading begins when nothing has been asked for a while. */
  | { readonly kind: 'waiting'; readonly progress: ReadAheadProgress | null }
  | { readonly kind: 'reading'; readonly progress: ReadAheadProgress | null }
  | { readonly kind: 'battery'; readonly progress: ReadAheadProgress | null }
  /** Everything has been read. */
  | { readonly kind: 'done' }
  /** Reading cannot go on; `reason` is for people. */
  | { readonly kind: 'stopped'; readonly reason: Told };

/** The outside world, replaced by tests. */
interface BackgroundWorld {
  /** Reads what is not remembered; aborting the signal ends it early. Rejects with a reason for people. */
  readonly read: (
    onProgress: (progress: ReadAheadProgress) => void,
    signal: AbortSignal,
  ) => Promise<ReadAheadResult>;
  /** Resolves with undefined where it is unknown. */
  readonly onBattery: () => Promise<boolean | undefined>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Calls `act` once, later; the result cancels that. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** Wait after the feature is turned on, usually when InfiniAsk is first used in a window. */
export const START_MS = 10_000;
/** Wait after the last question, or the last change of a file. */
export const IDLE_MS = 30_000;
/** Interval between looks at the battery. */
export const BATTERY_MS = 60_000;

export class BackgroundReading {
  readonly #world: BackgroundWorld;
  readonly #listeners = new Listeners<[state: BackgroundState]>();
  #state: BackgroundState = { kind: 'off' };
  #progress: ReadAheadProgress | null = null;
  #busy = false;
  #busyUntil = -Infinity;
  /** Whether something may have not been read. */
  #unread = false;
  /** Whether the memory cannot keep anything, whatever changes in the files. */
  #unavailable = false;
  #cancelTimer: (() => void) | undefined;
  /** Aborts the current reading. */
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

  /** Turns the feature on or off. */
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

  /** Called when a question begins or ends. */
  setBusy(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    if (busy) this.#halt();
    else this.#busyUntil = this.#world.now();
    this.#wait(IDLE_MS);
  }

  /** Called when there may be something new to read. */
  changed(): void {
    if (this.#state.kind === 'off' || this.#unavailable) return;
    this.#unread = true;
    this.#wait(IDLE_MS);
  }

  /** Turns the feature off; resolves when no reading runs any more. */
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

  /** Reads after a while, if there is something to read and nothing in the way then. */
  #wait(ms: number): void {
    this.#cancelTimer?.();
    if (!this.#unread || this.#state.kind === 'off') return;
    // The end of the current reading starts the next wait.
    if (this.#abort && !this.#abort.signal.aborted) return;
    if (this.#state.kind !== 'battery') this.#set({ kind: 'waiting', progress: this.#progress });
    if (this.#busy) return;
    this.#cancelTimer = this.#world.after(ms, () => {
      this.#reading = this.#reading.then(() => this.#run());
    });
  }

  async #run(): Promise<void> {
    // The reading before may have ended late; since then a question or nothing to read may be in the way.
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
        // The reading was stopped before its end, so there is still something to read.
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
        // A reading without a failure was aborted: its process did not end in time and was killed.
        if (failure !== '') this.#set({ kind: 'stopped', reason: failure });
        break;
    }
    // Goes on after a cancellation, or where files have changed meanwhile.
    this.#wait(this.#state.kind === 'battery' ? BATTERY_MS : IDLE_MS);
  }

  /** @returns true when on battery; it then looks again later */
  async #pausesOnBattery(signal: AbortSignal): Promise<boolean> {
    const paused = (await this.#isOnBattery()) && !signal.aborted;
    if (paused) {
      this.#abort = undefined;
      this.#set({ kind: 'battery', progress: this.#progress });
      this.#wait(BATTERY_MS);
    }
    return paused;
  }

  /** An error while looking counts as unknown and must not fail the reading. */
  async #isOnBattery(): Promise<boolean> {
    try {
      return (await this.#world.onBattery()) === true;
    } catch {
      return false;
    }
  }

  /** Aborts a reading when the computer is unplugged. @returns ends the watch */
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
