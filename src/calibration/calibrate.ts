import type { Head } from '../model/index.ts';
import { generateSamples } from './samples.ts';
import type { Sample } from './samples.ts';
import { groups } from './domain.ts';
import type { Group } from './domain.ts';
import { measurePool } from './measure.ts';
import type { HeadReader, Pool } from './measure.ts';
import { pairedGain, searchParameters } from './parameters.ts';
import type { ParameterSearch } from './parameters.ts';
import { figuresOf, mean, overGroups, ranksOf } from './ranking.ts';
import type { Figures, SegmentScoring } from './ranking.ts';
import { selectHeads } from './select.ts';
import { balancedAccuracy, bestScores, isBeyondChance, separate } from './weakness.ts';
import { textTokens } from './window.ts';
import type { Tokens } from './window.ts';

/** Number of windows that each question is asked of. */
const POOL_WINDOWS = 16;

/** More heads are not worth their time. */
const MOST_HEADS = 8;

/** A smaller set of heads is taken when its objective (0 to 1) is within this of the best: about two standard errors. */
const LEAST_GAIN = 0.02;

/** Heads and parameters depend on each other, so they are searched in turn until neither changes, at most this often. */
const MOST_TURNS = 4;

/** Both halves of the samples: one chooses heads and parameters, the figures are of the other. */
interface Measured {
  readonly selection: readonly Pool[];
  readonly heldOut: readonly Pool[];
}

/** Figures of a set of heads with given parameters, by group. */
export type GroupFigures = Record<Group, Figures>;

/** A set of heads on both halves. */
interface Comparison {
  readonly heads: readonly Head[];
  readonly selection: GroupFigures;
  readonly heldOut: GroupFigures;
}

export interface Calibration {
  /** Every head of the model by itself, by layer and head; of the selection half. */
  readonly heads: readonly { readonly head: Head; readonly figures: GroupFigures }[];
  /** In the order in which they were added, with the objective after each. */
  readonly chosen: Comparison & { readonly reached: readonly number[] };
  /** The heads and parameters that the manifest had. */
  readonly before: Comparison;
  /** The manifest's heads with the parameters that were found. */
  readonly beforeRescored: Comparison;
  readonly scoringBefore: SegmentScoring;
  /** The chosen heads against the manifest's, both with the parameters found, on the held out half, by `objectiveOf`. */
  readonly gain: { readonly value: number; readonly standardErrors: number };
  /** The last search, with the chosen heads. */
  readonly parameters: ParameterSearch;
  /** The threshold that separates the selection half best, and its balanced accuracy on both. */
  readonly weak: { readonly value: number; readonly selection: number; readonly heldOut: number };
  /** That threshold, or the manifest's where it is no better than chance on the held out half. */
  readonly weakBelow: number;
}

export interface MeasureOptions {
  readonly seed: number;
  /** An even number. */
  readonly samplesPerGroup: number;
}

/** Generates the samples and has the model read them. @param onWindow windows read so far, and all there are */
export async function measure(
  reader: HeadReader,
  tokens: Tokens,
  { seed, samplesPerGroup }: MeasureOptions,
  onWindow: (read: number, total: number) => void,
): Promise<Measured> {
  const samples = generateSamples({
    seed,
    samplesPerGroup,
    windowTokens: tokens.windowTokens,
    textTokens: (text, format) => textTokens(tokens, text, format),
    headerTokens: (path) => tokens.header(path).length,
  });
  const total = 2 * samples.length;
  let read = 0;
  const poolsOf = async (half: (samples: readonly Sample[]) => readonly Sample[]): Promise<Pool[]> => {
    const pools: Pool[] = [];
    for (const group of groups) {
      const own = half(samples.filter((sample) => sample.group === group));
      for (let i = 0; i < own.length; i += POOL_WINDOWS) {
        const members = own.slice(i, i + POOL_WINDOWS);
        pools.push(await measurePool(members, reader, tokens, () => onWindow(++read, total)));
      }
    }
    return pools;
  };
  const half = samplesPerGroup / 2;
  return {
    selection: await poolsOf((all) => all.slice(0, half)),
    heldOut: await poolsOf((all) => all.slice(half)),
  };
}

/**
 * Chooses heads, scoring parameters and the threshold for weak finds by the selection half.
 * @param heads what the readings' head indices stand for, by layer and head
 * @param before what the manifest has
 */
export function calibrate(
  { selection, heldOut }: Measured,
  heads: readonly Head[],
  before: { readonly heads: readonly Head[]; readonly scoring: SegmentScoring; readonly weakBelow: number },
): Calibration {
  const compare = (indices: readonly number[], scoring: SegmentScoring): Comparison => ({
    heads: indices.map((index) => heads[index]!),
    selection: figuresOf(selection, indices, scoring),
    heldOut: figuresOf(heldOut, indices, scoring),
  });
  const indicesOf = (set: readonly Head[]): number[] =>
    set.map((head) => heads.findIndex((other) => isSameHead(head, other)));
  const old = indicesOf(before.heads);
  let parameters = searchParameters(selection, old, before.scoring);
  let chosen = choose(selection, heads.length, parameters.chosen);
  for (let turn = 1; turn < MOST_TURNS; turn++) {
    const now = parameters.chosen;
    parameters = searchParameters(selection, chosen.heads, now);
    if (isSame(parameters.chosen, now)) break;
    chosen = choose(selection, heads.length, parameters.chosen);
  }
  const scoring = parameters.chosen;

  const value = Number(separate(bestScores(selection, chosen.heads, scoring)).value.toPrecision(3));
  const accuracyOf = (pools: readonly Pool[]): number =>
    balancedAccuracy(bestScores(pools, chosen.heads, scoring), value);
  return {
    heads: heads.map((head, index) => ({ head, figures: figuresOf(selection, [index], scoring) })),
    chosen: { ...compare(chosen.heads, scoring), reached: chosen.reached },
    before: compare(old, before.scoring),
    beforeRescored: compare(old, scoring),
    scoringBefore: before.scoring,
    gain: gainOf(heldOut, chosen.heads, old, scoring),
    parameters,
    weak: { value, selection: accuracyOf(selection), heldOut: accuracyOf(heldOut) },
    weakBelow: isBeyondChance(accuracyOf(heldOut), heldOut.flatMap(({ readings }) => readings).length)
      ? value
      : before.weakBelow,
  };
}

/** The objective: finding within a window and telling windows apart count equally. */
export function objectiveOf(figures: GroupFigures): number {
  return (overGroups(figures, 'windowMrr') + overGroups(figures, 'pooledMrr')) / 2;
}

/** How much better one set of heads is than another, question by question. */
function gainOf(
  pools: readonly Pool[],
  heads: readonly number[],
  others: readonly number[],
  scoring: SegmentScoring,
): { value: number; standardErrors: number } {
  const values = (set: readonly number[]): number[] =>
    pools.flatMap((pool) => {
      const { window, pooled } = ranksOf(pool, set, scoring);
      return window.map((rank, q) => (1 / rank + 1 / pooled[q]!) / 2);
    });
  const [own, theirs] = [values(heads), values(others)];
  return { value: mean(own) - mean(theirs), standardErrors: pairedGain(own, theirs) };
}

function choose(
  pools: readonly Pool[],
  count: number,
  scoring: SegmentScoring,
): ReturnType<typeof selectHeads> {
  const objective = (heads: readonly number[]): number => objectiveOf(figuresOf(pools, heads, scoring));
  return selectHeads(count, objective, MOST_HEADS, LEAST_GAIN);
}

function isSame(a: SegmentScoring, b: SegmentScoring): boolean {
  return a.lengthExponent === b.lengthExponent && a.headerCredit === b.headerCredit;
}

function isSameHead(a: Head, b: Head): boolean {
  return a.layer === b.layer && a.head === b.head;
}
