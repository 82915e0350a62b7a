/** How far a question is read: when its first answer is due, and when the rest is not worth reading. */
import type { ReadingEnd, ReadingMode } from '../contract/index.ts';
import type { Retained } from '../retrieval/index.ts';

/** Read before the first answer: some seconds on two cores, and in most texts every section that keywords promise anything of. */
export const FIRST_TOKENS = 8192;

/** Lines whose change counts: what is looked at first. */
const LEADING = 3;
/**
 * The reading goes on until so many times was read what had been read when the leading pieces changed last. On the tune half
 * of `npm run bench:anytime` neither less nor more changes what is found, only how much is read.
 */
const PATIENCE = 2;

/** What of the reading it goes by. */
export interface PaceStep {
  /** Read so far. */
  readonly tokens: number;
  /** What is kept so far, best first. */
  readonly retained: readonly Pick<Retained, 'segment'>[];
  /** Whether some of it clearly answers. */
  readonly isClear: boolean;
}

export class Pace {
  private readonly mode: ReadingMode | undefined;
  private readonly firstTokens: number;
  private leading: readonly number[] = [];
  private changedAt = 0;
  private tokens = 0;
  private isClear = false;

  /**
   * @param mode undefined: everything is read
   * @param readBefore tokens from which there is an answer already
   */
  constructor(mode: ReadingMode | undefined, readBefore = 0) {
    this.mode = mode;
    this.firstTokens = Math.max(FIRST_TOKENS, readBefore);
  }

  /** So much was read that the first answer is due, or that there is more than it was written from. */
  get isFirstRead(): boolean {
    return this.tokens >= this.firstTokens;
  }

  /** Why the reading may end here; undefined: it goes on. */
  get end(): ReadingEnd | undefined {
    if (!this.isFirstRead) return undefined;
    if (this.mode === 'first') return 'first';
    return this.mode === 'auto' && this.isSettled ? 'settled' : undefined;
  }

  note({ tokens, retained, isClear }: PaceStep): void {
    const leading = retained.slice(0, LEADING).map(({ segment }) => segment.position);
    const isSame = leading.length === this.leading.length && leading.every((at, i) => at === this.leading[i]);
    if (!isSame) this.changedAt = tokens;
    this.leading = leading;
    this.tokens = tokens;
    this.isClear = isClear;
  }

  private get isSettled(): boolean {
    return this.isClear && this.tokens >= PATIENCE * this.changedAt;
  }
}
