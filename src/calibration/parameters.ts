import { groups } from './domain.ts';
import type { Pool } from './measure.ts';
import { mean, ranksOf } from './ranking.ts';
import type { SegmentScoring } from './ranking.ts';

/** The values that are tried. The offset of the length is left alone: it matters for segments of a few tokens only. */
export const grid = {
  lengthExponent: [0, 0.25, 0.5, 0.75, 1],
  headerCredit: [0, 0.1, 0.2, 0.5],
} as const;

/** A new value must be better by this many standard errors of the paired difference. */
const LEAST_STANDARD_ERRORS = 2;

/** One point of the grid. */
interface ScoringTrial {
  readonly parameters: SegmentScoring;
  /** Mean over the groups of the MRR among all windows of a pool. */
  readonly pooledMrr: number;
}

export interface ParameterSearch {
  readonly chosen: SegmentScoring;
  readonly trials: readonly ScoringTrial[];
  /** The best of the grid, or the present parameters when the difference could be chance. */
  readonly best: ScoringTrial;
  readonly before: ScoringTrial;
  /** Gain of the best over what was there before, in standard errors; 0 when they are the same. */
  readonly standardErrors: number;
}

/**
 * Searches the grid by the rank of the right segments among all windows of their pool, because scores have to be
 * comparable across windows. Keeps the present parameters when the samples cannot tell them from the best.
 */
export function searchParameters(
  pools: readonly Pool[],
  heads: readonly number[],
  now: SegmentScoring,
): ParameterSearch {
  const gainsOf = (parameters: SegmentScoring): number[] => reciprocals(pools, heads, parameters);
  const current = gainsOf(now);
  const before = { parameters: now, pooledMrr: mean(current) };
  const tried = grid.lengthExponent.flatMap((lengthExponent) =>
    grid.headerCredit.map((headerCredit) => {
      const parameters = { ...now, lengthExponent, headerCredit };
      const ranks = gainsOf(parameters);
      return { trial: { parameters, pooledMrr: mean(ranks) }, ranks };
    }),
  );
  const best = tried.reduce((a, b) => (b.trial.pooledMrr > a.trial.pooledMrr ? b : a));
  const standardErrors = pairedGain(best.ranks, current);
  return {
    chosen: standardErrors > LEAST_STANDARD_ERRORS ? best.trial.parameters : now,
    trials: tried.map(({ trial }) => trial),
    best: best.trial,
    before,
    standardErrors,
  };
}

/** Reciprocal ranks of all questions in their pools. Groups are of one size, so that a plain mean weighs them equally. */
function reciprocals(pools: readonly Pool[], heads: readonly number[], parameters: SegmentScoring): number[] {
  return groups.flatMap((group) =>
    pools
      .filter((pool) => pool.group === group)
      .flatMap((pool) => ranksOf(pool, heads, parameters).pooled.map((rank) => 1 / rank)),
  );
}

/** Mean of the differences between paired values, in standard errors of that mean; 0 where all are equal. */
export function pairedGain(values: readonly number[], others: readonly number[]): number {
  const { value, standardError } = pairedDifference(values, others);
  return standardError > 0 ? value / standardError : 0;
}

/** Mean of the differences between paired values, and the standard error of that mean. */
export function pairedDifference(
  values: readonly number[],
  others: readonly number[],
): { value: number; standardError: number } {
  const differences = values.map((value, i) => value - others[i]!);
  const gain = mean(differences);
  const variance =
    differences.reduce((sum, value) => sum + (value - gain) ** 2, 0) / (differences.length - 1);
  return { value: gain, standardError: Math.sqrt(variance / differences.length) };
}
