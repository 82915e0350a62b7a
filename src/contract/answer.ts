/** The written answer and how the evidence supports it. */
import type { Told } from './message.ts';

/**
 * Who writes the answer: `embedded` = the small model that also reads; `editor` = a language model of the editor, asked
 * through `CallerRequests`; `endpoint` = a server that speaks OpenAI's chat completions; `none` = evidence only.
 */
export type WriterId = 'embedded' | 'editor' | 'endpoint' | 'none';

/** A server that speaks OpenAI's chat completions, for example Ollama, LM Studio or llama.cpp. */
export interface Endpoint {
  /** Up to and with the version, for example `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

/** Everything that an outside writer is sent. */
export interface Prompt {
  /** Tells the model what to do and how to cite. */
  readonly instructions: string;
  /** The evidence, numbered from 1, then the question. */
  readonly message: string;
}

export interface WriteResult {
  readonly text: string;
  /** Name of the model that wrote. */
  readonly writer: string;
}

export interface Citation {
  /** As it stands in the answer's text, for example `[1]`. */
  readonly marker: string;
  /** Where it stands there, in UTF-16 code units. The same characters inside code are no marker. */
  readonly starts: readonly number[];
  /** Index into the evidence list. */
  readonly evidence: number;
}

export interface UnsupportedSentence {
  /** As it stands in the answer's text. */
  readonly text: string;
  /** Where it begins there, in UTF-16 code units. */
  readonly start: number;
}

export interface Answer {
  /** Empty when no writer ran or nothing was found. */
  readonly text: string;
  /** Name of the writer, for example `minimind2-small`; `none` when nobody wrote. */
  readonly writer: string;
  /** Whether the writer is a small model, whose answers need checking all the more. */
  readonly isSmall?: boolean | undefined;
  readonly citations: readonly Citation[];
  /** Sentences of `text` that the evidence does not support; they are shown as doubtful, never as fact. */
  readonly unsupported: readonly UnsupportedSentence[];
  /**
   * Set when `text` is quoted word for word: the best of the evidence where that supports less than half of what the writer wrote,
   * or, with the writer `none`, the list of places that was asked for.
   */
  readonly quoted?: true;
  /** Why the writer failed; the evidence is valid all the same. */
  readonly failure?: Told | undefined;
}
