/** Runs questions one after the other and keeps the state of the latest. Knows nothing of the editor. */
import type { AskProgress, AskResult, Endpoint, WriterId } from '../engine/protocol.ts';
import type { Question } from '../engine/client.ts';
import {
  idleRun,
  isRunning,
  reduce,
  type RunError,
  type RunEvent,
  type RunState,
  type ScopeRoot,
} from './runState.ts';

/** What a session needs of the engine's client. */
export interface Asker {
  ask(
    question: Question,
    onProgress: (progress: AskProgress) => void,
    signal: AbortSignal,
  ): Promise<AskResult>;
}

/** The user's settings that travel with a question. */
export interface AskSettings {
  readonly writer: WriterId;
  /** Given when the writer is `endpoint`. */
  readonly endpoint?: Endpoint;
  readonly budgetTokens: number;
  readonly maxFileSizeBytes: number;
}

export class Session {
  readonly #asker: Asker;
  readonly #settings: () => AskSettings;
  readonly #toError: (error: unknown) => RunError;
  readonly #listeners = new Set<(state: RunState, event: RunEvent | undefined) => void>();
  #state: RunState = idleRun;
  #abort = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(asker: Asker, settings: () => AskSettings, toError: (error: unknown) => RunError) {
    this.#asker = asker;
    this.#settings = settings;
    this.#toError = toError;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Shows a state of an earlier window; ignored once a question has been asked. */
  restore(state: RunState): void {
    if (this.#state !== idleRun) return;
    this.#state = state;
    this.#emit(undefined);
  }

  onDidChange(listener: (state: RunState, event: RunEvent | undefined) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Asks; a question that still runs is cancelled first. Resolves with the last state of this question. */
  ask(question: string, roots: readonly ScopeRoot[]): Promise<RunState> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const turn = this.#last.then(() => this.#run(question, roots, abort.signal));
    this.#last = turn;
    return turn;
  }

  /** Tells of a question that cannot be asked; what is shown stays. */
  refuse(error: RunError): void {
    this.#dispatch({ type: 'refused', error });
  }

  /** Stops the running question; what it found stays. */
  cancel(): void {
    if (!isRunning(this.#state)) return;
    this.#dispatch({ type: 'cancelRequested' });
    this.#abort.abort();
  }

  async #run(question: string, roots: readonly ScopeRoot[], signal: AbortSignal): Promise<RunState> {
    this.#dispatch({ type: 'asked', question, roots });
    if (signal.aborted) this.#dispatch({ type: 'cancelRequested' });
    try {
      const result = await this.#asker.ask(
        { question, roots: roots.map(({ path }) => ({ path })), ...this.#settings() },
        (value) => this.#dispatch({ type: 'progress', value }),
        signal,
      );
      this.#dispatch({ type: 'finished', result });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: this.#toError(error) });
    }
    return this.#state;
  }

  #dispatch(event: RunEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state !== before) this.#emit(event);
  }

  #emit(event: RunEvent | undefined): void {
    for (const listener of this.#listeners) listener(this.#state, event);
  }
}
