/**
 * How much of what answers a question is found, side by side with the paper's own method, keyword search and embeddings.
 *
 *   npm run bench:retrieval [-- SET ...] [--half tune|report] [--limit N] [--data FOLDER] [--model FILE] [--rereader FILE,FILE]
 *     [--write] [--again]
 *
 * `--model` is a user's own model, which reads in place of the embedded one; its tables stand beside those.
 * `--rereader` names models that read the best of the first ranking again, in one prompt.
 * `--again` measures nothing: it tells anew what the last run of a set in this clone measured.
 *
 * Sets: those of bench/lib/sets, `matrix` (needles at ten depths, up to a million tokens), `ablation` and `fusion`;
 * all when none is named.
 * All but `functions` need the evaluation data. Every set is split in two by a fixed seed; settings are chosen on `tune`,
 * `report` (the default) is only reported.
 */
import { basename, join } from 'node:path';
import { modelFolder } from '../src/engine/index.ts';
import { option } from './lib/option.ts';
import { builtModel, openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { ablation } from './lib/ablation.ts';
import { fusions } from './lib/fusions.ts';
import { SentenceEncoder } from './lib/baselines/sentenceEncoder.ts';
import { measuresOf, retainedShare, valuesOf } from './lib/columns.ts';
import type { Measure } from './lib/columns.ts';
import { machine } from './lib/machine.ts';
import type { Machine } from './lib/machine.ts';
import { needleMatrix } from './lib/needleMatrix.ts';
import { publish, savedReport } from './lib/report.ts';
import { paperRetriever } from './lib/retrievers.ts';
import { rowsOf } from './lib/rows.ts';
import type { Competitors } from './lib/rows.ts';
import { sets } from './lib/sets/index.ts';
import type { BenchSet } from './lib/sets/index.ts';
import { table } from './lib/table.ts';
import type { Half } from './lib/texts.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const limit = Number(option('--limit') ?? Infinity);
const modelFile = option('--model');
const rereaderFiles = (option('--rereader') ?? '').split(',').filter((file) => file !== '');

interface TableRow {
  readonly name: string;
  readonly values: readonly number[];
  readonly retainedShare: number;
  readonly tokensPerSecond: number;
  readonly peakMemoryMB: number;
}

async function compare(
  set: BenchSet,
  model: BenchModel,
  competitors: () => Promise<Competitors>,
): Promise<void> {
  const measures = measuresOf(set);
  const reader = modelFile === undefined ? '' : `-${model.manifest.id}`;
  const id = `retrieval-${set.id}${reader}${half === 'report' ? '' : `-${half}`}`;
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  const rows = again ? savedRows(again.data) : await measuredRows(set, measures, await competitors());
  describe(set, id, model, measures, rows, again?.machine ?? machine());
}

async function measuredRows(
  set: BenchSet,
  measures: readonly Measure[],
  competitors: Competitors,
): Promise<TableRow[]> {
  return (await rowsOf(set, competitors)).map((row): TableRow => ({
    name: row.name,
    values: valuesOf(row, measures),
    retainedShare: retainedShare(row),
    tokensPerSecond: row.tokensPerSecond,
    peakMemoryMB: row.peakMemoryMB,
  }));
}

/** JSON has no NaN. */
function savedRows(data: unknown): TableRow[] {
  const number = (value: number | null): number => value ?? NaN;
  return (data as { rows: TableRow[] }).rows.map((row) => ({
    ...row,
    values: row.values.map(number),
    tokensPerSecond: number(row.tokensPerSecond),
  }));
}

function describe(
  set: BenchSet,
  id: string,
  { manifest }: BenchModel,
  measures: readonly Measure[],
  rows: readonly TableRow[],
  measuredOn: Machine,
): void {
  const questions = set.groups.reduce((sum, { items }) => sum + items.length, 0);
  const tokens = set.groups.reduce((sum, { text }) => sum + text.tokens, 0);
  const texts = set.groups.length;
  // What is known of the embedded model's figures says nothing of another's.
  const remark =
    modelFile === undefined
      ? remarks[set.id] && ` ${remarks[set.id]!}`
      : ' Tokens are those of this model: between tables of different models the rows of one table alone compare.';
  publish({
    id,
    title: modelFile === undefined ? set.title : `${set.title}: read by ${manifest.name}`,
    command: `npm run bench:retrieval -- ${set.id}${modelFile === undefined ? '' : ` --model ${basename(modelFile)}`}${rereaderFiles.length === 0 ? '' : ` --rereader ${rereaderFiles.map((file) => basename(file)).join()}`}`,
    machine: measuredOn,
    body:
      `${questions} questions of the ${half} half, ${texts === 1 ? 'one text' : `${texts} texts`} of ` +
      `${Math.round(tokens / texts).toLocaleString('en-US')} tokens${texts === 1 ? '' : ' on average'}, ` +
      `${set.budgetTokens.toLocaleString('en-US')} tokens kept. ${set.notes ?? ''}\n\n${tableOf(measures, rows)}\n\n` +
      `${marginsOf(set.rankedKinds ? measures.slice(0, 2) : measures, rows)} Tokens/s: tokens of text by the processor's seconds (of all cores, added up) for all of a ` +
      `row's questions together; heads, default and lexical share one reading.${withoutPaper(rows)}${remark ?? ''}`,
    data: { measures: measures.map(({ heading }) => heading), rows },
  });
}

function withoutPaper(rows: readonly TableRow[]): string {
  if (rows.some(({ name }) => name.startsWith('paper'))) return '';
  return ' The method of the paper is left out: it reads everything anew for each question, which takes too long here.';
}

/** How far the default is ahead of the best keyword search and the best embeddings, by each measure. */
function marginsOf(measures: readonly Measure[], rows: readonly TableRow[]): string {
  const values = (name: string): readonly (readonly number[])[] =>
    rows.filter((row) => row.name.startsWith(name)).map((row) => row.values);
  const [ours] = values('heads+lexical');
  const lines = ['BM25', 'MiniLM'].map((name) => {
    const points = measures.map(({ heading }, i) => {
      const ahead = 100 * (ours![i]! - Math.max(...values(name).map((row) => row[i]!)));
      return `${heading} ${ahead >= 0 ? '+' : '−'}${Math.abs(ahead).toFixed(1)}`;
    });
    return `the best ${name} row of each measure: ${points.join(', ')}`;
  });
  return `The default, in points, against ${lines.join('; against ')}.`;
}

const COSQA =
  'The queries are what people typed into a web search engine and share few words with the functions, and attention of ' +
  'a small chat model finds what is said in like words. all-MiniLM-L6-v2 was trained on more than a billion pairs of ' +
  'texts, among them web searches with their answers and code with its documentation (CodeSearchNet, from which the ' +
  'functions of this set come): it is ahead by far, and nothing in the reader makes up for that.';

/** What is known about a set's figures, whatever they are. */
const remarks: Readonly<Record<string, string>> = {
  'multifieldqa-zh':
    'Most answers of this set are not quoted from the text: `answer retained` cannot exceed the share that is, and ' +
    '`overlap` (pairs of neighbouring characters of the answer that were kept) says more.',
  cosqa: COSQA,
  'cosqa-stripped': COSQA,
  'hotpotqa-pooled':
    'With 50 questions one found or missed is two points: differences below that say nothing.',
  functions:
    'Attention alone finds little here, and the default, which weighs it in, is behind keywords alone: the sentences name ' +
    'what a function is for, its lines how it does it, and without their comments the two share names and little else. ' +
    'How the two are joined was chosen on the tune halves of four sets (table of `fusion`).',
  hotpotqa:
    'BM25 with names sees the titles of the paragraphs, as our reader does; a question often names one of the two titles ' +
    'it needs; the second supporting sentence is found by neither words nor attention of the question alone, but by names in the first. One question is two points.',
};

function tableOf(measures: readonly Measure[], rows: readonly TableRow[]): string {
  const whole = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(0));
  return table(
    [
      { heading: 'strategy', cell: (row) => row.name },
      ...measures.map(({ heading }, i) => ({
        heading,
        cell: (row: TableRow) => (Number.isNaN(row.values[i]!) ? '' : row.values[i]!.toFixed(3)),
      })),
      { heading: 'retained %', cell: (row) => (100 * row.retainedShare).toPrecision(2) },
      { heading: 'tokens/s', cell: (row) => whole(row.tokensPerSecond) },
      { heading: 'peak MB', cell: (row) => whole(row.peakMemoryMB) },
    ],
    rows,
  );
}

async function main(): Promise<void> {
  const all = [...Object.keys(sets), 'matrix', 'ablation', 'fusion'];
  const named = process.argv.slice(2).filter((argument) => all.includes(argument));
  const model = await openModel(modelFile === undefined ? modelFolder() : await builtModel(modelFile));
  let opened: Promise<Competitors> | undefined;
  const open = async (): Promise<Competitors> => {
    const rereaders: BenchModel[] = [];
    for (const file of rereaderFiles) rereaders.push(await openModel(await builtModel(file)));
    return {
      model,
      rereaders,
      paper: await paperRetriever(model, modelFile),
      encoder: await SentenceEncoder.open(),
    };
  };
  const competitors = (): Promise<Competitors> => (opened ??= open());
  for (const name of named.length > 0 ? named : all) {
    if (name === 'matrix') await needleMatrix(model, half, limit);
    else if (name === 'ablation') await ablation(model);
    else if (name === 'fusion') await fusions(model);
    else await compare(sets[name]!(model, { half, limit }), model, competitors);
  }
  await model.dispose();
}

void main();
