/**
 * Whether it is told truthfully that a text answers a question: made-up facts are planted in a text of essays, code and
 * Chinese documents or not, and their questions are asked both times.
 *
 *   npm run bench:verdict [-- --half tune|report] [--tokens 10000,100000,1000000] [--data FOLDER] [--write] [--again]
 *
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 * Needs the evaluation data. The limit was chosen on `tune`; `report` (the default) is only reported.
 */
import { join } from 'node:path';
import { modelFolder } from '../src/engine/index.ts';
import { option } from './lib/option.ts';
import { openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { clearnessOf, headsStrategy, Planner, Run } from '../src/retrieval/index.ts';
import type { Reader, ReadingPlan, RetrievalResult } from '../src/retrieval/index.ts';
import { finish } from '../src/retrieval/strategy.ts';
import { heatMapSvg } from './lib/heatMap.ts';
import { machine } from './lib/machine.ts';
import type { Machine } from './lib/machine.ts';
import { memoReader } from './lib/memoReader.ts';
import { publish, publishPicture, savedReport } from './lib/report.ts';
import { table } from './lib/table.ts';
import { namesIn } from './lib/texts.ts';
import type { Half } from './lib/texts.ts';
import { factsOf, mixedText } from './lib/verdictText.ts';
import type { Fact, MixedText } from './lib/verdictText.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const sizes = (option('--tokens') ?? '10000,100000,1000000').split(',').map(Number);
const BUDGET_TOKENS = 1000;

/** What was said of one question. */
interface Case {
  readonly group: string;
  readonly tokens: number;
  /** Whether the text has the fact. */
  readonly answerable: boolean;
  /** Whether it is among what was kept. */
  readonly kept: boolean;
  readonly clear: boolean;
  /** By the largest attention alone, whatever the size of the text. */
  readonly clearByAttention: boolean;
}

async function casesOf(model: BenchModel, tokens: number): Promise<Case[]> {
  const facts = factsOf(half);
  const reader = sharedReader(model.reader);
  const cases: Case[] = [];
  for (const planted of [facts, []]) {
    const mixed = mixedText(model, tokens, planted);
    const { plan, results } = await ask(model, reader, mixed, facts);
    cases.push(...facts.map((fact, q) => caseOf(model, fact, mixed, q, plan, results[q]!, tokens)));
  }
  return cases;
}

function caseOf(
  model: BenchModel,
  { lang, kind }: Fact,
  { text, planted }: MixedText,
  q: number,
  plan: ReadingPlan,
  { retained, windows }: RetrievalResult,
  tokens: number,
): Case {
  const { weakBelow } = model.manifest.reader;
  const gold = new Set(planted[q]?.map(({ position }) => position));
  const clearness = clearnessOf(plan.rarity[q]!, windows, weakBelow, (file) => text.names[file]!);
  return {
    group: `${lang} ${kind}`,
    tokens,
    answerable: gold.size > 0,
    kept: retained.some(({ segment }) => gold.has(segment.position)),
    clear: retained.some((piece) => clearness(piece) >= 1),
    clearByAttention: retained.some(({ attention }) => attention >= weakBelow),
  };
}

/**
 * Reads a window once for both texts. For that the questions' words are weighed by their rarity in the text that has the
 * facts; without them it is nearly the same.
 */
function sharedReader(reader: Reader): Reader {
  const prepared = new Map<string, ReturnType<Reader['prepare']>>();
  return {
    ...memoReader(reader),
    prepare: (question, emphasis) => {
      const known = prepared.get(question) ?? reader.prepare(question, emphasis);
      prepared.set(question, known);
      return known;
    },
  };
}

async function ask(
  model: BenchModel,
  reader: Reader,
  { text }: MixedText,
  facts: readonly Fact[],
): Promise<{ plan: ReadingPlan; results: readonly RetrievalResult[] }> {
  const questions = facts.map(({ question }) => question);
  const header = (file: number): string =>
    model.manifest.prompt.fileHeader.replace('{path}', () => text.names[file]!);
  const planner = new Planner(questions, header, namesIn(text));
  for (const segment of text.segments) planner.add(segment);
  const plan = planner.finish();
  const reading = headsStrategy(reader).retrieve(plan, questions, {
    budgets: questions.map(() => BUDGET_TOKENS),
    nameOf: (file) => text.names[file]!,
    run: new Run(),
  });
  return { plan, results: await finish(reading) };
}

const share = (cases: readonly Case[], is: (one: Case) => boolean): number =>
  cases.filter(is).length / cases.length;

interface Row {
  readonly group: string;
  readonly tokens: number;
  readonly kept: number;
  readonly wrongWeak: number;
  readonly wrongClear: number;
  readonly wrongWeakBefore: number;
  readonly wrongClearBefore: number;
}

function rowOf(group: string, tokens: number, cases: readonly Case[]): Row {
  const own = cases.filter((one) => one.tokens === tokens && (group === 'all' || one.group === group));
  const [answerable, others] = [own.filter((one) => one.answerable), own.filter((one) => !one.answerable)];
  return {
    group,
    tokens,
    kept: share(answerable, ({ kept }) => kept),
    wrongWeak: share(answerable, ({ clear }) => !clear),
    wrongClear: share(others, ({ clear }) => clear),
    wrongWeakBefore: share(answerable, ({ clearByAttention }) => !clearByAttention),
    wrongClearBefore: share(others, ({ clearByAttention }) => clearByAttention),
  };
}

function picture(
  sizes: readonly number[],
  groups: readonly string[],
  rows: readonly Row[],
  of: 'wrongWeak' | 'wrongClear',
): string {
  const title =
    of === 'wrongWeak' ? 'Answered by the text, and called clear' : 'Not answered, and not called clear';
  const suffix = half === 'report' ? '' : `-${half}`;
  return publishPicture(
    `verdict-${of === 'wrongWeak' ? 'weak' : 'clear'}${suffix}.svg`,
    heatMapSvg({
      title: `${title}, share of the questions`,
      rowTitle: 'Tokens',
      columnTitle: 'Fact and question',
      rows: sizes.map((size) => size.toLocaleString('en-US')),
      columns: groups,
      values: sizes.map((size) =>
        groups.map((group) => 1 - rows.find((row) => row.tokens === size && row.group === group)![of]),
      ),
    }),
    title,
  );
}

const id = `verdict${half === 'report' ? '' : `-${half}`}`;

async function measured(): Promise<Case[]> {
  const model = await openModel(modelFolder());
  const cases: Case[] = [];
  for (const size of sizes) cases.push(...(await casesOf(model, size)));
  await model.dispose();
  return cases;
}

async function main(): Promise<void> {
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  describe(again ? (again.data as { cases: Case[] }).cases : await measured(), again?.machine ?? machine());
}

function describe(cases: readonly Case[], measuredOn: Machine): void {
  const sizes = [...new Set(cases.map(({ tokens }) => tokens))];
  const groups = [...new Set(cases.map(({ group }) => group)), 'all'];
  const rows = sizes.flatMap((size) => groups.map((group) => rowOf(group, size, cases)));
  const percent = (value: number): string => (100 * value).toFixed(0);
  const count = factsOf(half).length;
  publish({
    id,
    title: 'Clear or not clear, told truthfully',
    command: 'npm run bench:verdict',
    machine: measuredOn,
    body:
      `${count} questions of the ${half} half, each asked of a text of essays, code and Chinese documents that has the ` +
      `made-up fact that answers it, and of the same text without; %. “Before” is the largest attention alone against ` +
      `a limit that knows nothing of the text's size. Kept: the fact is among the ${BUDGET_TOKENS.toLocaleString('en-US')} ` +
      `tokens of evidence; what is not kept cannot rightly be called clear.\n\n` +
      `${table(
        [
          { heading: 'tokens', cell: (row) => row.tokens.toLocaleString('en-US') },
          { heading: 'facts', cell: (row) => row.group },
          { heading: 'kept', cell: (row) => percent(row.kept) },
          { heading: 'wrong weak', cell: (row) => percent(row.wrongWeak) },
          { heading: 'wrong clear', cell: (row) => percent(row.wrongClear) },
          { heading: 'before: wrong weak', cell: (row) => percent(row.wrongWeakBefore) },
          { heading: 'wrong clear', cell: (row) => percent(row.wrongClearBefore) },
        ],
        rows,
      )}\n\n${picture(sizes, groups, rows, 'wrongWeak')}\n\n${picture(sizes, groups, rows, 'wrongClear')}`,
    data: { rows, cases },
  });
}

void main();
