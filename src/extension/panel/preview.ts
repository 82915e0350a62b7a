/** Counts what the next question would read: after a pause, and never two counts for one scope. Knows nothing of the editor. */
import type { SurveyParams, SurveyResult } from '../../contract/index.ts';
import type { Asker } from '../session/session.ts';

export interface PreviewState {
  readonly pending: boolean;
  /** Of this scope, perhaps before its last change; null while unknown. */
  readonly result: SurveyResult | null;
  /** Empty when the last count went well. */
  readonly error: string;
}

/** Folders are often chosen one after the other, so the count waits. */
const debounceMs = 300;

export class Preview {
  readonly #asker: Pick<Asker, 'survey'>;
  readonly #onChange: () => void;
  readonly #toText: (error: unknown) => string;
  #state: PreviewState = { pending: false, result: null, error: '' };
  #timer: NodeJS.Timeout | undefined;
  #abort = new AbortController();
  /** What the state tells of. */
  #scope = '';

  constructor(asker: Pick<Asker, 'survey'>, onChange: () => void, toText: (error: unknown) => string) {
    this.#asker = asker;
    this.#onChange = onChange;
    this.#toText = toText;
  }

  get state(): PreviewState {
    return this.#state;
  }

  /** Counts this soon; a count that is under way ends without a result. */
  update(params: SurveyParams): void {
    this.stop();
    if (params.roots.length === 0) {
      this.#set({ pending: false, result: null, error: '' });
      return;
    }
    const scope = JSON.stringify(params);
    // A count of another scope must not be shown for this one.
    const result = scope === this.#scope ? this.#state.result : null;
    this.#scope = scope;
    this.#set({ pending: true, result, error: '' });
    this.#timer = setTimeout(() => void this.#run(params, this.#abort.signal), debounceMs);
  }

  /** Gives up the count that is under way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.#state.pending) this.#set({ ...this.#state, pending: false });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #run(params: SurveyParams, signal: AbortSignal): Promise<void> {
    let state: PreviewState;
    try {
      state = { pending: false, result: await this.#asker.survey(params, signal), error: '' };
    } catch (error) {
      state = { pending: false, result: null, error: this.#toText(error) };
    }
    if (!signal.aborted) this.#set(state);
  }

  #set(state: PreviewState): void {
    this.#state = state;
    this.#onChange();
  }
}
