/** What is known of one kept span when the answer is written. */
export interface EvidenceText {
  readonly text: string;
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
  /** Each as it stands in `text`. */
  readonly unsupported: readonly string[];
}

export interface Citation {
  /** As it stands in the text, for example `[1]`. */
  readonly marker: string;
  /** Index into the evidence list. */
  readonly evidence: number;
}
