/**
 * What retrieval sees of the world: text cut into lines and sentences, and a model that can look at a window.
 * Nothing here touches files or a runtime; a fake reader of ten lines is enough to test the strategies.
 */

/** The smallest piece that is kept or dropped: a line of code or a sentence of prose. */
export interface TextSegment {
  readonly text: string;
  /** Index of the file it comes from. */
  readonly file: number;
  /** Its place in the concatenated stream of all files, counted in segments from 0. */
  readonly position: number;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The file's lines have more or something else, such as markup: where in a line the text stands is not known. */
  readonly isExtracted?: true;
}

/** A segment in the vocabulary of the reader that is about to read it; goes no further than its windows. */
export interface EncodedSegment {
  readonly segment: TextSegment;
  readonly ids: Int32Array;
}

/** Tokens that are read together: segments of one or more files, each run of a file led by its header. */
export interface Window {
  readonly ids: Int32Array;
  readonly segments: readonly PlacedSegment[];
}

/** A segment in a window; of one that is longer than a window, a part of its tokens. */
export interface PlacedSegment {
  readonly segment: TextSegment;
  /** Index of its first token in the window's ids, and number of tokens. */
  readonly start: number;
  readonly tokens: number;
  /** The header of its file in this window: index of the first token, and number of tokens (0 without a header). */
  readonly headerStart: number;
  readonly headerTokens: number;
}

/** A question as token ids, made by the reader's own `prepare`; the attention of some of them counts. */
export interface PreparedQuestion {
  readonly ids: Int32Array;
  /** The tokens whose attention counts: from `countedFrom` up to, not including, `countedTo`. */
  readonly countedFrom: number;
  readonly countedTo: number;
  /** How much each counted token counts, summing to 1; all the same when not given. */
  readonly weights?: Float32Array | undefined;
}

/** A language model in the role of a reader: its vocabulary, and its attention. */
export interface Reader {
  /** Shown to the user. */
  readonly name: string;
  /** Largest number of tokens in a window. */
  readonly windowTokens: number;
  /** How the model's attention becomes scores, as calibrated. */
  readonly scoring: ScoringParameters;
  /** Attention that a clear answer reaches in a text of 16 windows, as calibrated; see `clearness`. */
  readonly weakBelow: number;
  /** Tokens of pieces of text, each by itself, special tokens not interpreted. */
  encode(texts: readonly string[]): Promise<Int32Array[]>;
  /** Tokens that stand in front of the lines of a file of this name. */
  header(name: string): Int32Array;
  /** @param emphasis weight of each UTF-16 code unit of the question; all the same when not given */
  prepare(question: string, emphasis?: Float32Array): PreparedQuestion;
  /** Says which windows will be read next, so that what is known of them can be fetched meanwhile. */
  prefetch?(windows: readonly Int32Array[]): void;
  /**
   * Attention that each question pays to each token of each window: softmax probability, mean over the question's
   * counted tokens and the retrieval heads.
   */
  read(windows: readonly Int32Array[], questions: readonly PreparedQuestion[]): Promise<WindowAttention[]>;
}

/** What is paid to one window, float32 of its length each. */
export interface WindowAttention {
  /** `[question]` */
  readonly questions: readonly Float32Array[];
  /** By a question without content, for calibration. */
  readonly contentFree: Float32Array;
  /** Whether the window's states were known from an earlier question. */
  readonly remembered?: boolean | undefined;
}

/** How attention and keywords become scores; part of a model's manifest. */
export interface ScoringParameters {
  /** A segment's score is its tokens' sum divided by (tokens + `lengthOffsetTokens`) to the power of this. */
  readonly lengthExponent: number;
  readonly lengthOffsetTokens: number;
  /** Share of its file's header's attention that each segment is credited with. */
  readonly headerCredit: number;
  /** Weight of keywords in the fused score, 0 (attention alone) to 1. */
  readonly keywordShare: number;
  /**
   * So many segments of a text may stand out by attention: it counts in the fused score as far as it is above that of the
   * next best segment. Nothing is taken off where there are no more segments, or no keywords to join with.
   */
  readonly outstandingSegments: number;
}

/** A segment that was read for one question; one longer than a window is a candidate for each of its parts. */
export interface Candidate {
  readonly segment: TextSegment;
  /** As the reader counts that read it: what it takes of a budget. */
  readonly tokens: number;
  /** Attention above the content-free level, see `windowScores`. */
  readonly attention: number;
  /** BM25 of the question's terms, see `KeywordIndex`. */
  readonly keywords: number;
}

/** A segment that was kept. */
export interface Retained extends Candidate {
  /** What segments are ranked by, see `rank`; comparable within one retrieval. */
  readonly score: number;
  /** What the score is made of. */
  readonly shares: Shares;
}

/**
 * Attention and keywords of a segment, each 0 to 1 relative to the best segment of the text, attention as far as it stands
 * out (`outstandingSegments`).
 */
export interface Shares {
  readonly attention: number;
  readonly keywords: number;
}

/** A section of the text has been read. */
export interface SectionRead {
  /** Index into the plan's sections. */
  readonly section: number;
  /** Windows and tokens of text read so far. */
  readonly windows: number;
  /** Of these, the ones whose states were known from an earlier question. */
  readonly remembered: number;
  readonly tokens: number;
  /** For each question whose best changed: the best so far, best first. */
  readonly best: readonly (readonly Retained[] | undefined)[];
  /** What would be returned if the reading ended here. */
  readonly soFar: () => readonly RetrievalResult[];
}

export interface RetrievalResult {
  /** Best first, at most the budget; empty when nothing scored. */
  readonly retained: readonly Retained[];
  readonly windows: number;
  /** Windows whose states were known from an earlier question. */
  readonly remembered: number;
  readonly tokens: number;
  /** False when the caller stopped it, or said that it is enough. */
  readonly complete: boolean;
}
