/**
 * What the first answer is worth: how often its evidence has what everything read would have put first, how far `auto` reads
 * and what that misses; and how many seconds each takes.
 *
 *   npm run bench:anytime -- [SET ...] [--repositories FOLDER [--only NAME,...]] [--half tune|report] [--limit N]
 *                            [--data FOLDER] [--write] [--again]
 *   npm run bench:anytime -- --seconds FOLDER "QUESTION" [--write]
 *
 * SET: hotpotqa-pooled, needles (default), cosqa, functions. FOLDER of `--repositories` has those of the evaluation data's
 * `semble/repos.json`, each in a folder of its name. The rule of `auto` was chosen on `tune`; `report` (the default) is only
 * reported. `--seconds` asks about any folder with nothing kept from before, and wants a machine that does nothing else.
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 */
import { join, resolve } from 'node:path';
import { Engine, modelFolder, Run } from '../src/engine/index.ts';
import { FIRST_TOKENS } from '../src/engine/pace.ts';
import { option } from './lib/option.ts';
import { openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { machine } from './lib/machine.ts';
import { mean } from './lib/metrics.ts';
import { publish, savedReport } from './lib/report.ts';
import { isSameFile, readRepository, repositoriesOf } from './lib/repositories.ts';
import type { Repository } from './lib/repositories.ts';
import { sets } from './lib/sets/index.ts';
import type { SetItem } from './lib/sets/index.ts';
import { stagesOf } from './lib/stages.ts';
import type { Stage, Stages } from './lib/stages.ts';
import { table } from './lib/table.ts';
import { TextBuilder } from './lib/texts.ts';
import type { BenchText, Half } from './lib/texts.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const limit = Number(option('--limit') ?? Infinity);

/** One question: what each stage kept, and whether that answers. */
interface Result {
  readonly set: string;
  readonly tokens: number;
  readonly stages: Stages;
  /** Of each stage: whether what answers is among what was kept. */
  readonly answers: Readonly<Record<keyof Stages, boolean>>;
}

type IsGold = (position: number) => boolean;

async function ofText(
  model: BenchModel,
  set: string,
  text: BenchText,
  questions: readonly { readonly question: string; readonly isGold: IsGold }[],
): Promise<Result[]> {
  const all = await stagesOf(
    model,
    text,
    questions.map(({ question }) => question),
  );
  console.error(set, text.tokens, questions.length);
  return all.map((stages, q) => {
    const answers = ({ kept }: Stage): boolean => kept.some(questions[q]!.isGold);
    return {
      set,
      tokens: text.tokens,
      stages,
      answers: { first: answers(stages.first), auto: answers(stages.auto), end: answers(stages.end) },
    };
  });
}

function goldOf({ gold, goldUnit }: SetItem, { units, segments }: BenchText): IsGold {
  const positions = new Set([...(gold ?? [])].map(({ position }) => position));
  return (position) =>
    positions.has(segments[position]!.position) || (goldUnit !== undefined && units?.[position] === goldUnit);
}

async function ofRepository(model: BenchModel, repository: Repository): Promise<Result[]> {
  const builder = new TextBuilder(model);
  for (const { file, segments } of await readRepository(repository)) {
    builder.file(file.path);
    for (const { text } of segments) builder.add(text);
  }
  const text = builder.finish();
  const questions = repository.questions.slice(0, limit).map(({ query, relevant, secondary }) => ({
    question: query,
    isGold: (position: number): boolean => {
      const path = text.names[text.segments[position]!.file]!;
      return [...relevant, ...secondary].some((one) => isSameFile(path, one));
    },
  }));
  return ofText(model, 'repositories', text, questions);
}

async function measured(): Promise<Result[]> {
  const model = await openModel(modelFolder());
  const results: Result[] = [];
  const named = Object.keys(sets).filter((name) => process.argv.slice(2).includes(name));
  const folder = option('--repositories');
  const chosen = named.length > 0 || folder !== undefined ? named : ['hotpotqa-pooled', 'needles'];
  for (const name of chosen) {
    for (const { text, items } of sets[name]!(model, { half, limit }).groups) {
      const questions = items.map((item) => ({ question: item.question, isGold: goldOf(item, text) }));
      results.push(...(await ofText(model, name, text, questions)));
    }
  }
  const only = option('--only')?.split(',');
  for (const repository of folder === undefined ? [] : repositoriesOf(half, folder).found) {
    if (only?.includes(repository.name) ?? true) results.push(...(await ofRepository(model, repository)));
  }
  await model.dispose();
  return results;
}

/** Everything that is said of one set. */
function rowOf(set: string, results: readonly Result[]): readonly string[] {
  const share = (of: (result: Result) => boolean): string =>
    (100 * mean(results.map((one) => Number(of(one))))).toFixed(0);
  const has =
    (stage: 'first' | 'auto') =>
    ({ stages }: Result): boolean => {
      const [best] = stages.end.kept;
      return best === undefined || stages[stage].kept.includes(best);
    };
  const read = (stage: 'first' | 'auto'): string =>
    (100 * mean(results.map(({ stages }) => stages[stage].tokens / stages.end.tokens))).toFixed(1);
  return [
    set,
    String(results.length),
    Math.round(mean(results.map(({ tokens }) => tokens))).toLocaleString('en-US'),
    read('first'),
    share(has('first')),
    share(({ stages }) => stages.first.kept[0] === stages.end.kept[0]),
    read('auto'),
    share(has('auto')),
    ...(['first', 'auto', 'end'] as const).map((stage) => share(({ answers }) => answers[stage])),
  ];
}

const HEADINGS = [
  'set',
  'questions',
  'tokens',
  'first: read %',
  'has the best %',
  'first is the best %',
  '`auto`: read %',
  'has the best %',
  'answer kept %: first',
  '`auto`',
  'everything',
];

/** What was asked for, without what is this machine's own. */
function asked(): string[] {
  const [, , ...given] = process.argv;
  return given.flatMap((argument, i) => {
    if (['--write', '--again', '--data'].includes(argument) || given[i - 1] === '--data') return [];
    return [given[i - 1] === '--repositories' ? 'FOLDER' : argument];
  });
}

function report(results: readonly Result[], measuredOn = machine()): void {
  const names = [...new Set(results.map(({ set }) => set))];
  const rows = names.map((name) =>
    rowOf(
      name,
      results.filter(({ set }) => set === name),
    ),
  );
  publish({
    id: `anytime${half === 'report' ? '' : `-${half}`}`,
    title: 'What the first answer is worth',
    command: `npm run bench:anytime -- ${asked().join(' ')}`,
    machine: measuredOn,
    body:
      `Questions of the ${half} half, each read in the order of its own words. “First” is what is kept when ` +
      `${FIRST_TOKENS.toLocaleString('en-US')} tokens have been read, from which the first answer is written; \`auto\` where that setting ends the ` +
      `reading; “the best” is the line or sentence that is first when everything has been read; “answer kept” whether what answers ` +
      `the question (the sentence, the function, of repositories the file) is among the 1,000 tokens that are kept.\n\n` +
      table(
        HEADINGS.map((heading, i) => ({ heading, cell: (row: readonly string[]) => row[i]! })),
        rows,
      ),
    data: results,
  });
}

/** Asks once with an empty cache. */
async function seconds(folder: string, question: string): Promise<void> {
  const engine = new Engine({ modelFolder: modelFolder(), version: 'bench' });
  const result = await engine.ask(
    { question, roots: [{ path: resolve(folder) }], writer: 'embedded', reading: 'always' },
    new Run(),
  );
  await engine.dispose();
  const { timing, coverage, first, revision } = result;
  const shown = (ms: number | null): string => (ms === null ? '' : (ms / 1000).toFixed(1));
  publish({
    id: 'anytime-seconds',
    title: 'Seconds to the first evidence, the first answer and the last',
    command: 'npm run bench:anytime -- --seconds FOLDER "QUESTION"',
    machine: machine(),
    body:
      `A first question about ${coverage.tokens.toLocaleString('en-US')} tokens, nothing known from before: first evidence after ` +
      `${shown(timing.firstEvidenceMs)} s, first answer after ${shown(timing.firstAnswerMs)} s (from ${first?.tokens.toLocaleString('en-US') ?? 'all'} ` +
      `tokens), everything read and the last answer after ${shown(timing.totalMs)} s; the answer ${revision?.answer ? 'was revised' : 'stood'}.`,
    data: { timing, tokens: coverage.tokens, first: first?.tokens, revision },
  });
}

async function main(): Promise<void> {
  const folder = option('--seconds');
  if (folder !== undefined) return seconds(folder, process.argv[process.argv.indexOf('--seconds') + 2]!);
  const again = process.argv.includes('--again')
    ? savedReport(`anytime${half === 'report' ? '' : `-${half}`}`)
    : undefined;
  if (again) report(again.data as Result[], again.machine);
  else report(await measured());
}

void main();
