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

/** Writes text; the small model is one, others may follow. */
export interface AnswerWriter {
  /** Shown to the user as the author. */
  readonly name: string;
  /**
   * Continues from the evidence. Yields the whole text so far, each time it has grown.
   * @param evidence best first; a writer with little room takes the first ones
   */
  write(question: string, evidence: readonly EvidenceText[], signal?: AbortSignal): AsyncIterable<string>;
}
