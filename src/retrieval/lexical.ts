/**
 * Keyword scores (BM25) for one question, without an index: only the question's own terms are counted.
 * They order the reading and are fused with attention; on their own they are the keyword search of the benchmarks.
 */
import { stemmer } from 'stemmer';

/** BM25's term saturation and length normalisation, the values of Robertson and Zaragoza (2009), section 3.4. */
const K1 = 1.2;
const B = 0.75;

const stopWords = new Set(
  (
    'a an the and or not of to in on at by for with from as is are was were be been it its this that these those i me my we ' +
    'our you your he she they them do does did has have had will would can could should may which who whom whose what when ' +
    'where why how if then than so there here'
  ).split(' '),
);

/**
 * Terms of a text: words and identifiers, cut at underscores, case changes and digits, lower-cased and stemmed (Porter);
 * an identifier of several parts is also kept whole; Chinese character by character.
 */
export function* terms(text: string): Generator<string, void> {
  for (const [run] of text.matchAll(/\p{Script=Han}|[\p{L}\p{N}_$]+/gu)) {
    const parts = run.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\p{N}+/gu) ?? [];
    for (const part of parts) {
      const term = part.toLowerCase();
      if (!stopWords.has(term)) yield stemmer(term);
    }
    if (parts.length > 1) yield run.toLowerCase();
  }
}

/** The question's terms and how often each stands in a text. */
export class QuestionTerms {
  private readonly positions = new Map<string, number>();

  constructor(question: string) {
    for (const term of terms(question)) {
      if (!this.positions.has(term)) this.positions.set(term, this.positions.size);
    }
  }

  /** Number of different terms. */
  get size(): number {
    return this.positions.size;
  }

  count(text: string): TermCounts {
    const frequencies = new Uint16Array(this.size);
    let length = 0;
    for (const term of terms(text)) {
      length++;
      const position = this.positions.get(term);
      if (position !== undefined) frequencies[position]!++;
    }
    return { frequencies, length };
  }
}

export interface TermCounts {
  /** Occurrences of each of the question's terms. */
  readonly frequencies: Uint16Array;
  /** Terms of the text in all. */
  readonly length: number;
}

/** How common the question's terms are among the texts that are ranked. */
export class TermStatistics {
  private readonly documentFrequencies: Uint32Array;
  private documents = 0;
  private totalLength = 0;

  constructor(question: QuestionTerms) {
    this.documentFrequencies = new Uint32Array(question.size);
  }

  add({ frequencies, length }: TermCounts): void {
    this.documents++;
    this.totalLength += length;
    frequencies.forEach((frequency, i) => {
      if (frequency > 0) this.documentFrequencies[i]!++;
    });
  }

  /** Okapi BM25 (Robertson and Zaragoza 2009), with the inverse document frequency that is never negative. */
  bm25({ frequencies, length }: TermCounts): number {
    const relativeLength = this.totalLength > 0 ? (length * this.documents) / this.totalLength : 1;
    let score = 0;
    frequencies.forEach((frequency, i) => {
      if (frequency === 0) return;
      const df = this.documentFrequencies[i]!;
      const idf = Math.log(1 + (this.documents - df + 0.5) / (df + 0.5));
      score += (idf * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * relativeLength));
    });
    return score;
  }
}
