import type { CorpusFile } from '../corpus/index.ts';
import type { ReadingPlan } from '../retrieval/index.ts';
import type { AskProgress } from '../contract/index.ts';

/** Progress is told at most this often. */
const INTERVAL_MS = 100;

type ReadProgress = Extract<AskProgress, { kind: 'read' }>;

/**
 * Measures a reading: how far, how fast, how long still. It estimates the total from the text and corrects it as text
 * is read.
 */
export class ReadingMeter {
  /** Files read to their end. */
  filesRead = 0;
  private readonly files: readonly CorpusFile[];
  private readonly plan: ReadingPlan;
  /** For each file, the number of its unread sections. */
  private readonly sectionsLeft: Uint32Array;
  /** Estimated tokens of the sections not read. */
  private tokensAhead: number;
  /** Estimated tokens of the sections that were read. */
  private estimated = 0;
  private tokens = 0;
  private readonly startedMs = performance.now();
  private readonly heldMs: () => number;
  private lastReportMs = -Infinity;

  /** @param heldMs how long the reading was paused until now */
  constructor(files: readonly CorpusFile[], plan: ReadingPlan, heldMs: () => number = () => 0) {
    this.files = files;
    this.plan = plan;
    this.heldMs = heldMs;
    this.tokensAhead = plan.tokens;
    this.sectionsLeft = new Uint32Array(files.length);
    for (const { files } of plan.sections) for (const file of files) this.sectionsLeft[file]!++;
  }

  /** Of the whole text, by the latest estimate. */
  get tokensTotal(): number {
    return this.tokens + this.tokensNotRead;
  }

  private get tokensNotRead(): number {
    return this.estimated > 0
      ? Math.round((this.tokensAhead * this.tokens) / this.estimated)
      : this.tokensAhead;
  }

  get tokensPerSecond(): number {
    const seconds = (performance.now() - this.startedMs - this.heldMs()) / 1000;
    return seconds > 0 ? this.tokens / seconds : 0;
  }

  /**
   * Notes that a section was read; `tokens` and `windows` are totals.
   * @returns progress when it is time to tell it
   */
  read(index: number, tokens: number, windows: number): ReadProgress | undefined {
    const section = this.plan.sections[index]!;
    for (const file of section.files) if (--this.sectionsLeft[file]! === 0) this.filesRead++;
    this.tokensAhead -= section.tokens;
    this.estimated += section.tokens;
    this.tokens = tokens;
    const now = performance.now();
    if (now - this.lastReportMs < INTERVAL_MS) return undefined;
    this.lastReportMs = now;
    const { tokensPerSecond } = this;
    const ahead = this.tokensNotRead;
    return {
      kind: 'read',
      files: this.filesRead,
      filesTotal: this.files.length,
      tokens,
      tokensTotal: tokens + ahead,
      windows,
      tokensPerSecond: Math.round(tokensPerSecond),
      remainingMs: tokensPerSecond > 0 ? Math.round((ahead / tokensPerSecond) * 1000) : 0,
      path: this.files[section.files.at(-1)!]!.path,
    };
  }
}
