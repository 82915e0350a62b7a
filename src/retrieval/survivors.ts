import { fitBudget, rank, Scale, sizeOf } from './fusion.ts';
import type { BudgetUnit, FusionParameters } from './fusion.ts';
import type { Candidate, Retained } from './types.ts';

/** The best segments seen so far, up to a limit; memory does not grow with the text. */
export class Survivors {
  private readonly limit: number;
  private readonly parameters: FusionParameters;
  private readonly unit: BudgetUnit;
  /** The scale of all segments seen, also of those dropped. */
  private readonly scale: Scale;
  private kept: Candidate[] = [];
  private size = 0;

  /** @param parameters see `rank` @param unit of the limit */
  constructor(limit: number, parameters: FusionParameters, unit: BudgetUnit = 'tokens') {
    this.limit = limit;
    this.parameters = parameters;
    this.unit = unit;
    this.scale = new Scale(parameters);
  }

  add(candidates: readonly Candidate[]): void {
    this.scale.add(candidates);
    this.kept.push(...candidates);
    this.size += sizeOf(candidates, this.unit);
    // Sorting once in a while is cheaper than keeping a heap, and the limit is small.
    if (this.size > 2 * this.limit) {
      this.kept = this.best();
      this.size = sizeOf(this.kept, this.unit);
    }
  }

  /** Best first. */
  best(): Retained[] {
    return fitBudget(this.rank(this.kept), this.limit, { unit: this.unit });
  }

  /** Ranks candidates by the scale of all segments seen. */
  rank(candidates: readonly Candidate[]): Retained[] {
    return rank(candidates, this.parameters, this.scale);
  }
}
