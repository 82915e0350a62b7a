/**
 * Which files answer a question about an open-source repository, by keywords and rules alone: what is known before the
 * model has read anything. Each rule is left out once. `--rereader` names models that read the best passages once more, as the
 * product does before its first answer; with it, embeddings compare the best passages as well.
 *
 *   npm run bench:repositories -- --repositories FOLDER [--rereader FILE,FILE] [--half tune|report] [--data FOLDER] [--write]
 *     [--again]
 *
 * FOLDER has the repositories of the evaluation data's `semble/repos.json`, each at its revision in a folder of its name.
 * The constants of the rules were chosen on `tune`; `report` (the default) is only reported.
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 */
import { basename, join } from 'node:path';
import { prepareModel } from '../src/model/index.ts';
import { Planner, ruleWeights, withoutRules } from '../src/retrieval/index.ts';
import type { ReadingPlan, RuleWeights } from '../src/retrieval/index.ts';
import { SentenceEncoder } from './lib/baselines/sentenceEncoder.ts';
import { openModel } from './lib/benchModel.ts';
import type { BenchModel } from './lib/benchModel.ts';
import { option } from './lib/option.ts';
import { machine } from './lib/machine.ts';
import { mean } from './lib/metrics.ts';
import { publish, savedReport } from './lib/report.ts';
import { ndcg10, readRepository, repositoriesOf } from './lib/repositories.ts';
import type { ReadFile, Repository, RepositoryQuestion } from './lib/repositories.ts';
import { byEmbeddings, byReader, COMPARED_PASSAGES } from './lib/secondLook.ts';
import type { FileOrder } from './lib/secondLook.ts';
import { table } from './lib/table.ts';
import type { Half } from './lib/texts.ts';

const half = (option('--half') ?? 'report') as Half;
const rereaderFiles = (option('--rereader') ?? '').split(',').filter((file) => file !== '');

const PRODUCT = 'BM25 + rules (the product)';
const VARIANTS: Readonly<Record<string, RuleWeights>> = {
  [PRODUCT]: ruleWeights,
  'without complete lines': { ...ruleWeights, complete: 0 },
  'without definitions': { ...ruleWeights, definition: 0 },
  'without names of files': { ...ruleWeights, name: 0 },
  'without coherence': { ...ruleWeights, coherence: 0 },
  'without signatures': { ...ruleWeights, signature: 0 },
  'without kinds of files': { ...ruleWeights, worth: false },
  BM25: withoutRules,
};
const CATEGORIES = ['semantic', 'architecture', 'symbol'] as const;

/** What one question was worth in one variant. */
interface Result {
  readonly variant: string;
  readonly repository: string;
  readonly language: string;
  readonly category: RepositoryQuestion['category'];
  readonly ndcg: number;
}

interface Measured {
  readonly results: readonly Result[];
  readonly missing: readonly string[];
  readonly other: readonly string[];
  readonly tokensPerSecond: number;
}

async function measured(): Promise<Measured> {
  const folder = option('--repositories');
  if (folder === undefined) throw new Error('Say where the repositories are: --repositories FOLDER');
  const { found, missing, other } = repositoriesOf(half, folder);
  const looks = await openLooks();
  const results: Result[] = [];
  let [tokens, ms] = [0, 0];
  for (const repository of found) {
    const files = await readRepository(repository);
    for (const [variant, rules] of Object.entries(VARIANTS)) {
      const started = performance.now();
      const plan = planOf(repository, files, rules);
      if (rules === ruleWeights) {
        ms += performance.now() - started;
        tokens += plan.tokens;
      }
      const { name, language, questions } = repository;
      for (const [index, question] of questions.entries()) {
        const before = rankedFiles(plan, index);
        const note = (variant: string, order: FileOrder): void => {
          const ndcg = ndcg10(
            order.map((file) => files[file]!.file.path),
            question,
          );
          results.push({ variant, repository: name, language, category: question.category, ndcg });
        };
        note(variant, before);
        if (rules !== ruleWeights) continue;
        const pathOf = (file: number): string => files[file]!.file.path;
        for (const look of looks) {
          const orders = await look(plan, { index, text: question.query }, before, pathOf);
          for (const [of, order] of Object.entries(orders)) note(of, order);
        }
      }
    }
    console.error(repository.name, overall(results.filter(({ variant }) => variant === PRODUCT)).toFixed(3));
  }
  return { results, missing, other, tokensPerSecond: Math.round((1000 * tokens) / ms) };
}

/** Looks again at the best of a plan. @returns orders by the name of their row */
type Look = (
  plan: ReadingPlan,
  question: { readonly index: number; readonly text: string },
  before: FileOrder,
  pathOf: (file: number) => string,
) => Promise<Readonly<Record<string, FileOrder>>>;

async function openLooks(): Promise<Look[]> {
  if (rereaderFiles.length === 0) return [];
  const encoder = await SentenceEncoder.open();
  const models: BenchModel[] = [];
  for (const file of rereaderFiles) {
    models.push(
      await openModel(await prepareModel(file, { folder: join(__dirname, 'models'), writes: false })),
    );
  }
  return [
    ...models.map(({ reader }): Look => async (plan, question, before, pathOf) => ({
      [`${PRODUCT}, best reread by ${reader.name}`]: await byReader(plan, question, before, reader, pathOf),
    })),
    async (plan, question, before, pathOf) => {
      const { alone, joined } = await byEmbeddings(plan, question, before, encoder, pathOf);
      return {
        [`${PRODUCT}, the ${COMPARED_PASSAGES} best passages by MiniLM`]: alone,
        [`${PRODUCT} + MiniLM on the ${COMPARED_PASSAGES} best passages`]: joined,
      };
    },
  ];
}

function planOf({ questions }: Repository, files: readonly ReadFile[], rules: RuleWeights): ReadingPlan {
  const pathOf = (file: number): string => files[file]!.file.path;
  const planner = new Planner(
    questions.map(({ query }) => query),
    pathOf,
    { rules, isProse: (file) => files[file]!.file.format === 'prose' },
  );
  let position = 0;
  files.forEach(({ segments }, file) => {
    for (const segment of segments) planner.add({ ...segment, file, position: position++ });
  });
  return planner.finish();
}

/** Files, by the best line or sentence of each. */
function rankedFiles(plan: ReadingPlan, question: number): number[] {
  const best = new Map<number, number>();
  for (const section of plan.sections) {
    section.unpack().forEach(({ file }, i) => {
      const score = section.keywords[question]![i]!;
      if (score > (best.get(file) ?? 0)) best.set(file, score);
    });
  }
  return [...best].sort(([, a], [, b]) => b - a).map(([file]) => file);
}

/** The mean over repositories of the mean over their questions, as the authors have it. */
function overall(results: readonly Result[]): number {
  const repositories = [...new Set(results.map(({ repository }) => repository))];
  return mean(
    repositories.map((name) =>
      mean(results.filter(({ repository }) => repository === name).map(({ ndcg }) => ndcg)),
    ),
  );
}

function isLook(variant: string): boolean {
  return variant.startsWith(PRODUCT);
}

function told(what: string, names: readonly string[]): string {
  return names.length > 0 ? ` (${what}: ${names.join(', ')})` : '';
}

async function main(): Promise<void> {
  const id = `repositories${half === 'report' ? '' : `-${half}`}`;
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  const data = again ? (again.data as Measured) : await measured();
  const { results, missing, other, tokensPerSecond } = data;
  const of = (variant: string): Result[] => results.filter((result) => result.variant === variant);
  const number = (value: number): string => value.toFixed(3);
  const languages = [...new Set(results.map(({ language }) => language))];
  publish({
    id,
    title: 'Questions about repositories, before anything is read',
    command: `npm run bench:repositories -- --repositories FOLDER${rereaderFiles.length === 0 ? '' : ` --rereader ${rereaderFiles.map((file) => basename(file)).join()}`}`,
    machine: again?.machine ?? machine(),
    body:
      `${of(PRODUCT).length} questions of the ${half} half (MinishLab/semble, MIT) about ${
        new Set(results.map(({ repository }) => repository)).size
      } repositories at their revision` +
      `${told('not to be had', missing)}${told('at another revision', other)}. NDCG@10 of files, a file by its best line; ` +
      `the mean over repositories, and over questions by kind. Keywords and rules alone, ${tokensPerSecond.toLocaleString('en-US')} ` +
      `tokens/s for all questions of a repository together.\n\n` +
      `${table(
        [
          { heading: 'ranking', cell: (variant) => variant },
          { heading: 'NDCG@10', cell: (variant) => number(overall(of(variant))) },
          ...CATEGORIES.map((category) => ({
            heading: category,
            cell: (variant: string) =>
              number(
                mean(
                  of(variant)
                    .filter((one) => one.category === category)
                    .map(({ ndcg }) => ndcg),
                ),
              ),
          })),
        ],
        [
          ...new Set([
            PRODUCT,
            ...results.map(({ variant }) => variant).filter(isLook),
            ...Object.keys(VARIANTS),
          ]),
        ],
      )}\n\n` +
      `By language: ${languages
        .map((language) => {
          const here = (variant: string): number =>
            overall(of(variant).filter((one) => one.language === language));
          return `${language} ${number(here(PRODUCT))} (BM25 ${number(here('BM25'))})`;
        })
        .join(', ')}.`,
    data,
  });
}

void main();
