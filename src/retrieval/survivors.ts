import { fitBudget, rank, Scale, tokensOf } from './fusion.ts';
import type { FusionParameters } from './fusion.ts';
import type { Candidate, Retained } from './types.ts';

/** The best segments seen so far, up to a number of tokens; memory does not grow with the text. */
export class Survivors {
  private readonly limitTokens: number;
  private readonly parameters: FusionParameters;
  /** Of all that was seen, also of what did not survive. */
  private readonly scale: Scale;
  private kept: Candidate[] = [];
  private tokens = 0;

  /** @param parameters see `rank` */
  constructor(limitTokens: number, parameters: FusionParameters) {
    this.limitTokens = limitTokens;
    this.parameters = parameters;
    this.scale = new Scale(parameters);
  }

  add(candidates: readonly Candidate[]): void {
    this.scale.add(candidates);
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
    return fitBudget(this.rank(this.kept), this.limitTokens);
  }

  /** Ranks some of what was seen by the scale of all of it. */
  rank(candidates: readonly Candidate[]): Retained[] {
    return rank(candidates, this.parameters, this.scale);
  }
}
