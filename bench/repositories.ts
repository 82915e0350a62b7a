/**
 * Which files answer a question about an open-source repository, by keywords and rules alone: what is known before the
 * model has read anything. Each rule is left out once.
 *
 *   npm run bench:repositories -- --repositories FOLDER [--half tune|report] [--data FOLDER] [--write] [--again]
 *
 * FOLDER has the repositories of the evaluation data's `semble/repos.json`, each at its revision in a folder of its name.
 * The constants of the rules were chosen on `tune`; `report` (the default) is only reported.
 * `--again` measures nothing: it tells anew what the last run in this clone measured.
 */
import { Planner, ruleWeights, withoutRules } from '../src/retrieval/index.ts';
import type { ReadingPlan, RuleWeights } from '../src/retrieval/index.ts';
import { option } from './lib/option.ts';
import { machine } from './lib/machine.ts';
import { mean } from './lib/metrics.ts';
import { publish, savedReport } from './lib/report.ts';
import { ndcg10, readRepository, repositoriesOf } from './lib/repositories.ts';
import type { ReadFile, Repository, RepositoryQuestion } from './lib/repositories.ts';
import { table } from './lib/table.ts';
import type { Half } from './lib/texts.ts';

const half = (option('--half') ?? 'report') as Half;

const VARIANTS: Readonly<Record<string, RuleWeights>> = {
  'BM25 + rules (the product)': ruleWeights,
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
      questions.forEach((question, q) => {
        const ndcg = ndcg10(rankedFiles(plan, files, q), question);
        results.push({ variant, repository: name, language, category: question.category, ndcg });
      });
    }
  }
  return { results, missing, other, tokensPerSecond: Math.round((1000 * tokens) / ms) };
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

/** Paths, by the best line or sentence of each file. */
function rankedFiles(plan: ReadingPlan, files: readonly ReadFile[], question: number): string[] {
  const best = new Map<number, number>();
  for (const section of plan.sections) {
    section.unpack().forEach(({ file }, i) => {
      const score = section.keywords[question]![i]!;
      if (score > (best.get(file) ?? 0)) best.set(file, score);
    });
  }
  return [...best].sort(([, a], [, b]) => b - a).map(([file]) => files[file]!.file.path);
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

function told(what: string, names: readonly string[]): string {
  return names.length > 0 ? ` (${what}: ${names.join(', ')})` : '';
}

async function main(): Promise<void> {
  const id = `repositories${half === 'report' ? '' : `-${half}`}`;
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  const data = again ? (again.data as Measured) : await measured();
  const { results, missing, other, tokensPerSecond } = data;
  const of = (variant: string): Result[] => results.filter((result) => result.variant === variant);
  const [product] = Object.keys(VARIANTS);
  const number = (value: number): string => value.toFixed(3);
  const languages = [...new Set(results.map(({ language }) => language))];
  publish({
    id,
    title: 'Questions about repositories, before anything is read',
    command: 'npm run bench:repositories -- --repositories FOLDER',
    machine: again?.machine ?? machine(),
    body:
      `${of(product!).length} questions of the ${half} half (MinishLab/semble, MIT) about ${
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
        Object.keys(VARIANTS),
      )}\n\n` +
      `By language: ${languages
        .map((language) => {
          const here = (variant: string): number =>
            overall(of(variant).filter((one) => one.language === language));
          return `${language} ${number(here(product!))} (BM25 ${number(here('BM25'))})`;
        })
        .join(', ')}.`,
    data,
  });
}

void main();
