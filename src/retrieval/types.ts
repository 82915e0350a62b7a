import type { TermCounts } from './lexical.ts';

/**
 * What retrieval sees of the world: text cut into segments of token ids, and a model that can look at a window.
 * Nothing here touches files or a runtime; a fake reader of ten lines is enough to test the strategies.
 */

/** The smallest piece that is kept or dropped: a line of code or a sentence of prose. */
export interface Segment {
  readonly ids: Int32Array;
  /** Offset of its first token in the whole stream: what leads back to file and lines. */
  readonly startToken: number;
  /** Index of the file it comes from. */
  readonly file: number;
  readonly text: string;
}

/** Tokens that are read together: segments of one or more files, each run of a file led by its header. */
export interface Window {
  readonly ids: Int32Array;
  readonly segments: readonly PlacedSegment[];
}

export interface PlacedSegment {
  readonly segment: Segment;
  /** Index of its first token in the window's ids. */
  readonly start: number;
  /** The header of its file in this window: index of the first token, and number of tokens (0 without a header). */
  readonly headerStart: number;
  readonly headerTokens: number;
}

/** A question as token ids, made by the reader's own `prepare`. */
export interface PreparedQuestion {
  readonly ids: Int32Array;
  /** The tokens whose attention counts: from `countedFrom` up to, not including, `countedTo`. */
  readonly countedFrom: number;
  readonly countedTo: number;
}

/** A language model, reduced to its attention. */
export interface AttentionReader {
  /** Largest number of tokens in a window. */
  readonly windowTokens: number;
  /** The model's question without content, for calibration. */
  readonly contentFree: PreparedQuestion;
  prepare(question: string): PreparedQuestion;
  /**
   * Attention that each question pays to each token of each window: softmax probability, mean over the question's
   * counted tokens and the retrieval heads.
   * @returns `[window][question]`, float32 of the window's length
   */
  read(windows: readonly Int32Array[], questions: readonly PreparedQuestion[]): Promise<Float32Array[][]>;
}

/** What the question's rows pay, all heads of one layer summed. */
export interface AttentionRows {
  /** `[row]`, float32 of the context's length. */
  readonly context: readonly Float32Array[];
  /** `[row]`, float32 of the number of rows: what the rows pay to each other. */
  readonly own: readonly Float32Array[];
}

/** A language model as the paper's strategy sees it: every row of the last layer's attention. */
export interface RowReader {
  /** @param question its rows are the tokens from `countedFrom` up to `countedTo` */
  readRows(context: Int32Array, question: PreparedQuestion): Promise<AttentionRows>;
}

/** A segment that was read. */
export interface Candidate {
  readonly segment: Segment;
  /** Attention above the content-free level, see `segmentScore`. */
  readonly attention: number;
  /** The question's terms in it; undefined where retrieval goes by attention alone. */
  readonly terms: TermCounts | undefined;
  /** Place in reading order. */
  readonly order: number;
}

/** A segment that was kept. */
export interface Retained extends Candidate {
  /** What segments are ranked by, see `rank`; comparable within one retrieval. */
  readonly score: number;
}

export type RetrievalEvent =
  /** A window has been read. `best` is the best seen so far, best first; given only when it changed. */
  | { readonly kind: 'window'; readonly tokens: number; readonly best: readonly Retained[] | undefined }
  /** The survivors, `tokens` in number, are read again. */
  | { readonly kind: 'round'; readonly round: number; readonly tokens: number };

export interface RetrievalResult {
  /** Best first, at most the budget; empty when nothing scored above the content-free level. */
  readonly retained: readonly Retained[];
  readonly windows: number;
  readonly tokens: number;
  /** Rounds that were finished; 1 when the first pass alone was enough. */
  readonly rounds: number;
  /** False when the caller stopped it. */
  readonly complete: boolean;
}
