import type { TextSegment } from '../../../src/retrieval/index.ts';
import type { BenchText } from '../texts.ts';

/** A kept segment and the score of the document it was kept for; comparable for one question and retriever only. */
export interface Ranked {
  readonly segment: TextSegment;
  readonly tokens: number;
  readonly score: number;
}

/** Finds the segments for many questions to one text. */
export interface Retriever {
  readonly name: string;
  /**
   * For each question the kept segments, best first, within a budget of tokens. Whole segments; where documents are units
   * or windows their segments follow each other in the text's order, cut where the budget ends.
   */
  retrieve(text: BenchText, questions: readonly string[], budgetTokens: number): Promise<Ranked[][]>;
  /**
   * For each question the best units (indices into the text's `unitNames`), best first, whatever their length: only where
   * whole units are what is ranked. A budget of tokens would end such a ranking after a few long functions.
   */
  rankUnits?(text: BenchText, questions: readonly string[], count: number): Promise<number[][]>;
}
