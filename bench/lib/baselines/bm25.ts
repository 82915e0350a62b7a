/** Keyword search (BM25) with an inverted index, for many questions over one text. */
import { bm25, inverseDocumentFrequency } from '../../../src/retrieval/bm25.ts';
import { terms } from '../../../src/retrieval/terms.ts';
import type { BenchText } from '../texts.ts';
import { best, documentText, keep, segmentDocuments, unitDocuments } from './documents.ts';
import type { Document } from './documents.ts';
import type { Retriever } from './types.ts';

export interface Bm25Options {
  /** Documents: the text's units where it has them (the default), or single segments always. */
  readonly documents?: 'units' | 'segments';
  /** Whether the name of its file is part of each document, as our reader sees it in front of the lines. */
  readonly withNames?: boolean;
}

/** BM25 over units where the text has them, else over segments. */
export function bm25Baseline(options: Bm25Options = {}): Retriever {
  const { documents: kind = 'units', withNames = false } = options;
  const indices = new WeakMap<BenchText, Bm25Index>();
  const indexOf = (text: BenchText): Bm25Index => {
    let index = indices.get(text);
    if (!index) {
      const documents = kind === 'units' && text.units ? unitDocuments(text) : segmentDocuments(text);
      const texts = documents.map((document) => documentText(text, document, withNames));
      indices.set(text, (index = new Bm25Index(documents, texts)));
    }
    return index;
  };
  const what = [kind === 'segments' ? 'segments' : '', withNames ? 'with names' : ''].filter(
    (word) => word !== '',
  );
  return {
    name: `BM25${what.length > 0 ? ` (${what.join(', ')})` : ''}`,
    retrieve(text, questions, budgetTokens) {
      const index = indexOf(text);
      return Promise.resolve(
        questions.map((question) => {
          const found = index.scores(question);
          return keep(index.documents, best(found, Infinity, 0), found, budgetTokens);
        }),
      );
    },
    rankUnits(text, questions, count) {
      const index = indexOf(text);
      return Promise.resolve(
        questions.map((question) => {
          const units = best(index.scores(question), Infinity, 0).map((i) => index.documents[i]!.unit);
          return [...new Set(units.filter((unit) => unit >= 0))].slice(0, count);
        }),
      );
    },
  };
}

/** The documents that contain each term, and how often. */
export class Bm25Index {
  readonly documents: readonly Document[];
  /** Per term: document and frequency by turns. */
  private readonly postings = new Map<string, number[]>();
  private readonly lengths: Uint32Array;
  private readonly meanLength: number;

  /** @param texts what each document says, parallel to `documents` */
  constructor(documents: readonly Document[], texts: readonly string[]) {
    this.documents = documents;
    this.lengths = new Uint32Array(texts.length);
    let total = 0;
    texts.forEach((text, document) => {
      const frequencies = new Map<string, number>();
      let length = 0;
      for (const term of terms(text)) {
        length++;
        frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
      }
      for (const [term, frequency] of frequencies) {
        const posting = this.postings.get(term);
        if (posting) posting.push(document, frequency);
        else this.postings.set(term, [document, frequency]);
      }
      this.lengths[document] = length;
      total += length;
    });
    this.meanLength = total > 0 ? total / texts.length : 1;
  }

  /** Score of each document, 0 for one without any of the question's terms. */
  scores(question: string): Float64Array {
    const scores = new Float64Array(this.documents.length);
    for (const term of new Set(terms(question))) {
      const posting = this.postings.get(term);
      if (!posting) continue;
      const idf = inverseDocumentFrequency(this.documents.length, posting.length / 2);
      for (let i = 0; i < posting.length; i += 2) {
        const document = posting[i]!;
        scores[document]! += bm25(posting[i + 1]!, this.lengths[document]! / this.meanLength, idf);
      }
    }
    return scores;
  }
}
