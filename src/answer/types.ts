import type { Citation, UnsupportedSentence } from '../contract/index.ts';

/** What is known of one kept span when the answer is written. */
export interface EvidenceText {
  readonly text: string;
  /** Given where one of them has to support what is written by itself, instead of the text as a whole. */
  readonly sentences?: readonly string[];
}

/** A sentence of an answer with what the evidence says to it. */
export interface CheckedSentence {
  readonly text: string;
  /** Indices of the evidence that supports it, best first; empty when none does. */
  readonly evidence: readonly number[];
}

/** An answer's text with markers, what the markers stand for, and the sentences that nothing supports. */
export interface CitedAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly unsupported: readonly UnsupportedSentence[];
}
