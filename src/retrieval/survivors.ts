import { fitBudget, rank, tokensOf } from './fusion.ts';
import type { Candidate, Retained } from './types.ts';

/** The best segments seen so far, up to a number of tokens; memory does not grow with the text. */
export class Survivors {
  private readonly limitTokens: number;
  private readonly keywordShare: number;
  private kept: Candidate[] = [];
  private tokens = 0;

  /** @param keywordShare see `rank` */
  constructor(limitTokens: number, keywordShare: number) {
    this.limitTokens = limitTokens;
    this.keywordShare = keywordShare;
  }

  add(candidates: readonly Candidate[]): void {
    this.kept.push(...candidates);
    this.tokens += tokensOf(candidates);
    // Sorting now and then is cheaper than keeping a heap, and the limit is small.
    if (this.tokens > 2 * this.limitTokens) {
      this.kept = this.best();
      this.tokens = tokensOf(this.kept);
    }
  }

  /** Best first. */
  best(): Retained[] {
    return fitBudget(rank(this.kept, this.keywordShare), this.limitTokens);
  }
}
