/**
 * Whether it is told truthfully that a text answers a question: made-up facts are planted in a text of essays, code and
 * Chinese documents or not, and their questions are asked both times.
 *
 *   npm run bench:verdict [-- --half tune|report] [--tokens 10000,100000,1000000] [--unread 1000000] [--limit N]
 *     [--rereader FILE,FILE] [--data FOLDER] [--write] [--again]
 *
 * `--rereader` names models that read the best again, as the product does: what keywords find, and if that is not clear
 * what is kept of the whole text; each gets rows of its own. `--unread` names sizes at which the whole text is not read, so that
 * only the first of these verdicts is there.
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 * Needs the evaluation data. The limits were chosen on `tune`; `report` (the default) is only reported.
 */
import { basename, join } from 'node:path';
import { modelFolder } from '../src/engine/index.ts';
import { builtModel, openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { heatMapSvg } from './lib/heatMap.ts';
import { machine } from './lib/machine.ts';
import type { Machine } from './lib/machine.ts';
import { option } from './lib/option.ts';
import { publish, publishPicture, savedReport } from './lib/report.ts';
import { table } from './lib/table.ts';
import type { Half } from './lib/texts.ts';
import { casesOf, VERDICT_BUDGET_TOKENS } from './lib/verdictCases.ts';
import type { Case } from './lib/verdictCases.ts';
import { factsOf } from './lib/verdictText.ts';
import type { Fact } from './lib/verdictText.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const sizes = sizesOf('--tokens') ?? [10_000, 100_000, 1_000_000];
const unread = sizesOf('--unread') ?? [];
const limit = Number(option('--limit') ?? Infinity);
const rereaderFiles = (option('--rereader') ?? '').split(',').filter((file) => file !== '');

function sizesOf(name: string): number[] | undefined {
  return option(name)
    ?.split(',')
    .filter((size) => size !== '')
    .map(Number);
}

/** The facts of the half; of fewer, some of each kind. */
function facts(): Fact[] {
  const all = factsOf(half);
  const step = Math.max(1, Math.ceil(all.length / limit));
  return all.filter((_, i) => i % step === 0);
}

const share = (cases: readonly Case[], is: (one: Case) => boolean): number =>
  cases.filter(is).length / cases.length;

/** Whose verdicts, of which texts. */
interface Of {
  readonly by: string;
  readonly tokens: number;
}

interface Row extends Of {
  readonly group: string;
  readonly kept: number;
  readonly wrongWeak: number;
  readonly wrongClear: number;
  readonly wrongWeakBefore: number;
  readonly wrongClearBefore: number;
  /** Questions with an answer that were called clear before the text was read; NaN where nobody reads again. */
  readonly early: number;
}

function rowOf({ by, tokens }: Of, group: string, cases: readonly Case[]): Row {
  const own = cases.filter(
    (one) => one.by === by && one.tokens === tokens && (group === 'all' || one.group === group),
  );
  const [answerable, others] = [own.filter((one) => one.answerable), own.filter((one) => !one.answerable)];
  return {
    by,
    tokens,
    group,
    kept: share(answerable, ({ kept }) => kept),
    wrongWeak: share(answerable, ({ clear }) => !clear),
    wrongClear: share(others, ({ clear }) => clear),
    wrongWeakBefore: share(answerable, ({ clearByAttention }) => !clearByAttention),
    wrongClearBefore: share(others, ({ clearByAttention }) => clearByAttention),
    early: own.some(({ early }) => early) ? share(answerable, ({ early, clear }) => early && clear) : NaN,
  };
}

function picture(
  of: readonly Of[],
  groups: readonly string[],
  rows: readonly Row[],
  wrong: 'wrongWeak' | 'wrongClear',
): string {
  const title =
    wrong === 'wrongWeak' ? 'Answered by the text, and called clear' : 'Not answered, and not called clear';
  const suffix = half === 'report' ? '' : `-${half}`;
  return publishPicture(
    `verdict-${wrong === 'wrongWeak' ? 'weak' : 'clear'}${suffix}.svg`,
    heatMapSvg({
      title: `${title}, share of the questions`,
      rowTitle: 'Tokens',
      columnTitle: 'Fact and question',
      rows: of.map(({ by, tokens }) => `${by} ${tokens.toLocaleString('en-US')}`),
      columns: groups,
      values: of.map(({ by, tokens }) =>
        groups.map(
          (group) =>
            1 - rows.find((row) => row.by === by && row.tokens === tokens && row.group === group)![wrong],
        ),
      ),
    }),
    title,
  );
}

const id = `verdict${half === 'report' ? '' : `-${half}`}`;

async function measured(): Promise<Case[]> {
  const model = await openModel(modelFolder());
  const rereaders: BenchModel[] = [];
  for (const file of rereaderFiles) rereaders.push(await openModel(await builtModel(file)));
  const cases: Case[] = [];
  for (const size of sizes) cases.push(...(await casesOf({ model, rereaders, reads: true }, size, facts())));
  for (const size of unread)
    cases.push(...(await casesOf({ model, rereaders, reads: false }, size, facts())));
  for (const each of [model, ...rereaders]) await each.dispose();
  return cases;
}

async function main(): Promise<void> {
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  describe(again ? (again.data as { cases: Case[] }).cases : await measured(), again?.machine ?? machine());
}

/** By size, of each the readers in their order. */
function ofAll(cases: readonly Case[]): Of[] {
  const keys = new Map(cases.map(({ by, tokens }) => [`${tokens} ${by}`, { by, tokens }]));
  return [...keys.values()].sort((a, b) => a.tokens - b.tokens);
}

function describe(cases: readonly Case[], measuredOn: Machine): void {
  const of = ofAll(cases);
  const groups = [...new Set(cases.map(({ group }) => group)), 'all'];
  const rows = of.flatMap((each) => groups.map((group) => rowOf(each, group, cases)));
  const percent = (value: number): string => (Number.isNaN(value) ? '' : (100 * value).toFixed(0));
  const count = facts().length;
  const rereading =
    rereaderFiles.length === 0 ? '' : ` --rereader ${rereaderFiles.map((file) => basename(file)).join()}`;
  publish({
    id,
    title: 'Clear or not clear, told truthfully',
    command: `npm run bench:verdict${rereading === '' ? '' : ` --${rereading}`}`,
    machine: measuredOn,
    body:
      `${count} questions of the ${half} half, each asked of a text of essays, code and Chinese documents that has the ` +
      `made-up fact that answers it, and of the same text without; %. “Before” is the largest attention alone against ` +
      `a limit that knows nothing of the text's size. Kept: the fact is among the ${VERDICT_BUDGET_TOKENS.toLocaleString('en-US')} ` +
      `tokens of evidence; what is not kept cannot rightly be called clear.${rereadingNote(cases)}\n\n` +
      `${table(
        [
          { heading: 'tokens', cell: (row) => row.tokens.toLocaleString('en-US') },
          { heading: 'says', cell: (row) => row.by },
          { heading: 'facts', cell: (row) => row.group },
          { heading: 'kept', cell: (row) => percent(row.kept) },
          { heading: 'wrong weak', cell: (row) => percent(row.wrongWeak) },
          { heading: 'wrong clear', cell: (row) => percent(row.wrongClear) },
          { heading: 'clear at once', cell: (row) => percent(row.early) },
          { heading: 'before: wrong weak', cell: (row) => percent(row.wrongWeakBefore) },
          { heading: 'wrong clear', cell: (row) => percent(row.wrongClearBefore) },
        ],
        rows,
      )}\n\n${picture(of, groups, rows, 'wrongWeak')}\n\n${picture(of, groups, rows, 'wrongClear')}`,
    data: { rows, cases },
  });
}

/** What the rows of second readers are, where there are any. */
function rereadingNote(cases: readonly Case[]): string {
  const reading = new Set(cases.filter(({ early }) => !early).map(({ tokens }) => tokens));
  const notRead = [...new Set(cases.map(({ tokens }) => tokens))].filter((tokens) => !reading.has(tokens));
  if (cases.every(({ early }) => !early)) return '';
  return (
    ` The others than the embedded reader read the best again, in one prompt, and the verdict is theirs: on what ` +
    `keywords find (“clear at once”: answered by the text, and called clear then), and where that is not clear on what is kept of the ` +
    `whole text.${notRead.map((tokens) => ` At ${tokens.toLocaleString('en-US')} tokens the text was not read: there the first of the two is the verdict.`).join('')}`
  );
}

void main();
