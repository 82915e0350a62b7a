/** What a file defines says what it is about: the question's words in its signatures, counted file by file. */
import { bm25, inverseDocumentFrequency } from './bm25.ts';
import type { Counts } from './bm25.ts';
import { isSignature } from './ranking/definitions.ts';
import type { TextSegment } from './types.ts';

/** Of one file. */
interface FileCounts {
  /** Terms in all, of signatures or not. */
  length: number;
  /** Occurrences in signatures. */
  readonly frequencies: Map<number, number>;
}

export class SignatureCounts {
  private readonly files = new Map<number, FileCounts>();
  /** Files that have the term in a signature. */
  private readonly containing: Uint32Array;
  private length = 0;

  /** @param size number of the questions' terms */
  constructor(size: number) {
    this.containing = new Uint32Array(size);
  }

  /** @param counts of the segment */
  add({ text, file }: Pick<TextSegment, 'text' | 'file'>, { terms, frequencies, length }: Counts): void {
    const counts = this.files.get(file) ?? { length: 0, frequencies: new Map<number, number>() };
    this.files.set(file, counts);
    counts.length += length;
    this.length += length;
    // Of the lines that have no word of a question nothing has to be known.
    if (terms.length === 0 || !text.split('\n').some(isSignature)) return;
    const found = counts.frequencies;
    terms.forEach((term, i) => {
      const before = found.get(term) ?? 0;
      if (before === 0) this.containing[term]!++;
      found.set(term, before + frequencies[i]!);
    });
  }

  /**
   * BM25 of each file's signatures, relative to the best file; by the length of the whole file, since a long one has more of
   * them.
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
