import type { TextSegment } from '../../../src/retrieval/index.ts';
import type { BenchText, Half } from '../texts.ts';

/** A question, and what counts as having found the answer: segments, strings, or a unit of its text. */
export interface SetItem {
  readonly question: string;
  /** The segments that answer. */
  readonly gold?: ReadonlySet<TextSegment>;
  /** Strings of which one must be in what was kept, white space aside. */
  readonly answers?: readonly string[];
  /** What a written answer must say, which need not stand in the text in these words. */
  readonly rightAnswers?: readonly string[];
  /** Index into the text's `unitNames`: the function or paragraph that answers. */
  readonly goldUnit?: number;
  /** Words that say what kind of question it is, separated by spaces: `literal en prose`, `paraphrased zh code`. */
  readonly kind?: string;
}

/** Questions that are asked of one text. */
export interface BenchGroup {
  readonly text: BenchText;
  readonly items: readonly SetItem[];
}

/** One half of a data set, ready to be asked. */
export interface BenchSet {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly BenchGroup[];
  /** Tokens that may be kept for a question. */
  readonly budgetTokens: number;
  /** Kinds of which it is told how high what answers stands; given where segments and functions are asked for in one set. */
  readonly rankedKinds?: readonly string[];
  /** Set where the method of the paper takes too long. */
  readonly withoutPaper?: boolean;
  /** What the text is made of, where that needs saying: versions, numbers of functions. */
  readonly notes?: string;
}

/** What to take of a set. */
export interface SetOptions {
  readonly half: Half;
  /** Questions at most; which half a question belongs to does not depend on it. */
  readonly limit?: number;
}
