/** Counts the question's words in the signatures of each file, because what a file defines says what it is about. */
import { bm25, inverseDocumentFrequency } from './bm25.ts';
import type { Counts } from './bm25.ts';
import { isSignature } from './ranking/definitions.ts';
import type { TextSegment } from './types.ts';

/** Counts of one file. */
interface FileCounts {
  /** Number of all its terms, not only those in signatures. */
  length: number;
  /** Occurrences of each term in its signatures. */
  readonly frequencies: Map<number, number>;
}

export class SignatureCounts {
  private readonly files = new Map<number, FileCounts>();
  /** By term: number of files with the term in a signature. */
  private readonly containing: Uint32Array;
  private length = 0;

  /** @param size number of the questions' terms */
  constructor(size: number) {
    this.containing = new Uint32Array(size);
  }

  /** Counts a segment. @param counts its terms */
  add({ text, file }: Pick<TextSegment, 'text' | 'file'>, { terms, frequencies, length }: Counts): void {
    const counts = this.files.get(file) ?? { length: 0, frequencies: new Map<number, number>() };
    this.files.set(file, counts);
    counts.length += length;
    this.length += length;
    // Only lines with a word of a question can score.
    if (terms.length === 0 || !text.split('\n').some(isSignature)) return;
    const found = counts.frequencies;
    terms.forEach((term, i) => {
      const before = found.get(term) ?? 0;
      if (before === 0) this.containing[term]!++;
      found.set(term, before + frequencies[i]!);
    });
  }

  /**
   * BM25 of each file's signatures, relative to the best file. The length is that of the whole file, since a long file
   * has more signatures.
   * @param weights of the terms of one question
   * @returns 0 to 1 for each file with a word of the question in a signature
   */
  scores(weights: ReadonlyMap<number, number>): Map<number, number> {
    const scores = new Map<number, number>();
    let most = 0;
    for (const [file, { length, frequencies }] of this.files) {
      const relativeLength = (length * this.files.size) / this.length;
      let score = 0;
      for (const [term, frequency] of frequencies) {
        const rarity = inverseDocumentFrequency(this.files.size, this.containing[term]!);
        score += (weights.get(term) ?? 0) * bm25(frequency, relativeLength, rarity);
      }
      if (score > 0) scores.set(file, score);
      most = Math.max(most, score);
    }
    for (const [file, score] of scores) scores.set(file, score / most);
    return scores;
  }
}
