/**
 * Types by which retrieval sees text, cut into lines and sentences, and a model that reads a window. Files and the
 * runtime stay outside, so that a fake reader of ten lines can test the strategies.
 */

/** A line of code or a sentence of prose: the smallest piece that is kept or dropped. */
export interface TextSegment {
  readonly text: string;
  /** Index of the file it comes from. */
  readonly file: number;
  /** Index in the stream of all files, counted in segments from 0. */
  readonly position: number;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /**
   * Whether the text differs from the file's lines, which may have markup: its columns in the file are then unknown.
   */
  readonly isExtracted?: true;
}

/** A segment in the vocabulary of the reader that is about to read it. Used for its windows only. */
export interface EncodedSegment {
  readonly segment: TextSegment;
  readonly ids: Int32Array;
}

/** Tokens that are read together: segments of one or more files, each run of a file's segments led by its header. */
export interface Window {
  readonly ids: Int32Array;
  readonly segments: readonly PlacedSegment[];
}

/** A segment in a window; of a segment longer than a window, a part of its tokens. */
export interface PlacedSegment {
  readonly segment: TextSegment;
  /** Index of the first token in the window's ids, and number of tokens. */
  readonly start: number;
  readonly tokens: number;
  /** The header of its file in this window: index of the first token, and number of tokens (0 without a header). */
  readonly headerStart: number;
  readonly headerTokens: number;
}

/** A question as token ids, made by `Reader.prepare`, with the tokens whose attention counts. */
export interface PreparedQuestion {
  readonly ids: Int32Array;
  /** Index of the first token whose attention counts, and of the first after these. */
  readonly countedFrom: number;
  readonly countedTo: number;
  /** Weight of each counted token, summing to 1; equal weights when not given. */
  readonly weights?: Float32Array | undefined;
}

/** A language model in the role of a reader: its vocabulary and its attention. */
export interface Reader {
  /** Name for the user. */
  readonly name: string;
  /** Largest number of tokens in a window. */
  readonly windowTokens: number;
  /** How attention becomes scores, as calibrated. */
  readonly scoring: ScoringParameters;
  /** The attention of a clear answer in a text of 16 windows, as calibrated; see `clearness`. */
  readonly weakBelow: number;
  /** The same where the best passages are read together, see `reread`; `weakBelow` where not given. */
  readonly weakBelowRereading?: number;
  /** Tokens of each text by itself. Special tokens in it are taken as text. */
  encode(texts: readonly string[]): Promise<Int32Array[]>;
  /** Tokens of the header of a file of this name. */
  header(name: string): Int32Array;
  /** @param emphasis weight of each UTF-16 code unit of the question; equal weights when not given */
  prepare(question: string, emphasis?: Float32Array): PreparedQuestion;
  /** Names the next windows, so that the reader can load their states meanwhile. */
  prefetch?(windows: readonly Int32Array[]): void;
  /**
   * Attention that each question pays to each token of each window: softmax probability, mean over the question's
   * counted tokens and the retrieval heads.
   */
  read(windows: readonly Int32Array[], questions: readonly PreparedQuestion[]): Promise<WindowAttention[]>;
}

/** Attention to one window; each array is float32 of its length. */
export interface WindowAttention {
  /** `[question]` */
  readonly questions: readonly Float32Array[];
  /** That of the question without content, which `windowScores` subtracts. */
  readonly contentFree: Float32Array;
  /** Whether the window's states were remembered. */
  readonly remembered?: boolean | undefined;
}

/** How attention and keywords become scores; part of a model's manifest. */
export interface ScoringParameters {
  /**
   * A segment's score is the sum of its tokens' scores divided by (tokens + `lengthOffsetTokens`) to the power of this.
   */
  readonly lengthExponent: number;
  readonly lengthOffsetTokens: number;
  /** Share of the file header's attention that each segment gets. */
  readonly headerCredit: number;
  /** Weight of keywords in the fused score, 0 (attention alone) to 1. */
  readonly keywordShare: number;
  /**
   * Number of segments that may stand out. Attention counts only as far as it exceeds that of the next best segment;
   * with fewer segments, or without keywords, nothing is subtracted.
   */
  readonly outstandingSegments: number;
}

/**
 * A segment that was read for one question. A segment longer than a window is several candidates, one for each part.
 */
export interface Candidate {
  readonly segment: TextSegment;
  /** Number of tokens, in the vocabulary of its reader, which it takes of a budget. */
  readonly tokens: number;
  /** Attention above that of the content-free question, see `windowScores`. */
  readonly attention: number;
  /** BM25 of the question's terms, see `KeywordIndex`. */
  readonly keywords: number;
}

/** A candidate that was kept. */
export interface Retained extends Candidate {
  /** Score by which segments are ranked, see `rank`; comparable within one retrieval. */
  readonly score: number;
  /** Parts of the score. */
  readonly shares: Shares;
}

/**
 * Attention and keywords of a segment, each 0 to 1 relative to the best segment of the text. Attention counts as far as
 * it stands out (`outstandingSegments`).
 */
export interface Shares {
  readonly attention: number;
  readonly keywords: number;
}

/** Progress: a section has been read. */
export interface SectionRead {
  /** Index into the plan's sections. */
  readonly section: number;
  /** Windows and tokens of text read so far. */
  readonly windows: number;
  /** How many of the windows were remembered. */
  readonly remembered: number;
  readonly tokens: number;
  /** For each question whose best changed: the best so far, best first. */
  readonly best: readonly (readonly Retained[] | undefined)[];
  /** The results if the reading ended here. */
  readonly soFar: () => readonly RetrievalResult[];
}

export interface RetrievalResult {
  /** Best first, at most the budget; empty when nothing scored. */
  readonly retained: readonly Retained[];
  readonly windows: number;
  /** Number of windows whose states were remembered. */
  readonly remembered: number;
  readonly tokens: number;
  /** That of the reader whose attention the segments carry, see `Reader.weakBelow`. */
  readonly weakBelow: number;
  /** False when the caller stopped the reading, or `isEnough` ended it. */
  readonly complete: boolean;
}
