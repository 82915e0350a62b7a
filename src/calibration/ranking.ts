import type { ScoringParameters } from '../retrieval/index.ts';
import { groups } from './domain.ts';
import type { Group } from './domain.ts';
import type { Pool, SampleReading } from './measure.ts';

/** The scoring parameters that concern attention. */
export type SegmentScoring = Pick<
  ScoringParameters,
  'lengthExponent' | 'lengthOffsetTokens' | 'headerCredit'
>;

/** Scores of a window's segments: the mean over the heads (indices), then as retrieval's `windowScores` forms them. */
export function segmentScores(
  { sums, headers, lengths }: SampleReading,
  heads: readonly number[],
  { lengthExponent, lengthOffsetTokens, headerCredit }: SegmentScoring,
): Float64Array {
  return Float64Array.from(lengths, (length, i) => {
    let [sum, header] = [0, 0];
    for (const head of heads) {
      sum += sums[head]![i]! / heads.length;
      header += headers[head]![i]! / heads.length;
    }
    return sum / (length + lengthOffsetTokens) ** lengthExponent + headerCredit * Math.max(0, header);
  });
}

/** Rank of one score among others, from 1; a tie counts against it. */
export function rankOf(score: number, others: Iterable<number>): number {
  let rank = 1;
  for (const other of others) if (other >= score) rank++;
  return rank;
}

/** How well the right segments were ranked. */
export interface Ranks {
  /** Among the segments of its own window, by question. */
  readonly window: readonly number[];
  /** Among the segments of all windows of the pool. */
  readonly pooled: readonly number[];
}

/** Ranks of a pool's right segments by the averaged attention of some heads. */
export function ranksOf(pool: Pool, heads: readonly number[], parameters: SegmentScoring): Ranks {
  const window: number[] = [];
  const pooled: number[] = [];
  pool.readings.forEach((readings, q) => {
    const scores = readings.map((reading) => segmentScores(reading, heads, parameters));
    const { right } = pool.windows[q]!;
    const own = scores[q]!;
    const score = own[right]!;
    const rank = rankOf(
      score,
      own.filter((_, i) => i !== right),
    );
    window.push(rank);
    pooled.push(scores.reduce((sum, others, w) => (w === q ? sum : sum + rankOf(score, others) - 1), rank));
  });
  return { window, pooled };
}

/** Mean of the reciprocal ranks (MRR), 0 to 1. */
export function meanReciprocal(ranks: readonly number[]): number {
  return mean(ranks.map((rank) => 1 / rank));
}

/** Share of first ranks, 0 to 1. */
export function firstShare(ranks: readonly number[]): number {
  return mean(ranks.map((rank) => (rank === 1 ? 1 : 0)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Figures of one head or set of heads in one group. */
export interface Figures {
  /** Within the sample's own window: MRR, and the share of questions whose right segment came first. */
  readonly windowMrr: number;
  readonly windowFirst: number;
  /** Among all windows of a pool. */
  readonly pooledMrr: number;
  readonly pooledFirst: number;
  /** Attention to the right segment less that to its strongest hard negative: probability, mean over questions and heads. */
  readonly margin: number;
}

/** Figures by group, of the pools that are given. */
export function figuresOf(
  pools: readonly Pool[],
  heads: readonly number[],
  parameters: SegmentScoring,
): Record<Group, Figures> {
  const entries = groups.map((group) => {
    const own = pools.filter((pool) => pool.group === group);
    const ranks = own.map((pool) => ranksOf(pool, heads, parameters));
    const window = ranks.flatMap((rank) => rank.window);
    const pooled = ranks.flatMap((rank) => rank.pooled);
    const figures: Figures = {
      windowMrr: meanReciprocal(window),
      windowFirst: firstShare(window),
      pooledMrr: meanReciprocal(pooled),
      pooledFirst: firstShare(pooled),
      margin: mean(own.flatMap((pool) => marginsOf(pool, heads))),
    };
    return [group, figures];
  });
  return Object.fromEntries(entries) as Record<Group, Figures>;
}

function marginsOf(pool: Pool, heads: readonly number[]): number[] {
  return pool.windows.map(({ right, negatives }, q) => {
    const { sums } = pool.readings[q]![q]!;
    const mass = (segment: number): number => mean(heads.map((head) => sums[head]![segment]!));
    return mass(right) - Math.max(...negatives.map(mass));
  });
}

/** Mean of one figure over the groups: each counts equally. */
export function overGroups(figures: Record<Group, Figures>, name: keyof Figures): number {
  return mean(groups.map((group) => figures[group][name]));
}
