/** What a set's table shows: which measures, by what its questions count as found. */
import {
  answerOverlap,
  answerRetained,
  answerRetainedLoosely,
  firstIsGold,
  goldRecall,
  mean,
  ndcgAt,
  rankOf,
  recallAt,
  reciprocalRank,
  unitRanking,
} from './metrics.ts';
import type { Row } from './rows.ts';
import type { BenchSet, SetItem } from './sets/types.ts';
import type { BenchText } from './texts.ts';
import type { TextSegment } from '../../src/retrieval/index.ts';

export interface Measure {
  readonly heading: string;
  /** Of one question; NaN where it says nothing about it. */
  readonly of: (asked: Asked) => number;
}

/** One question and what a strategy found for it. */
export interface Asked {
  readonly item: SetItem;
  readonly kept: readonly TextSegment[];
  /** Best first; empty where the text has none. */
  readonly units: readonly number[];
}

const rank = ({ units, item }: Asked): number => rankOf(units, item.goldUnit!);

const unitMeasures: readonly Measure[] = [
  { heading: 'NDCG@10', of: (asked) => ndcgAt(10, rank(asked)) },
  { heading: 'MRR', of: (asked) => reciprocalRank(rank(asked)) },
  ...[1, 5, 10].map((k): Measure => ({ heading: `R@${k}`, of: (asked) => recallAt(k, rank(asked)) })),
];

const answerMeasures: readonly Measure[] = [
  { heading: 'answer retained', of: ({ kept, item }) => answerRetained(kept, item.answers!) },
  { heading: 'letters only', of: ({ kept, item }) => answerRetainedLoosely(kept, item.answers!) },
  { heading: 'overlap', of: ({ kept, item }) => answerOverlap(kept, item.answers!) },
];

const recall: Measure = { heading: 'recall', of: ({ kept, item }) => goldRecall(kept, item.gold!) };

function needleMeasures(kind: string): Measure[] {
  const only =
    (value: (asked: Asked) => number) =>
    (asked: Asked): number =>
      asked.item.kind!.includes(kind) ? value(asked) : NaN;
  return [
    { heading: `${kind}: kept`, of: only(({ kept, item }) => goldRecall(kept, item.gold!)) },
    { heading: 'first', of: only(({ kept, item }) => firstIsGold(kept, item.gold!)) },
  ];
}

/** Rank of what answers: of its function where the text has such, else of its best segment. */
function rankOfAnswer({ item, kept, units }: Asked): number {
  if (item.goldUnit !== undefined) return rankOf(units, item.goldUnit);
  const positions = new Set([...item.gold!].map(({ position }) => position));
  const at = kept.findIndex(({ position }) => positions.has(position));
  return at < 0 ? Infinity : at + 1;
}

/** How high what answers stands, of the questions of one kind. */
function rankMeasures(kind: string): Measure[] {
  const only =
    (value: (rank: number) => number) =>
    (asked: Asked): number =>
      ` ${asked.item.kind!} `.includes(` ${kind} `) ? value(rankOfAnswer(asked)) : NaN;
  return [
    { heading: `${kind}: MRR`, of: only(reciprocalRank) },
    { heading: 'first', of: only((one) => recallAt(1, one)) },
  ];
}

/** The measures that fit a set's questions. */
export function measuresOf(set: BenchSet): readonly Measure[] {
  if (set.rankedKinds) return set.rankedKinds.flatMap(rankMeasures);
  const items = set.groups.flatMap((group) => group.items);
  if (items.some(({ goldUnit }) => goldUnit !== undefined)) return unitMeasures;
  if (items.some(({ answers }) => answers !== undefined)) return answerMeasures;
  if (items.every(({ kind }) => kind === undefined)) return [recall];
  const kinds = items.some(({ kind }) => kind!.includes('code'))
    ? ['literal en prose', 'literal zh prose', 'literal en code', 'paraphrased en', 'paraphrased zh']
    : ['literal', 'paraphrased'];
  return kinds
    .filter((kind) => items.some((item) => item.kind!.includes(kind)))
    .flatMap((kind) => needleMeasures(kind));
}

/** A row's mean of each measure, over the questions that it says something about. */
export function valuesOf(row: Pick<Row, 'answers'>, measures: readonly Measure[]): number[] {
  const asked = askedOf(row);
  return measures.map(({ of }) => mean(asked.map(of).filter((value) => !Number.isNaN(value))));
}

/** All questions of a row, in the order of the set. */
export function askedOf(row: Pick<Row, 'answers'>): Asked[] {
  return row.answers.flatMap(({ group, kept, units }) =>
    kept.map((items, q): Asked => {
      const segments = items.map(({ segment }) => segment);
      return {
        item: group.items[q]!,
        kept: segments,
        units: units?.[q] ?? rankUnits(segments, group.text),
      };
    }),
  );
}

/** Share of the text's tokens that was kept, mean over questions. */
export function retainedShare(row: Row): number {
  return mean(
    row.answers.flatMap(({ group, kept }) =>
      kept.map((items) => items.reduce((sum, { tokens }) => sum + tokens, 0) / group.text.tokens),
    ),
  );
}

function rankUnits(kept: readonly TextSegment[], text: BenchText): number[] {
  return text.units ? unitRanking(kept, text) : [];
}
