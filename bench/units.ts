/**
 * What is shown of a function that is asked for by its description: whether the first piece is that function, how much has
 * to be read until all of it was shown, and how many pieces are too thin to say anything.
 *
 *   npm run bench:units [-- SET ...] [--half tune|report] [--limit N] [--fast] [--data FOLDER] [--write] [--again]
 *
 * Sets: `functions` and `cosqa`, which needs the evaluation data. `--fast` leaves out what the model has to read for.
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 * The limits of a unit were chosen on `tune`; `report` (the default) is only reported.
 */
import { join } from 'node:path';
import { modelFolder } from '../src/engine/index.ts';
import { Planner } from '../src/retrieval/index.ts';
import { option } from './lib/option.ts';
import { openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { machine } from './lib/machine.ts';
import { mean, median } from './lib/metrics.ts';
import { publish, savedReport } from './lib/report.ts';
import { keywordsAlone, readOnce } from './lib/retrievers.ts';
import { sets } from './lib/sets/index.ts';
import type { BenchGroup, BenchSet } from './lib/sets/index.ts';
import { table } from './lib/table.ts';
import { namesIn } from './lib/texts.ts';
import type { Half } from './lib/texts.ts';
import { COMPLETE_WITHIN, measureUnits, showings } from './lib/unitMeasures.ts';
import type { Showing, UnitMeasure } from './lib/unitMeasures.ts';
import type { Ranked } from './lib/baselines/types.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const limit = Number(option('--limit') ?? Infinity);
const isFast = process.argv.includes('--fast');
const SETS = ['functions', 'cosqa'] as const;

/** What one way of showing made of one question, ranked in one way. */
interface Result extends UnitMeasure {
  readonly ranking: string;
  readonly showing: Showing;
}

async function rankingsOf(model: BenchModel, { text, items }: BenchGroup, budgetTokens: number) {
  const questions = items.map(({ question }) => question);
  const planner = new Planner(questions, (file) => text.names[file]!, namesIn(text));
  for (const segment of text.segments) planner.add(segment);
  const rankings: Record<string, readonly (readonly Ranked[])[]> = {
    'words alone': keywordsAlone(text, planner.finish(), questions.length, budgetTokens),
  };
  if (!isFast) rankings['with the reader'] = (await readOnce(model, text, questions, budgetTokens)).fused;
  return rankings;
}

async function measured(model: BenchModel, set: BenchSet): Promise<Result[]> {
  const results: Result[] = [];
  for (const group of set.groups) {
    const rankings = await rankingsOf(model, group, set.budgetTokens);
    for (const [ranking, kept] of Object.entries(rankings)) {
      for (const showing of Object.keys(showings) as Showing[]) {
        const measures = measureUnits(group, kept, showing);
        results.push(...measures.map((measure) => ({ ...measure, ranking, showing })));
      }
    }
  }
  return results;
}

function describe(set: BenchSet, results: readonly Result[], measuredOn = machine()): void {
  const rows = [...new Map(results.map((one) => [`${one.showing}, ${one.ranking}`, one])).values()];
  const of = (row: Result): Result[] =>
    results.filter(({ ranking, showing }) => ranking === row.ranking && showing === row.showing);
  const share = (values: readonly number[]): string => `${(100 * mean(values)).toFixed(1)} %`;
  const number = (values: readonly number[]): string => mean(values).toFixed(3);
  const whole = (value: number | undefined): string =>
    value === undefined || value === Infinity ? 'never' : value.toFixed(0);
  const questions = set.groups.reduce((sum, { items }) => sum + items.length, 0);
  publish({
    id: idOf(set),
    title: `${set.title}: what is shown of them`,
    command: `npm run bench:units -- ${set.id}${isFast ? ' --fast' : ''}`,
    machine: measuredOn,
    body:
      `${questions} questions of the ${half} half, ` +
      `${set.budgetTokens.toLocaleString('en-US')} tokens of lines kept. ${set.notes ?? ''} \`first\`: overlap (lines in both ` +
      'by lines in either) of the first piece with the right function; `where found`: the same of the first piece with a ' +
      'line of it, where there is one; `complete in`: share of the questions whose function is shown whole within so many tokens ' +
      'of pieces in their order; `tokens`: median until it is; `thin`: pieces with fewer than three lines that say something and not all of a function; ' +
      '`places`: functions among the first ten pieces.\n\n' +
      table(
        [
          { heading: 'shown', cell: (row: Result) => `${row.showing}, ${row.ranking}` },
          { heading: 'first', cell: (row) => number(of(row).map(({ first }) => first)) },
          {
            heading: 'where found',
            cell: (row) => number(of(row).flatMap(({ found }) => (found === null ? [] : [found]))),
          },
          ...COMPLETE_WITHIN.map((tokens, i) => ({
            heading: `complete in ${tokens.toLocaleString('en-US')}`,
            cell: (row: Result) => share(of(row).map(({ complete }) => (complete[i] ? 1 : 0))),
          })),
          {
            heading: 'tokens',
            cell: (row) => whole(median(of(row).map(({ tokensUntil }) => tokensUntil ?? Infinity))),
          },
          { heading: 'thin', cell: (row) => share(of(row).flatMap(({ thin }) => thin)) },
          { heading: 'places', cell: (row) => mean(of(row).map(({ places }) => places)).toFixed(1) },
          {
            heading: 'tokens of a piece',
            cell: (row) => mean(of(row).map(({ pieceTokens }) => pieceTokens)).toFixed(0),
          },
        ],
        rows,
      ),
    data: results,
  });
}

function idOf(set: BenchSet): string {
  return `units-${set.id}${half === 'report' ? '' : `-${half}`}`;
}

async function main(): Promise<void> {
  const named = SETS.filter((name) => process.argv.includes(name));
  const model = await openModel(modelFolder());
  for (const name of named.length > 0 ? named : SETS) {
    const set = sets[name]!(model, { half, limit });
    const again = process.argv.includes('--again') ? savedReport(idOf(set)) : undefined;
    const results = again ? (again.data as Result[]) : await measured(model, set);
    describe(set, results, again?.machine);
  }
  await model.dispose();
}

void main();
