/**
 * The second hop of a question about prose: names in the sentences that have most of its words lead on to those that it
 * does not name ("Where was the author of … born?").
 */
import type { Reason } from '../contract/index.ts';
import type { WeighedText } from './keywords.ts';
import { asCompared } from './spelling.ts';
import type { TextSegment } from './types.ts';

export interface HopWeights {
  /** How much names that lead on count; words of the question have 1. 0: no second hop. */
  readonly name: number;
  /** Sentences that lead on. */
  readonly sentences: number;
}

/** Chosen on the tune half of `npm run bench:retrieval -- hotpotqa`, where .7 to 1 do about the same; below 1, since a line with all words of the question need not have these. */
export const hopWeights: HopWeights = { name: 0.9, sentences: 2 };

/** In UTF-16 code units: more of a sentence is not looked at. */
const MAX_CHARS = 2000;
const MAX_NAMES = 16;

/** The factor that is told of a segment without a word of the question. */
const MAX_FACTOR = 16;

/** A word with a capital and those that follow it, with the small words that stand inside of names. */
const NAME =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}'’.-]+(?:\s(?:(?:of|the|and|de|van|von)\s)?\p{Lu}[\p{L}\p{N}'’-]*)*/gu;

/** A segment by its section, and what it scores. */
interface Scored {
  readonly score: number;
  readonly section: number;
  readonly index: number;
}

/** The best segments of one question. Holds no more than are wanted. */
export class Leading {
  private readonly count: number;
  private best: Scored[] = [];

  constructor(count: number) {
    this.count = count;
  }

  add(scored: Scored): void {
    if (scored.score <= (this.best[this.count - 1]?.score ?? 0)) return;
    const at = this.best.findIndex(({ score }) => score < scored.score);
    this.best.splice(at < 0 ? this.best.length : at, 0, scored);
    this.best.length = Math.min(this.best.length, this.count);
  }

  get segments(): readonly Scored[] {
    return this.best;
  }
}

/**
 * The names by which a question is searched too.
 * @param leading the best sentences @param titleOf a file's path or title
 * @returns undefined where there are none
 */
export function leadOn(
  leading: readonly TextSegment[],
  titleOf: (file: number) => string,
  { name: weight }: HopWeights,
): WeighedText | undefined {
  const names = leading.flatMap(({ text, file }) => [
    stemOf(titleOf(file)),
    ...(asCompared(text.slice(0, MAX_CHARS)).match(NAME) ?? []),
  ]);
  const some = [...new Set(names)].slice(0, MAX_NAMES);
  return some.length > 0 ? { text: some.join('\n'), weight } : undefined;
}

/**
 * Why a segment that names led to stands where it does.
 * @param own its keyword score by the question's own words @param all by these and the names
 */
export function leadReasons(own: number, all: number): Reason[] {
  if (all <= own) return [];
  return [{ rule: 'leads', factor: Math.min(MAX_FACTOR, all / own) }];
}

/** A title, or the name of a file without its folder and ending. */
function stemOf(title: string): string {
  return title.slice(title.lastIndexOf('/') + 1).replace(/(?<=.)\.\w{1,8}$/u, '');
}
