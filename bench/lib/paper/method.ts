/**
 * Strategy `paper`: InfiniRetri as published (arXiv 2502.12962, section 3, and its package `infini-retri` 0.0.3), kept to
 * be measured against. A cache of whole segments is carried through the text: cache and next chunk are read together, the
 * best tokens by the last layer's attention choose which segments stay.
 */
import { Run } from '../../../src/retrieval/index.ts';
import type { PreparedQuestion } from '../../../src/retrieval/index.ts';
import type { BenchSegment } from '../texts.ts';

/** What the question's rows pay, all heads of one layer summed. */
export interface AttentionRows {
  /** `[row]`, float32 of the context's length. */
  readonly context: readonly Float32Array[];
  /** `[row]`, float32 of the number of rows: what the rows pay to each other. */
  readonly own: readonly Float32Array[];
}

/** A language model as the method sees it: every row of the last layer's attention. */
export interface RowReader {
  /** As `Reader.encode` in retrieval/. */
  encode(texts: readonly string[]): Promise<Int32Array[]>;
  prepare(question: string): PreparedQuestion;
  /** @param question its rows are the tokens from `countedFrom` up to `countedTo` */
  readRows(context: Int32Array, question: PreparedQuestion): Promise<AttentionRows>;
}

export interface PaperParameters {
  /** Tokens of a chunk; the package's `chunk_size`. */
  readonly chunkTokens: number;
  /** Tokens that choose their segments at each step. */
  readonly topK: number;
  /** Width of the phrase kernel in tokens. */
  readonly phraseTokens: number;
}

/** The package's own values. */
export const paperDefaults: PaperParameters = { chunkTokens: 1024, topK: 300, phraseTokens: 8 };

export interface PaperStep {
  /** Tokens of the text read so far. */
  readonly tokens: number;
  /** Position of the last segment read. */
  readonly lastPosition: number;
  /** The segments in the cache, in reading order, each with its best token's score. */
  readonly cache: readonly { readonly segment: BenchSegment; readonly score: number }[];
}

/** Reads the text step by step; every step yields the cache, the last one is the result. @param run held and stopped between steps */
export async function* retrieveByPaper(
  segments: AsyncIterable<BenchSegment>,
  question: PreparedQuestion,
  reader: RowReader,
  parameters: PaperParameters,
  run = new Run(),
): AsyncGenerator<PaperStep, void> {
  let cache: PaperStep['cache'] = [];
  let weights: Float32Array | undefined;
  let tokens = 0;
  for await (const chunk of chunks(segments, parameters.chunkTokens)) {
    await run.pass();
    if (run.signal.aborted) return;
    const merged = [...cache.map(({ segment }) => segment), ...chunk];
    const rows = await reader.readRows(concat(merged), question);
    weights ??= rowWeights(rows);
    const scores = tokenScores(rows, weights, parameters.phraseTokens);
    cache = keepSegments(merged, scores, parameters.topK);
    tokens += chunk.reduce((sum, { ids }) => sum + ids.length, 0);
    yield { tokens, lastPosition: chunk.at(-1)!.position, cache };
  }
}

/** `w[i]`: what row i pays to the question's rows, as the first chunk shows it. */
export function rowWeights({ own }: AttentionRows): Float32Array {
  return Float32Array.from(own, (row) => row.reduce((sum, value) => sum + value, 0));
}

/**
 * Token scores: every row is smoothed by a kernel of ones ("same", zero-filled) and multiplied by its weight twice; the
 * rows are summed. Smoothing is linear, so the weighted sum is smoothed once.
 */
export function tokenScores(
  { context }: AttentionRows,
  weights: Float32Array,
  phraseTokens: number,
): Float32Array {
  const length = context[0]?.length ?? 0;
  const summed = new Float64Array(length);
  context.forEach((row, i) => {
    const weight = weights[i]! * weights[i]!;
    for (let t = 0; t < length; t++) summed[t]! += weight * row[t]!;
  });
  // "Same" of an even kernel reaches one further to the left, as in numpy and torch.
  const before = Math.floor(phraseTokens / 2);
  const after = phraseTokens - 1 - before;
  return Float32Array.from(summed, (_, t) => {
    let sum = 0;
    for (let u = Math.max(0, t - before); u <= Math.min(length - 1, t + after); u++) sum += summed[u]!;
    return sum;
  });
}

/** Segments that hold at least one of the `topK` best tokens, in their order. */
export function keepSegments(
  segments: readonly BenchSegment[],
  scores: Float32Array,
  topK: number,
): { segment: BenchSegment; score: number }[] {
  const best = new Set([...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, topK));
  const kept: { segment: BenchSegment; score: number }[] = [];
  let start = 0;
  for (const segment of segments) {
    let score = -Infinity;
    let chosen = false;
    for (let t = start; t < start + segment.ids.length; t++) {
      score = Math.max(score, scores[t]!);
      chosen ||= best.has(t);
    }
    if (chosen) kept.push({ segment, score });
    start += segment.ids.length;
  }
  return kept;
}

/** Whole segments packed greedily, no overlap; a longer segment is a chunk of its own. */
async function* chunks(
  segments: AsyncIterable<BenchSegment>,
  chunkTokens: number,
): AsyncGenerator<BenchSegment[], void> {
  let chunk: BenchSegment[] = [];
  let length = 0;
  for await (const segment of segments) {
    if (length > 0 && length + segment.ids.length > chunkTokens) {
      yield chunk;
      chunk = [];
      length = 0;
    }
    chunk.push(segment);
    length += segment.ids.length;
  }
  if (chunk.length > 0) yield chunk;
}

function concat(segments: readonly BenchSegment[]): Int32Array {
  const ids = new Int32Array(segments.reduce((sum, segment) => sum + segment.ids.length, 0));
  let at = 0;
  for (const segment of segments) {
    ids.set(segment.ids, at);
    at += segment.ids.length;
  }
  return ids;
}
