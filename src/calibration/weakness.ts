import type { Pool, SampleReading } from './measure.ts';
import { segmentScores } from './ranking.ts';
import type { SegmentScoring } from './ranking.ts';

/** Best scores of questions whose answer is in the text, and of the same questions asked of a text about something else. */
interface BestScores {
  readonly present: readonly number[];
  readonly absent: readonly number[];
}

interface Threshold {
  /** A best score below it counts as weak. */
  readonly value: number;
  /** Mean of the shares that are judged rightly among present and absent, 0.5 to 1. */
  readonly balancedAccuracy: number;
}

/** Best score of each question over all windows of its pool, and over those about something else. */
export function bestScores(
  pools: readonly Pool[],
  heads: readonly number[],
  parameters: SegmentScoring,
): BestScores {
  const best = (readings: readonly SampleReading[]): number =>
    Math.max(...readings.flatMap((reading) => [...segmentScores(reading, heads, parameters)]));
  return {
    present: pools.flatMap((pool) => pool.readings.map(best)),
    absent: pools.flatMap((pool) => pool.elsewhere.map(best)),
  };
}

export function balancedAccuracy({ present, absent }: BestScores, threshold: number): number {
  const share = (scores: readonly number[], right: (score: number) => boolean): number =>
    scores.filter(right).length / scores.length;
  return (share(present, (score) => score >= threshold) + share(absent, (score) => score < threshold)) / 2;
}

/** The threshold, half way between two scores, that separates best; the lowest of equally good ones. */
export function separate(scores: BestScores): Threshold {
  const sorted = [...scores.present, ...scores.absent].sort((a, b) => a - b);
  let best: Threshold = { value: 0, balancedAccuracy: balancedAccuracy(scores, 0) };
  for (let i = 1; i < sorted.length; i++) {
    const value = (sorted[i - 1]! + sorted[i]!) / 2;
    const accuracy = balancedAccuracy(scores, value);
    if (accuracy > best.balancedAccuracy) best = { value, balancedAccuracy: accuracy };
  }
  return best;
}

/** Whether a balanced accuracy on `count` questions of each kind is more than chance: two standard errors above a half. */
export function isBeyondChance(accuracy: number, count: number): boolean {
  return accuracy > 0.5 + 2 * Math.sqrt(0.125 / count);
}
