/**
 * Questions that lean on the one before them ("and where is it called?"), by keywords and rules alone: how soon the
 * right lines come, with and without what the question before found, and that questions which stand by themselves stay as
 * they are. Made-up conversations about open-source repositories; the right lines are known by construction.
 *
 *   npm run bench:follow-ups -- --repositories FOLDER [--half tune|report] [--data FOLDER] [--write] [--again]
 *
 * FOLDER as for `bench:repositories`. The weights were chosen on `tune`; `report` (the default) is only reported.
 */
import { placesIn } from '../src/engine/places.ts';
import { toEvidence } from '../src/engine/evidence.ts';
import { segmentsOf } from '../src/engine/signature.ts';
import type { Evidence } from '../src/contract/index.ts';
import { followUpOf, followUpWeights } from '../src/question/index.ts';
import type { FollowUp, FollowUpWeights } from '../src/question/index.ts';
import { byKeywords, Planner } from '../src/retrieval/index.ts';
import type { KeywordQuery, NearnessOf, ReadingPlan } from '../src/retrieval/index.ts';
import { answersOf, conversations } from './lib/followUps.ts';
import type { Conversation, FollowUpQuestion, Lines, Wanted } from './lib/followUps.ts';
import { machine } from './lib/machine.ts';
import { mean } from './lib/metrics.ts';
import { option } from './lib/option.ts';
import { publish, savedReport } from './lib/report.ts';
import { ndcg10, readRepository, repositoriesOf } from './lib/repositories.ts';
import type { ReadFile, Repository } from './lib/repositories.ts';
import { table } from './lib/table.ts';
import type { Half } from './lib/texts.ts';

const half = (option('--half') ?? 'report') as Half;
const BUDGET_TOKENS = 1000;
const PIECES = 10;

/** What the question would find if the one before had been the name of the right function and nothing else. */
const NAMED = 'after its name alone';

const VARIANTS: Readonly<Record<string, FollowUpWeights | undefined>> = {
  'as it is asked': undefined,
  'followed up (the product)': followUpWeights,
  'without names': { ...followUpWeights, name: 0 },
  'without words': { ...followUpWeights, word: 0, wordAlone: 0 },
  'without places': { ...followUpWeights, place: 0 },
  [NAMED]: followUpWeights,
  ...trials(),
};

/** Other weights, to choose from: `--try '{"name":1}'`. */
function trials(): Record<string, FollowUpWeights> {
  const given = option('--try');
  const list = given === undefined ? [] : (JSON.parse(given) as Partial<FollowUpWeights>[]);
  return Object.fromEntries(
    list.map((weights) => [JSON.stringify(weights), { ...followUpWeights, ...weights }]),
  );
}

interface Asked {
  readonly conversation: Conversation;
  readonly then: FollowUpQuestion;
}

/** What one follow-up was worth in one variant. */
interface Result {
  readonly variant: string;
  readonly repository: string;
  readonly question: string;
  readonly name: string;
  readonly wants: Wanted;
  /** 1-based rank of the first piece of evidence that has a right line; 0 for none of the first ten. */
  readonly rank: number;
}

interface Measured {
  readonly results: readonly Result[];
  /** Whether what a first question finds in its first three pieces has the function. */
  readonly firstFound: readonly boolean[];
  /** Of second questions that stand by themselves: file-level NDCG@10 alone and after another question. */
  readonly alone: readonly { readonly alone: number; readonly after: number; readonly bent: boolean }[];
}

async function measured(): Promise<Measured> {
  const folder = option('--repositories');
  if (folder === undefined) throw new Error('Say where the repositories are: --repositories FOLDER');
  const { found } = repositoriesOf(half, folder);
  const results: Result[] = [];
  const firstFound: boolean[] = [];
  const alone: { alone: number; after: number; bent: boolean }[] = [];
  const all = conversations(half);
  for (const repository of found) {
    const own = all.filter((one) => one.repository === repository.name);
    if (own.length === 0) continue;
    const text = new Text(await readRepository(repository));
    const firsts = text.evidence(own.map(({ first }) => first));
    own.forEach((conversation, i) => {
      const { first, name } = conversation;
      const right = answersOf(text.files, conversation, first.includes(name) ? 'uses' : 'definition');
      firstFound.push(firsts[i]!.slice(0, 3).some((piece) => text.has(piece, right)));
    });
    const asked = own.flatMap((conversation) =>
      conversation.then.map((then): Asked => ({ conversation, then })),
    );
    const befores = own.flatMap(({ first, then }, i) =>
      then.map(() => ({ question: first, evidence: firsts[i]! })),
    );
    for (const [variant, weights] of Object.entries(VARIANTS)) {
      const followUps = asked.map(({ conversation, then }, i) => {
        if (!weights) return undefined;
        const before = variant === NAMED ? { question: conversation.name, evidence: [] } : befores[i];
        return followUpOf(then.question, before, weights);
      });
      const evidence = text.evidence(
        asked.map(({ then }) => then.question),
        followUps,
      );
      asked.forEach(({ conversation, then }, i) => {
        const { name } = conversation;
        const right = answersOf(text.files, conversation, then.wants);
        const rank = 1 + evidence[i]!.slice(0, PIECES).findIndex((piece) => text.has(piece, right));
        results.push({ variant, repository: repository.name, name, rank, ...then });
      });
    }
    alone.push(...standAlone(text, repository, firsts, own[0]!.first));
  }
  return { results, firstFound, alone };
}

/** Questions that others asked about the repository, each as the second of a conversation. */
function standAlone(
  text: Text,
  { questions }: Repository,
  firsts: readonly (readonly Evidence[])[],
  first: string,
): Measured['alone'] {
  const before = { question: first, evidence: firsts[0]! };
  const followUps = questions.map(({ query }) => followUpOf(query, before));
  const queries = questions.map(({ query }) => query);
  const [alone, after] = [text.plan(queries), text.plan(queries, followUps)];
  return questions.map((question, q) => ({
    alone: ndcg10(text.rankedFiles(alone, q), question),
    after: ndcg10(text.rankedFiles(after, q), question),
    bent: followUps[q] !== undefined,
  }));
}

/** A repository that is asked about. */
class Text {
  readonly files: readonly ReadFile[];

  constructor(files: readonly ReadFile[]) {
    this.files = files;
  }

  plan(questions: readonly string[], followUps: readonly (FollowUp | undefined)[] = []): ReadingPlan {
    const pathOf = (file: number): string => this.files[file]!.file.path;
    const queries = questions.map((question, i): KeywordQuery => followUps[i]?.keywords ?? question);
    const nearnessOf: NearnessOf = (question, { file, startLine, endLine }) =>
      followUps[question]?.places.find(
        (place) => place.path === pathOf(file) && place.startLine <= endLine && startLine <= place.endLine,
      )?.weight ?? 0;
    const planner = new Planner(queries, (file) => `File: ${pathOf(file)}`, {
      pathOf,
      nearnessOf,
      isProse: (file) => this.files[file]!.file.format === 'prose',
    });
    let position = 0;
    this.files.forEach(({ segments }, file) => {
      for (const segment of segments) planner.add({ ...segment, file, position: position++ });
    });
    return planner.finish();
  }

  /** What keywords and rules show of each question. */
  evidence(questions: readonly string[], followUps: readonly (FollowUp | undefined)[] = []): Evidence[][] {
    const plan = this.plan(questions, followUps);
    const files = this.files.map(({ file }) => file);
    return questions.map((question, q) =>
      toEvidence(byKeywords(plan, q, BUDGET_TOKENS), {
        files,
        segmentAt: segmentsOf(plan),
        placeOf: placesIn(new Map()),
        question: followUps[q]?.carried.text ?? question,
        budgetTokens: 2 * BUDGET_TOKENS,
      }),
    );
  }

  has({ path, startLine, endLine }: Evidence, lines: Lines): boolean {
    return [...lines].some(
      ([file, numbers]) =>
        this.files[file]!.file.path === path &&
        [...numbers].some((line) => startLine <= line && line <= endLine),
    );
  }

  /** Paths, by the best line or sentence of each file. */
  rankedFiles(plan: ReadingPlan, question: number): string[] {
    const best = new Map<number, number>();
    for (const section of plan.sections) {
      section.unpack().forEach(({ file }, i) => {
        const score = section.keywords[question]![i]!;
        if (score > (best.get(file) ?? 0)) best.set(file, score);
      });
    }
    return [...best].sort(([, a], [, b]) => b - a).map(([file]) => this.files[file]!.file.path);
  }
}

const WANTED: readonly Wanted[] = ['uses', 'definition', 'tests', 'errors', 'returns'];

async function main(): Promise<void> {
  const id = `follow-ups${half === 'report' ? '' : `-${half}`}`;
  const again = process.argv.includes('--again') ? savedReport(id) : undefined;
  const data = again ? (again.data as Measured) : await measured();
  const { results, firstFound, alone } = data;
  const of = (variant: string): Result[] => results.filter((result) => result.variant === variant);
  const reciprocal = (some: readonly Result[]): number =>
    mean(some.map(({ rank }) => (rank > 0 ? 1 / rank : 0)));
  const within = (some: readonly Result[], most: number): number =>
    mean(some.map(({ rank }) => (rank > 0 && rank <= most ? 1 : 0)));
  const number = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(3));
  const variants = [...new Set(results.map(({ variant }) => variant))];
  if (process.argv.includes('--each')) {
    for (const r of of('followed up (the product)')) {
      const before = results.find(
        (o) => o.variant === 'as it is asked' && o.name === r.name && o.question === r.question,
      )!;
      console.log(r.repository, r.name, JSON.stringify(r.question), r.wants, before.rank, '->', r.rank);
    }
  }
  const count = of(variants[0]!).length;
  publish({
    id,
    title: 'Questions that follow up, before anything is read',
    command: `npm run bench:follow-ups -- --repositories FOLDER${half === 'report' ? '' : ` --half ${half}`}`,
    machine: again?.machine ?? machine(),
    body:
      `${count} follow-ups of ${conversations(half).length} questions of the ${half} half, about ` +
      `${new Set(results.map(({ repository }) => repository)).size} repositories. MRR of the first piece with a right line; ` +
      `then the share of questions with one in first place and among the first three; then MRR by what is asked. The first question finds its function in ` +
      `its first three pieces in ${firstFound.filter(Boolean).length} of ${firstFound.length} cases.\n\n` +
      table(
        [
          { heading: 'searched by', cell: (row: string) => row },
          { heading: 'MRR', cell: (row) => number(reciprocal(of(row))) },
          { heading: 'first', cell: (row) => number(within(of(row), 1)) },
          { heading: 'in three', cell: (row) => number(within(of(row), 3)) },
          ...WANTED.map((wanted) => ({
            heading: `${wanted} (${of(variants[0]!).filter(({ wants }) => wants === wanted).length})`,
            cell: (row: string) => number(reciprocal(of(row).filter(({ wants }) => wants === wanted))),
          })),
        ],
        variants,
      ) +
      `\n\nOf ${alone.length} questions that stand by themselves (those of \`repositories\`), each asked after another one, ` +
      `${alone.filter(({ bent }) => bent).length} were taken for follow-ups; NDCG@10 of their files ` +
      `${number(mean(alone.map((one) => one.alone)))} alone, ${number(mean(alone.map((one) => one.after)))} as second questions.`,
    data,
  });
}

void main();
