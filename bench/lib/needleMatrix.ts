/**
 * The paper's needle in a haystack: lengths up to 1,048,576 tokens, ten depths. All needles of a half stand in one text, a
 * tenth of the length apart from turn to turn, so that each of them is asked for at every depth.
 *
 * The essays are repeated to the length, and between depths only the windows around the needles differ: a window that has
 * been read is not read again. For that the questions' words are weighed once, by their rarity in the essays.
 */
import type { BenchModel } from './benchModel.ts';
import { Planner } from '../../src/retrieval/index.ts';
import { emphasisOf } from '../../src/retrieval/keywords.ts';
import type { Reader, TextSegment } from '../../src/retrieval/index.ts';
import type { Ranked } from './baselines/types.ts';
import { changedReader } from './changedReader.ts';
import { heatMapSvg } from './heatMap.ts';
import { machine } from './machine.ts';
import { memoReader } from './memoReader.ts';
import { firstIsGold, goldRecall, mean } from './metrics.ts';
import { PeakMemory } from './peakMemory.ts';
import { publish, publishPicture } from './report.ts';
import { readOnce } from './retrievers.ts';
import { needlesOf } from './sets/needles.ts';
import type { Needle } from './sets/needles.ts';
import { table } from './table.ts';
import { essays, TextBuilder } from './texts.ts';
import type { BenchText, Half } from './texts.ts';

const LENGTHS = [32_768, 131_072, 524_288, 1_048_576] as const;
const DEPTHS = 10;
const BUDGET_TOKENS = 1000;

/** Rows: strategies. Values by kind of question. */
interface Cell {
  readonly literal: number;
  readonly paraphrased: number;
}

/** Which strategies are drawn, by the name of their part of a reading. */
const STRATEGIES = ['heads', 'fused', 'keywords'] as const;
const NAMES = { heads: 'heads', fused: 'heads+lexical (default)', keywords: 'lexical alone' } as const;

export async function needleMatrix(model: BenchModel, half: Half, limit: number): Promise<void> {
  const started = performance.now();
  const memory = new PeakMemory();
  const needles = matrixNeedles(half).slice(0, limit);
  const questions = needles.flatMap(({ literal, paraphrased }) => [literal, paraphrased]);
  const reader = rememberingReader(model, questions);
  const encode = remembered((text: string) => model.tokeniser.encode(text));
  const retained = new Map<string, Cell[][]>(STRATEGIES.map((name) => [name, []]));
  const first = new Map<string, Cell[]>(STRATEGIES.map((name) => [name, []]));
  for (const length of LENGTHS) {
    const cells = STRATEGIES.map((): Cell[] => []);
    const firsts = STRATEGIES.map((): Cell[] => []);
    for (let turn = 0; turn < DEPTHS; turn++) {
      const { text, planted } = plant({ tokeniser: { encode } }, needles, length, turn);
      const kept = await readOnce(model, text, questions, BUDGET_TOKENS, {}, reader);
      STRATEGIES.forEach((name, s) => {
        cells[s]!.push(...needles.map((_, n) => cell(kept[name], n, planted[n]!, goldRecall)));
        firsts[s]!.push(...needles.map((_, n) => cell(kept[name], n, planted[n]!, firstIsGold)));
      });
    }
    STRATEGIES.forEach((name, s) => {
      const byDepth = Array.from({ length: DEPTHS }, (_, depth) =>
        meanCell(cells[s]!.filter((_, i) => depthOf(i % needles.length, turnOf(i, needles)) === depth)),
      );
      retained.get(name)!.push(byDepth);
      first.get(name)!.push(meanCell(firsts[s]!));
    });
  }
  report(needles, half, retained, first, (performance.now() - started) / 60_000, memory.stop() / 1e6);
}

/** The needles of a half, those of code too, and always the published one, which stands in the tune half. */
function matrixNeedles(half: Half): Needle[] {
  const own = needlesOf(half);
  const published = needlesOf('tune').find(({ sentence }) => sentence.includes('San Francisco'))!;
  return own.some(({ sentence }) => sentence === published.sentence) ? own : [published, ...own];
}

function turnOf(index: number, needles: readonly Needle[]): number {
  return Math.floor(index / needles.length);
}

/** Needle by needle a tenth further; from turn to turn all of them a tenth further. */
function depthOf(needle: number, turn: number): number {
  return (needle + turn) % DEPTHS;
}

/** Essays, repeated to the length, each needle at its depth: the middle of its tenth, needles of one depth side by side. */
function plant(
  source: { readonly tokeniser: { encode(text: string): Int32Array } },
  needles: readonly Needle[],
  length: number,
  turn: number,
): { text: BenchText; planted: TextSegment[] } {
  const places = needles
    .map(({ sentence }, needle) => ({
      needle,
      sentence,
      from: ((depthOf(needle, turn) + (needle + 1) / (needles.length + 1)) / DEPTHS) * length,
    }))
    .sort((a, b) => a.from - b.from);
  const builder = new TextBuilder(source);
  const planted: TextSegment[] = [];
  let next = 0;
  for (const { name, sentences } of essays()) {
    if (builder.length >= length) break;
    builder.file(name);
    for (const sentence of sentences) {
      while (next < places.length && builder.length >= places[next]!.from) {
        const place = places[next++]!;
        planted[place.needle] = builder.add(`${place.sentence} `);
      }
      builder.add(sentence);
      if (builder.length >= length) break;
    }
  }
  return { text: builder.finish(), planted };
}

function cell(
  kept: readonly (readonly Ranked[])[],
  needle: number,
  gold: TextSegment,
  measure: (kept: readonly TextSegment[], gold: ReadonlySet<TextSegment>) => number,
): Cell {
  const of = (question: number): number =>
    measure(
      kept[question]!.map(({ segment }) => segment),
      new Set([gold]),
    );
  return { literal: of(2 * needle), paraphrased: of(2 * needle + 1) };
}

function meanCell(cells: readonly Cell[]): Cell {
  return {
    literal: mean(cells.map(({ literal }) => literal)),
    paraphrased: mean(cells.map(({ paraphrased }) => paraphrased)),
  };
}

/** Reads every different window once for all the questions, however often it comes. */
function rememberingReader(model: BenchModel, questions: readonly string[]): Reader {
  const { reader } = model;
  const planner = new Planner(questions, () => '');
  let position = 0;
  for (const { sentences } of essays(1)) {
    for (const text of sentences)
      planner.add({ text, file: 0, position: position++, startLine: 1, endLine: 1 });
  }
  const { rarity } = planner.finish();
  const prepared = new Map(
    questions.map((text, i) => [text, reader.prepare(text, emphasisOf(text, rarity[i]!))]),
  );
  return memoReader(changedReader(reader, { prepare: (question) => prepared.get(question)! }));
}

function remembered<Value>(of: (text: string) => Value): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    let value = values.get(text);
    if (value === undefined) values.set(text, (value = of(text)));
    return value;
  };
}

function report(
  needles: readonly Needle[],
  half: Half,
  retained: ReadonlyMap<string, readonly (readonly Cell[])[]>,
  first: ReadonlyMap<string, readonly Cell[]>,
  minutes: number,
  peakMemoryMB: number,
): void {
  const id = `retrieval-matrix${half === 'report' ? '' : `-${half}`}`;
  const pictures = (['literal', 'paraphrased'] as const).map((kind) => {
    const file = `needles-${kind}${half === 'report' ? '' : `-${half}`}.svg`;
    return publishPicture(
      file,
      heatMapSvg({
        title: `Needles kept within ${BUDGET_TOKENS.toLocaleString('en-US')} tokens, ${kind} questions`,
        rowTitle: 'Tokens',
        columnTitle: 'Depth',
        rows: LENGTHS.map((length) => length.toLocaleString('en-US')),
        columns: Array.from({ length: DEPTHS }, (_, depth) => `${depth * 10 + 5} %`),
        values: retained.get('fused')!.map((row) => row.map((value) => value[kind])),
      }),
      `Needles kept, ${kind} questions`,
    );
  });
  const rows = STRATEGIES.flatMap((name) =>
    LENGTHS.map((length, l) => ({
      name: NAMES[name],
      length,
      kept: meanCell(retained.get(name)![l]!),
      first: first.get(name)![l]!,
    })),
  );
  const share = (value: number): string => value.toFixed(3);
  publish({
    id,
    title: 'Needles in up to 1,048,576 tokens, at ten depths',
    command: 'npm run bench:retrieval -- matrix',
    machine: machine(),
    body:
      `The published San Francisco needle and ${needles.length - 1} of the ${half} half (English and Chinese prose, lines of ` +
      `code), each at each of ${DEPTHS} depths (mean over the needles in the ` +
      `pictures, over needles and depths in the table), ${BUDGET_TOKENS.toLocaleString('en-US')} tokens kept. Windows that ` +
      `occur again are read once; the whole took ${minutes.toFixed(0)} minutes and ${peakMemoryMB.toFixed(0)} MB.\n\n` +
      `${table(
        [
          { heading: 'strategy', cell: (row) => row.name },
          { heading: 'tokens', cell: (row) => row.length.toLocaleString('en-US') },
          { heading: 'literal: kept', cell: (row) => share(row.kept.literal) },
          { heading: 'first', cell: (row) => share(row.first.literal) },
          { heading: 'paraphrased: kept', cell: (row) => share(row.kept.paraphrased) },
          { heading: 'first', cell: (row) => share(row.first.paraphrased) },
        ],
        rows,
      )}\n\n${pictures.join('\n\n')}`,
    data: { rows, retained: Object.fromEntries(retained) },
  });
}
