/**
 * How much of what answers a question is found, side by side with the paper's own method and with keyword search.
 *
 *   npm run bench:retrieval [-- SET ...] [--half tune|report] [--limit N] [--data FOLDER] [--write]
 *
 * Sets: needles, hotpotqa, multifieldqa-zh; all when none is named. Needs the evaluation data. Every set is split in two
 * by a fixed seed; settings are chosen on `tune`, `report` (the default) is only reported.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentText } from '../src/corpus/index.ts';
import { modelFolder } from '../src/engine/index.ts';
import { openModel } from '../src/model/index.ts';
import type { OpenModel } from '../src/model/index.ts';
import type { Segment } from '../src/retrieval/index.ts';
import needleData from './data/needles.json' with { type: 'json' };
import { machine } from './lib/machine.ts';
import { publish } from './lib/report.ts';
import { bm25Retriever, headsRetriever, paperRetriever } from './lib/retrievers.ts';
import type { Retriever } from './lib/retrievers.ts';
import { table } from './lib/table.ts';
import { dataFolder, halfOf, haystack, TextBuilder } from './lib/texts.ts';
import type { BenchItem, Half } from './lib/texts.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

interface Row {
  readonly name: string;
  readonly values: readonly number[];
  readonly tokensPerSecond: number;
}

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at >= 0 ? process.argv[at + 1] : undefined;
};
const half = (option('--half') ?? 'report') as Half;
const limit = Number(option('--limit') ?? Infinity);

/** Runs every retriever over the items and publishes one table; `measure` gives the columns' values for one item. */
async function compare(
  id: string,
  title: string,
  headings: readonly string[],
  items: readonly BenchItem[],
  retrievers: readonly Retriever[],
  budgetTokens: number,
  measure: (kept: readonly Segment[], item: BenchItem) => readonly number[],
): Promise<void> {
  const rows: Row[] = [];
  for (const retriever of retrievers) {
    const sums = headings.map(() => 0);
    let tokens = 0;
    const started = performance.now();
    for (const item of items) {
      const kept = await retriever.retrieve(item.text, item.question, budgetTokens);
      measure(kept, item).forEach((value, i) => (sums[i]! += value));
      tokens += item.text.tokens;
    }
    rows.push({
      name: retriever.name,
      values: sums.map((sum) => sum / items.length),
      tokensPerSecond: tokens / ((performance.now() - started) / 1000),
    });
  }
  const columns = [
    { heading: 'strategy', cell: (row: Row) => row.name },
    ...headings.map((heading, i) => ({ heading, cell: (row: Row) => row.values[i]!.toFixed(3) })),
    { heading: 'tokens/s', cell: (row: Row) => row.tokensPerSecond.toFixed(0) },
  ];
  const tokens = items.reduce((sum, item) => sum + item.text.tokens, 0);
  publish({
    id: `retrieval-${id}${half === 'report' ? '' : `-${half}`}`,
    title,
    command: `npm run bench:retrieval -- ${id.replace(/-(literal|paraphrased)$/, '')}`,
    machine: machine(),
    body:
      `${items.length} questions of the ${half} half, ${Math.round(tokens / items.length)} tokens each, ` +
      `${budgetTokens} tokens kept.\n\n${table(columns, rows)}`,
    data: { headings, rows },
  });
}

const recall = (kept: readonly Segment[], item: BenchItem): number =>
  kept.filter((segment) => item.gold.has(segment)).length / item.gold.size;

async function needles(model: OpenModel, retrievers: readonly Retriever[]): Promise<void> {
  const chosen = needleData[half].slice(0, limit) as [string, string, string][];
  const { text, planted } = haystack(
    model,
    32_000,
    chosen.map(([sentence]) => sentence),
  );
  const kinds = [
    ['literal', 1],
    ['paraphrased', 2],
  ] as const;
  for (const [kind, column] of kinds) {
    const items = chosen.map((needle, i) => ({
      question: needle[column],
      text,
      gold: new Set([planted[i]!]),
    }));
    await compare(
      `needles-${kind}`,
      `Needles in 32,000 tokens of essays, ${kind}`,
      ['retained', 'first', 'first 3'],
      items,
      retrievers,
      1000,
      (kept, item) => [recall(kept, item), recall(kept.slice(0, 1), item), recall(kept.slice(0, 3), item)],
    );
  }
}

/** A paragraph that does not answer: title, sentences, and a number that is not used here. */
type Distractor = readonly [title: string, sentences: readonly string[], ...rest: unknown[]];

interface HotpotItem {
  readonly question: string;
  readonly title_a: string;
  readonly title_b: string;
  readonly para_a: readonly string[];
  readonly para_b: readonly string[];
  /** Indices of the supporting sentences of both paragraphs. */
  readonly supporting_facts: readonly [readonly number[], readonly number[]];
  readonly distractors: readonly Distractor[];
}

async function hotpotqa(model: OpenModel, retrievers: readonly Retriever[]): Promise<void> {
  const data = JSON.parse(
    readFileSync(join(dataFolder(), 'hotpotqa-100', 'dev_nd8_sample100.json'), 'utf8'),
  ) as HotpotItem[];
  const items = data
    .filter((_, i) => halfOf(i, data.length, half))
    .slice(0, limit)
    .map((item, index): BenchItem => {
      const [goldA, goldB] = item.supporting_facts;
      const paragraphs = [
        { title: item.title_a, sentences: item.para_a, gold: goldA },
        { title: item.title_b, sentences: item.para_b, gold: goldB },
        ...item.distractors.map(([title, sentences]) => ({
          title,
          sentences,
          gold: [] as readonly number[],
        })),
      ];
      // The two that answer must not always stand in front.
      const turned = [
        ...paragraphs.slice(index % paragraphs.length),
        ...paragraphs.slice(0, index % paragraphs.length),
      ];
      const builder = new TextBuilder(model);
      const gold = new Set<Segment>();
      for (const paragraph of turned) {
        builder.file(paragraph.title);
        paragraph.sentences.forEach((sentence, i) => {
          const segment = builder.add(`${sentence.trim()} `);
          if (paragraph.gold.includes(i)) gold.add(segment);
        });
      }
      return { question: item.question, text: builder.finish(), gold };
    });
  await compare(
    'hotpotqa',
    'HotpotQA, recall of the supporting sentences',
    ['recall'],
    items,
    retrievers,
    300,
    (kept, item) => [recall(kept, item)],
  );
}

async function multifieldqaZh(model: OpenModel, retrievers: readonly Retriever[]): Promise<void> {
  const lines = readFileSync(join(dataFolder(), 'multifieldqa-zh', 'multifieldqa_zh.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const items = lines
    .filter((_, i) => halfOf(i, lines.length, half))
    .slice(0, limit)
    .map((line): BenchItem => {
      const { input, context, answers } = JSON.parse(line) as {
        input: string;
        context: string;
        answers: string[];
      };
      const builder = new TextBuilder(model);
      builder.file('text');
      for (const { text } of segmentText(context, 'prose')) builder.add(text);
      return { question: input, text: builder.finish(), gold: new Set(), answers };
    });
  const squeeze = (text: string): string => text.replaceAll(/\s+/g, '');
  await compare(
    'multifieldqa-zh',
    'multifieldqa_zh',
    ['answer retained'],
    items,
    retrievers,
    1000,
    (kept, item) => {
      const found = squeeze(kept.map(({ text }) => text).join(''));
      return [item.answers!.some((answer) => found.includes(squeeze(answer))) ? 1 : 0];
    },
  );
}

async function main(): Promise<void> {
  const sets = { needles, hotpotqa, 'multifieldqa-zh': multifieldqaZh };
  const named = process.argv.slice(2).filter((argument): argument is keyof typeof sets => argument in sets);
  const model = await openModel(modelFolder());
  const retrievers = [
    await paperRetriever(model),
    headsRetriever(model, false),
    headsRetriever(model, true),
    bm25Retriever,
  ];
  for (const name of named.length > 0 ? named : (Object.keys(sets) as (keyof typeof sets)[])) {
    await sets[name](model, retrievers);
  }
  await model.dispose();
}

void main();
