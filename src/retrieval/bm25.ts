/** BM25, the formula of the keyword scores, and its input. */

/** BM25's term saturation and length normalisation, the values of Robertson and Zaragoza (2009), section 3.4. */
const K1 = 1.2;
const B = 0.75;

/** Okapi BM25 (Robertson and Zaragoza 2009), with the inverse document frequency that is never negative. */
export function bm25(frequency: number, relativeLength: number, inverseFrequency: number): number {
  return (inverseFrequency * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength));
}

export function inverseDocumentFrequency(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}

/** Occurrences of the questions' terms in a text. */
export interface Counts {
  /** Numbers of the terms that occur, each once. */
  readonly terms: readonly number[];
  /** Occurrences of each, parallel to `terms`. */
  readonly frequencies: readonly number[];
  /** Number of all terms of the text, also those of no question. */
  readonly length: number;
}
