import { estimateTokens } from '../corpus/index.ts';
import type { CorpusFile } from '../corpus/index.ts';
import type { AskProgress, SkippedFile } from './protocol.ts';

/** Progress is told at most this often. */
const INTERVAL_MS = 100;

/** Measures the reading: how far, how fast, how long still. Totals are estimated from sizes and mend as files are read. */
export class ReadingMeter {
  filesRead = 0;
  private readonly filesTotal: number;
  /** Estimated tokens of files not begun. */
  private tokensAhead: number;
  private readonly estimates: Map<string, number>;
  /** The file in hand: what it was estimated at, and how many tokens had been read when it was begun. */
  private current = { estimate: 0, from: 0 };
  private path = '';
  private tokens = 0;
  private windows = 0;
  private startedMs: number | undefined;
  private lastReportMs = -Infinity;

  constructor(files: readonly CorpusFile[]) {
    this.filesTotal = files.length;
    this.estimates = new Map(files.map((file) => [key(file), estimateTokens(file.sizeBytes, file.format)]));
    this.tokensAhead = [...this.estimates.values()].reduce((a, b) => a + b, 0);
  }

  get tokensPerSecond(): number {
    const seconds = this.startedMs === undefined ? 0 : (performance.now() - this.startedMs) / 1000;
    return seconds > 0 ? this.tokens / seconds : 0;
  }

  begin(file: CorpusFile): void {
    this.startedMs ??= performance.now();
    this.path = file.path;
    this.current = { estimate: this.estimates.get(key(file)) ?? 0, from: this.tokens };
    this.tokensAhead -= this.current.estimate;
  }

  /** The file begun last has been read. */
  end(): void {
    this.filesRead++;
    this.current = { estimate: 0, from: this.tokens };
  }

  skip(file: SkippedFile): void {
    this.tokensAhead -= this.estimates.get(key(file)) ?? 0;
  }

  /** Notes that `tokens` have been read in all. @returns what to tell, when it is time to tell it */
  read(tokens: number): AskProgress | undefined {
    this.tokens = tokens;
    this.windows++;
    const now = performance.now();
    if (now - this.lastReportMs < INTERVAL_MS) return undefined;
    this.lastReportMs = now;
    const { estimate, from } = this.current;
    const leftOfFile = Math.max(0, estimate - (tokens - from));
    const tokensTotal = Math.max(tokens, Math.round(tokens + leftOfFile + this.tokensAhead));
    const { tokensPerSecond } = this;
    return {
      kind: 'read',
      files: this.filesRead,
      filesTotal: this.filesTotal,
      tokens,
      tokensTotal,
      windows: this.windows,
      tokensPerSecond: Math.round(tokensPerSecond),
      remainingMs: tokensPerSecond > 0 ? Math.round(((tokensTotal - tokens) / tokensPerSecond) * 1000) : 0,
      path: this.path,
    };
  }
}

function key(file: { readonly root: number; readonly path: string }): string {
  return `${file.root}:${file.path}`;
}
