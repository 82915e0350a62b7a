/** What a ranking is worth. Each function measures one question; a table shows means over questions. */
import type { TextSegment } from '../../src/retrieval/index.ts';
import type { BenchText } from './texts.ts';

/** Share of the gold segments that were kept, told by their position in the text; NaN when there are none. */
export function goldRecall(kept: readonly TextSegment[], gold: ReadonlySet<TextSegment>): number {
  const positions = new Set(kept.map(({ position }) => position));
  return [...gold].filter(({ position }) => positions.has(position)).length / gold.size;
}

/** 1 when the segment in front is one of those that answer, else 0. */
export function firstIsGold(kept: readonly TextSegment[], gold: ReadonlySet<TextSegment>): number {
  return kept.length > 0 && [...gold].some(({ position }) => position === kept[0]!.position) ? 1 : 0;
}

/** 1 when one of the answers stands in what was kept, in the order given, white space aside; else 0. */
export function answerRetained(kept: readonly TextSegment[], answers: readonly string[]): number {
  const squeeze = (text: string): string => text.replaceAll(/\s+/g, '');
  return someStands(kept, answers, squeeze);
}

/** As `answerRetained`, but only letters and digits count, in their usual width and lower case: a final full stop of the answer need not stand in the text. */
export function answerRetainedLoosely(kept: readonly TextSegment[], answers: readonly string[]): number {
  return someStands(kept, answers, lettersAndDigits);
}

/**
 * Largest share of an answer's pairs of neighbouring letters or digits that stand in what was kept, 0 to 1: for answers
 * that are not quoted from the text, as many in multifieldqa_zh are not.
 */
export function answerOverlap(kept: readonly TextSegment[], answers: readonly string[]): number {
  const found = pairsOf(kept.map(({ text }) => text).join('\n'));
  return Math.max(
    0,
    ...answers.map((answer) => {
      const pairs = [...pairsOf(answer)];
      return pairs.length === 0 ? 0 : pairs.filter((pair) => found.has(pair)).length / pairs.length;
    }),
  );
}

/** Letters and digits of a text in their usual width, lower-cased. */
export function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function someStands(
  kept: readonly TextSegment[],
  answers: readonly string[],
  normalise: (text: string) => string,
): number {
  const found = normalise(kept.map(({ text }) => text).join(''));
  return answers.map(normalise).some((answer) => answer !== '' && found.includes(answer)) ? 1 : 0;
}

function pairsOf(text: string): Set<string> {
  const characters = Array.from(lettersAndDigits(text));
  if (characters.length === 1) return new Set(characters);
  return new Set(characters.slice(1).map((character, i) => `${characters[i]!}${character}`));
}

/** The units of kept segments in the order of their first appearance; segments of no unit are passed over. */
export function unitRanking(kept: readonly TextSegment[], text: BenchText): number[] {
  const ranking = new Set<number>();
  for (const { position } of kept) {
    const unit = text.units?.[position] ?? -1;
    if (unit >= 0) ranking.add(unit);
  }
  return [...ranking];
}

/** 1-based rank of the gold item; Infinity when it is not in the list. */
export function rankOf<Item>(ranking: readonly Item[], gold: Item): number {
  const at = ranking.indexOf(gold);
  return at < 0 ? Infinity : at + 1;
}

/** 1 when the rank is among the first `k`, else 0. */
export function recallAt(k: number, rank: number): number {
  return rank <= k ? 1 : 0;
}

/** Reciprocal rank, whose mean is MRR; 0 for a rank of Infinity. */
export function reciprocalRank(rank: number): number {
  return 1 / rank;
}

/** Normalised discounted cumulative gain within the first `k`, for a single relevant item: 1 / log2(1 + rank). */
export function ndcgAt(k: number, rank: number): number {
  return rank <= k ? 1 / Math.log2(1 + rank) : 0;
}

/** NaN for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The upper one of two in the middle; undefined for no values. */
export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
