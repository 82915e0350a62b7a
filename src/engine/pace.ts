/** Decides when a question's first answer is due, and when the rest is not worth reading. */
import type { ReadingEnd, ReadingMode } from '../contract/index.ts';
import type { Retained } from '../retrieval/index.ts';

/**
 * Tokens read before the first answer: some seconds on two cores, and in most texts every section in which keywords
 * occur.
 */
export const FIRST_TOKENS = 8192;

/** Segments whose change counts, because people look at these first. */
const LEADING_SEGMENTS = 3;
/**
 * The reading ends when it has read this many times the tokens at which the leading segments last changed. On the tune
 * half of `npm run bench:anytime` neither less nor more changes what is found, only how much is read.
 */
const PATIENCE = 2;

/** State of the reading, by which the pace decides; what costs time to tell is looked at only where it decides. */
export interface PaceStep {
  /** Number read so far. */
  readonly tokens: number;
  /** Kept so far, best first. */
  readonly retained: readonly Pick<Retained, 'segment'>[];
  /** Whether any of it clearly answers. */
  readonly isClear: boolean;
}

export class Pace {
  private readonly mode: ReadingMode | undefined;
  private readonly firstTokens: number;
  private leading: readonly number[] = [];
  private changedAt = 0;
  private tokens = 0;
  private isSettled = false;
  private isAnswered = false;

  /**
   * @param mode undefined: everything is read
   * @param readBefore tokens of an earlier reading, which has given an answer already
   */
  constructor(mode: ReadingMode | undefined, readBefore = 0) {
    this.mode = mode;
    this.firstTokens = Math.max(FIRST_TOKENS, readBefore);
  }

  /** Whether enough was read for the first answer, or more than an earlier answer was written from. */
  get isFirstRead(): boolean {
    return this.isAnswered || this.tokens >= this.firstTokens;
  }

  /** Why the reading may end now; undefined while it goes on. */
  get end(): ReadingEnd | undefined {
    if (!this.isFirstRead) return undefined;
    if (this.mode === 'first') return 'first';
    if (this.mode !== 'auto' || !this.isSettled) return undefined;
    return this.tokens === 0 ? 'clear' : 'settled';
  }

  /** The first answer was given before the text was read, from what a closer reading of the best found. */
  answered(isClear: boolean): void {
    this.isAnswered = true;
    this.isSettled = isClear;
  }

  note(step: PaceStep): void {
    this.tokens = step.tokens;
    if (this.mode !== 'auto') return;
    const leading = step.retained.slice(0, LEADING_SEGMENTS).map(({ segment }) => segment.position);
    const isSame = leading.length === this.leading.length && leading.every((at, i) => at === this.leading[i]);
    if (!isSame) this.changedAt = step.tokens;
    this.leading = leading;
    this.isSettled = this.isFirstRead && step.tokens >= PATIENCE * this.changedAt && step.isClear;
  }
}
