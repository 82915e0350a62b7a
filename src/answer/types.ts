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

export interface UnsupportedSentence {
  /** As it stands in the answer's text. */
  readonly text: string;
  /** Where it begins there, in UTF-16 code units. */
  readonly start: number;
}

export interface Citation {
  /** As it stands in the text, for example `[1]`. */
  readonly marker: string;
  /** Everywhere it stands there, in UTF-16 code units; the same characters in code are not the marker. */
  readonly starts: readonly number[];
  /** Index into the evidence list. */
  readonly evidence: number;
}
