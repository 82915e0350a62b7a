/** What is written from the evidence, and what the evidence says to it. */
import type { Told } from './message.ts';

/**
 * Who writes the answer: `embedded` = the small model that also reads; `editor` = a language model of the editor, asked
 * through `CallerRequests`; `endpoint` = a server that speaks OpenAI's chat completions; `none` = evidence only.
 */
export type WriterId = 'embedded' | 'editor' | 'endpoint' | 'none';

/** A server that speaks OpenAI's chat completions, for example Ollama, LM Studio or llama.cpp's. */
export interface Endpoint {
  /** Up to and with the version, for example `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

/** What a writer outside is sent: all that leaves the engine. */
export interface Prompt {
  /** What the model is told to do and how to cite. */
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
  /** Everywhere it stands there, in UTF-16 code units; the same characters in code are not the marker. */
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
  /** Name of what wrote the text, for example `minimind2-small`; `none` when nobody did. */
  readonly writer: string;
  /** Whether that is a small model, whose answers have to be checked all the more. */
  readonly isSmall?: boolean | undefined;
  readonly citations: readonly Citation[];
  /** Sentences of `text` that the evidence does not support; to be shown as doubtful, never as fact. */
  readonly unsupported: readonly UnsupportedSentence[];
  /**
   * `text` is from the evidence word for word: the best of it, where that supports nothing that the writer wrote, or, with
   * the writer `none`, the list of places that was asked for.
   */
  readonly quoted?: true;
  /** Why the writer failed; the evidence stands all the same. */
  readonly failure?: Told | undefined;
}
