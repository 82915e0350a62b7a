import type { Place } from '../contract/index.ts';
import { ToldError } from '../messages/index.ts';

/** What a writer is told of one span. */
export interface WriterEvidence {
  /** Relative to the folder asked about, with `/`. */
  readonly path: string;
  readonly place: Place;
  readonly text: string;
  /** The line that opens the function, class or section in which the text stands. */
  readonly signature?: { readonly text: string };
}

/** Writes an answer from evidence: the embedded model, a language model of the editor, or a server. */
export interface Writer {
  /** Shown to the user as the author. */
  readonly name: string;
  /** True for a writer that was shown numbers and cites them as `[n]`; markers of any other writer are inventions. */
  readonly cites?: boolean;
  /**
   * A small model combines unrelated neighbours. Each of its sentences must be supported by one evidence sentence; if
   * none is, the best evidence is quoted.
   */
  readonly isSmall?: boolean;
  /**
   * Yields the whole text so far, each time it has grown; ends early, without an error, when `signal` is aborted.
   * What was yielded before an error stands.
   * @param evidence best first; a writer with little room takes the first ones
   * @throws WriterError when it cannot write, or not to the end
   */
  write(
    question: string,
    evidence: readonly WriterEvidence[],
    signal: AbortSignal,
  ): AsyncIterable<string, void>;
}

/** Says why an outside writer failed, and what to do. */
export class WriterError extends ToldError {
  override readonly name = 'WriterError';
}
