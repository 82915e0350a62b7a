/** Asks questions one after the other and keeps the state of the latest. Knows nothing of the editor. */
import type { EngineClient } from '../../client/index.ts';
import type {
  CorpusSettings,
  Endpoint,
  Evidence,
  Question,
  QuestionBefore,
  ReadingMode,
  WriterId,
} from '../../contract/index.ts';
import { Listeners } from '../listeners.ts';
import {
  answerBasis,
  idleRun,
  isRunning,
  reduce,
  searchedBy,
  toRoots,
  unfinished,
  type Asked,
  type RunError,
  type RunEvent,
  type RunState,
  type ScopeRoot,
} from './runState.ts';

/** The part of the engine's client that the extension uses. Every function rejects with what `toRunError` understands. */
export type Asker = Pick<EngineClient, 'ask' | 'pause' | 'answer' | 'survey' | 'why' | 'describe'>;

/** The user's settings that are sent with a question. */
export interface AskSettings {
  readonly writer: WriterId;
  /** Given when the writer is `endpoint`. */
  readonly endpoint?: Endpoint;
  readonly budgetTokens: number;
  readonly reading: ReadingMode;
  readonly corpus: CorpusSettings;
}

export class Session {
  readonly #asker: Pick<Asker, 'ask' | 'pause' | 'answer'>;
  readonly #settings: () => AskSettings;
  readonly #toError: (error: unknown) => RunError;
  readonly #listeners = new Listeners<[state: RunState, event: RunEvent | undefined]>();
  #state: RunState = idleRun;
  #abort = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    asker: Pick<Asker, 'ask' | 'pause' | 'answer'>,
    settings: () => AskSettings,
    toError: (error: unknown) => RunError,
  ) {
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
    this.#listeners.tell(this.#state, undefined);
  }

  onDidChange(listener: (state: RunState, event: RunEvent | undefined) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  /**
   * Asks; cancels a running question first. Resolves with the last state of this question.
   * @param pinned evidence that stands in front of what is found
   * @param before the question that this one may lean on
   */
  ask(
    question: string,
    roots: readonly ScopeRoot[],
    pinned: readonly Evidence[] = [],
    before?: QuestionBefore,
  ): Promise<RunState> {
    const asked: Asked = { question, roots, pinned, ...(before && { before }) };
    return this.#next((signal) => {
      this.#dispatch({ type: 'asked', ...asked });
      return this.#run(asked, {}, signal);
    });
  }

  /** Ends the conversation: what was asked and found goes, and the next question leans on nothing. */
  beginAnew(): void {
    this.#abort.abort();
    this.#dispatch({ type: 'begunAnew' });
  }

  /** Reads the rest of a text that was read in part; what is shown stays until something better is found. */
  readRest(): Promise<RunState> {
    const first = unfinished(this.#state);
    if (!first) return Promise.resolve(this.#state);
    const { asked } = this.#state;
    return this.#next((signal) => {
      this.#dispatch({ type: 'readingOn', first });
      return this.#run(asked, { reading: 'always', first }, signal);
    });
  }

  /** Has the last answer written anew from the evidence that the user has left or pinned. */
  answerAgain(): Promise<RunState> {
    return isRunning(this.#state)
      ? Promise.resolve(this.#state)
      : this.#next((signal) => this.#answer(signal));
  }

  /** Tells that a question cannot be asked; what is shown stays. */
  refuse(error: RunError): void {
    this.#dispatch({ type: 'refused', error });
  }

  /** Stops the running question; what it found stays. */
  cancel(): void {
    if (!isRunning(this.#state)) return;
    this.#dispatch({ type: 'cancelRequested' });
    this.#abort.abort();
  }

  /** Pauses the reading or lets it go on. */
  async pause(paused: boolean): Promise<void> {
    if (!isRunning(this.#state)) return;
    if (await this.#asker.pause(paused)) this.#dispatch({ type: 'paused', paused });
  }

  pin(id: number, pinned: boolean): void {
    if (this.#state.known[id]) this.#dispatch({ type: 'pin', id, pinned });
  }

  drop(id: number): void {
    this.#dispatch({ type: 'drop', id });
  }

  /** Brings back what was dropped. */
  restoreDropped(): void {
    this.#dispatch({ type: 'restore' });
  }

  #next(run: (signal: AbortSignal) => Promise<RunState>): Promise<RunState> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const turn = this.#last.then(() => run(abort.signal));
    // The next question waits for the end of this one, also when it fails.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** @param extent in place of what the settings say */
  async #run(
    { question, roots, pinned, before }: Asked,
    extent: Pick<Question, 'reading' | 'first'>,
    signal: AbortSignal,
  ): Promise<RunState> {
    if (signal.aborted) this.#dispatch({ type: 'cancelRequested' });
    try {
      const result = await this.#asker.ask(
        {
          question,
          roots: toRoots(roots),
          ...(pinned.length > 0 ? { pinned } : {}),
          ...(before && { before }),
          ...this.#settings(),
          ...extent,
        },
        (value) => this.#dispatch({ type: 'progress', value }),
        signal,
      );
      this.#dispatch({ type: 'finished', result });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: this.#toError(error) });
    }
    return this.#state;
  }

  async #answer(signal: AbortSignal): Promise<RunState> {
    const { known, asked } = this.#state;
    const question = searchedBy(this.#state);
    const from = answerBasis(this.#state);
    if (from.length === 0 || signal.aborted) return this.#state;
    const { writer, endpoint } = this.#settings();
    this.#dispatch({ type: 'answering' });
    try {
      const answer = await this.#asker.answer(
        {
          question,
          evidence: from.map((id) => known[id]!),
          // Pieces carried over from earlier questions have the first ids.
          pinned: [...from.keys()].filter((i) => from[i]! < asked.pinned.length),
          writer,
          ...(endpoint && { endpoint }),
        },
        (value) => {
          if (value.kind === 'answer') this.#dispatch({ type: 'progress', value });
        },
        signal,
      );
      this.#dispatch({ type: 'answered', answer, from });
    } catch (error) {
      this.#dispatch({ type: 'failed', error: this.#toError(error) });
    }
    return this.#state;
  }

  #dispatch(event: RunEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state !== before) this.#listeners.tell(this.#state, event);
  }
}
