import type { PreparedQuestion, Window } from '../retrieval/index.ts';
import type { Group } from './domain.ts';
import type { Sample } from './samples.ts';
import { elsewhereOf, windowOf } from './window.ts';
import type { SampleWindow, Tokens } from './window.ts';

/** A model that returns the attention of every head by itself. */
export interface HeadReader {
  readonly contentFree: PreparedQuestion;
  prepare(question: string): PreparedQuestion;
  /** @returns `[question][head]`, float32 of the window's length */
  readHeads(window: Int32Array, questions: readonly PreparedQuestion[]): Promise<Float32Array[][]>;
}

/** Attention of one question to one window, above the content-free level; segment scores are made of this alone. */
export interface SampleReading {
  /** `[head]`: the sum over each segment's tokens. */
  readonly sums: readonly Float64Array[];
  /** `[head]`: the sum over the header of each segment's file. */
  readonly headers: readonly Float64Array[];
  /** Tokens of each segment. */
  readonly lengths: Int32Array;
}

/** Samples searched together: each question is asked of the windows of all. */
export interface Pool {
  readonly group: Group;
  readonly samples: readonly Sample[];
  readonly windows: readonly SampleWindow[];
  /** `[question][window]`; a question's needle is in the window of the same index. */
  readonly readings: readonly (readonly SampleReading[])[];
  /** `[question][window]`: of as many windows about something else. */
  readonly elsewhere: readonly (readonly SampleReading[])[];
}

/** Has the model read a pool of samples. @param onWindow called after each window that was read, two a sample */
export async function measurePool(
  samples: readonly Sample[],
  reader: HeadReader,
  tokens: Tokens,
  onWindow: () => void,
): Promise<Pool> {
  const questions = samples.map(({ question }) => reader.prepare(question));
  const windows = samples.map((sample) => windowOf(sample, tokens));
  const readAll = async (all: readonly Window[]): Promise<SampleReading[][]> => {
    const readings: SampleReading[][] = questions.map(() => []);
    for (const window of all) {
      const attention = await reader.readHeads(window.ids, [...questions, reader.contentFree]);
      const contentFree = attention.at(-1)!;
      readings.forEach((row, q) => row.push(summarise(window, attention[q]!, contentFree)));
      onWindow();
    }
    return readings;
  };
  const readings = await readAll(windows.map(({ window }) => window));
  const elsewhere = await readAll(samples.map((sample) => elsewhereOf(sample, tokens)));
  return { group: samples[0]!.group, samples, windows, readings, elsewhere };
}

/**
 * Sums over each segment and header of each head's attention above the content-free level (arXiv 2410.02642, section
 * 3; see `aboveContentFree` in retrieval/). The sums can be averaged over any set of heads.
 */
export function summarise(
  window: Window,
  question: readonly Float32Array[],
  contentFree: readonly Float32Array[],
): SampleReading {
  const count = window.segments.length;
  const sumOf = (head: number, start: number, length: number): number => {
    const [scores, level] = [question[head]!, contentFree[head]!];
    let sum = 0;
    for (let i = start; i < start + length; i++) sum += scores[i]! - level[i]!;
    return sum;
  };
  const perHead = (sum: (head: number, segment: number) => number): Float64Array[] =>
    question.map((_, head) => Float64Array.from({ length: count }, (_value, segment) => sum(head, segment)));
  return {
    sums: perHead((head, i) => {
      const { start, tokens } = window.segments[i]!;
      return sumOf(head, start, tokens);
    }),
    headers: perHead((head, i) => {
      const { headerStart, headerTokens } = window.segments[i]!;
      return sumOf(head, headerStart, headerTokens);
    }),
    lengths: Int32Array.from(window.segments, ({ tokens }) => tokens),
  };
}
