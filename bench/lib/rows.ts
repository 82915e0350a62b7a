/** Runs every strategy over a set: one row of the table each. */
import type { BenchModel } from './benchModel.ts';
import { bm25Baseline } from './baselines/bm25.ts';
import { miniLmBaseline } from './baselines/minilm.ts';
import type { SentenceEncoder } from './baselines/sentenceEncoder.ts';
import type { Ranked, Retriever } from './baselines/types.ts';
import { PeakMemory } from './peakMemory.ts';
import { readOnce, rereadBy } from './retrievers.ts';
import type { SharedReading } from './retrievers.ts';
import type { BenchGroup, BenchSet } from './sets/types.ts';

/** What one strategy kept for one group's questions. */
export interface Answers {
  readonly group: BenchGroup;
  /** `[question]`: kept segments, best first. */
  readonly kept: readonly (readonly Ranked[])[];
  /** `[question]`: units, best first, where the strategy ranks whole units. */
  readonly units?: readonly (readonly number[])[];
}

export interface Row {
  readonly name: string;
  readonly answers: readonly Answers[];
  /**
   * Tokens of text per second of processor time (both cores' added up), questions of one text together: other than the
   * clock's, it says the same on a machine that does something else besides.
   */
  readonly tokensPerSecond: number;
  /** Of the process, in MB (10^6 bytes), the texts of the set included. */
  readonly peakMemoryMB: number;
}

/** Units that are ranked at most: all that any column looks at. */
const RANKED_UNITS = 10;

/** The paper's method reads everything again for each question, one step after the other; it is asked as many as fit. */
const PAPER_TOKENS = 130_000;
const LEAST_PAPER_QUESTIONS = 4;

export interface Competitors {
  readonly model: BenchModel;
  /** Models that read the best again. */
  readonly rereaders: readonly BenchModel[];
  readonly paper: Retriever;
  readonly encoder: SentenceEncoder;
}

/** All rows of a set, in the table's order. */
export async function rowsOf(
  set: BenchSet,
  { model, rereaders, paper, encoder }: Competitors,
): Promise<Row[]> {
  const ranked = set.groups.every(({ text }) => text.units !== undefined);
  const asked = set.groups.some(({ items }) => items.some(({ goldUnit }) => goldUnit !== undefined));
  const documents = ranked && asked ? 'units' : 'segments';
  return [
    ...(set.withoutPaper ? [] : await paperRows(set, paper)),
    ...(await ourRows(set, model, rereaders)),
    await rowOf(set, bm25Baseline({ documents })),
    await rowOf(set, bm25Baseline({ documents, withNames: true })),
    ...(documents === 'units'
      ? [await rowOf(set, miniLmBaseline(encoder, { documents }))]
      : [
          await rowOf(set, miniLmBaseline(encoder, { documents: 'windows', withNames: true })),
          await rowOf(set, miniLmBaseline(encoder, { documents, withNames: true })),
        ]),
  ];
}

async function rowOf(set: BenchSet, retriever: Retriever): Promise<Row> {
  const measured = await measure(set, async (group) => {
    const questions = group.items.map(({ question }) => question);
    const kept = await retriever.retrieve(group.text, questions, set.budgetTokens);
    const units = await retriever.rankUnits?.(group.text, questions, RANKED_UNITS);
    return { group, kept, ...(group.text.units && units ? { units } : {}) };
  });
  return { name: retriever.name, ...measured };
}

/** Attention alone, the default, and the default's keywords alone; one reading serves all three. */
async function ourRows(set: BenchSet, model: BenchModel, rereaders: readonly BenchModel[]): Promise<Row[]> {
  const readings: SharedReading[] = [];
  const { tokensPerSecond, peakMemoryMB } = await measure(set, async (group) => {
    const questions = group.items.map(({ question }) => question);
    readings.push(await readOnce(model, group.text, questions, set.budgetTokens));
    return { group, kept: [] };
  });
  const row = (name: string, of: (reading: SharedReading) => SharedReading['heads'], speed: number): Row => ({
    name,
    answers: set.groups.map((group, i) => ({ group, kept: of(readings[i]!) })),
    tokensPerSecond: speed,
    peakMemoryMB,
  });
  return [
    row('heads', ({ heads }) => heads, tokensPerSecond),
    row('heads+lexical (default)', ({ fused }) => fused, tokensPerSecond),
    row('lexical alone', ({ keywords }) => keywords, NaN),
    ...(readings.some(hops) ? [row('lexical alone, one hop', ({ oneHop }) => oneHop, NaN)] : []),
    ...(await rereadRows(set, rereaders, readings)),
  ];
}

/** Whether the second hop keeps anything else. */
function hops({ keywords, oneHop }: SharedReading): boolean {
  const positions = (kept: readonly Ranked[][]): string =>
    JSON.stringify(kept.map((some) => some.map(({ segment }) => segment.position)));
  return positions(keywords) !== positions(oneHop);
}

/** The best of keywords alone, and of the default, read again in one prompt. */
async function rereadRows(
  set: BenchSet,
  rereaders: readonly BenchModel[],
  readings: readonly SharedReading[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { reader } of rereaders) {
    for (const [name, isRead] of [
      ['lexical', false],
      ['default', true],
    ] as const) {
      let at = 0;
      const measured = await measure(set, async (group) => {
        const reading = readings[at++]!;
        const questions = group.items.map(({ question }) => question);
        const before = isRead ? reading.survivors : questions.map(() => []);
        const { text } = group;
        return {
          group,
          kept: await rereadBy(reader, reading, text, questions, set.budgetTokens, before),
        };
      });
      rows.push({ name: `${name}, reread by ${reader.name}`, ...measured });
    }
  }
  return rows;
}

async function paperRows(set: BenchSet, paper: Retriever): Promise<Row[]> {
  let left = PAPER_TOKENS;
  let count = 0;
  const groups: BenchGroup[] = [];
  for (const { text, items } of set.groups) {
    const some = items.slice(0, Math.floor(left / text.tokens));
    if (some.length === 0) break;
    groups.push({ text, items: some });
    left -= some.length * text.tokens;
    count += some.length;
  }
  if (count < LEAST_PAPER_QUESTIONS) return [];
  const all = set.groups.reduce((sum, { items }) => sum + items.length, 0);
  const row = await rowOf({ ...set, groups }, paper);
  return [{ ...row, name: count < all ? `paper (${count} questions)` : 'paper' }];
}

async function measure(
  set: BenchSet,
  work: (group: BenchGroup) => Promise<Answers>,
): Promise<{ answers: Answers[]; tokensPerSecond: number; peakMemoryMB: number }> {
  const memory = new PeakMemory();
  const started = process.cpuUsage();
  const answers: Answers[] = [];
  let tokens = 0;
  for (const group of set.groups) {
    answers.push(await work(group));
    tokens += group.text.tokens;
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  return { answers, tokensPerSecond: tokens / seconds, peakMemoryMB: memory.stop() / 1e6 };
}
