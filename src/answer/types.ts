import type { Citation, UnsupportedSentence } from '../contract/index.ts';

/** What the check of an answer knows of a piece of evidence. */
export interface EvidenceText {
  readonly text: string;
  /** Given where one sentence has to support a claim alone, instead of the whole text. */
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
