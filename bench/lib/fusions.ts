/**
 * Ways to rank by attention and keywords together, over one reading of each text, on the halves that settings may be
 * chosen on.
 */
import { pairedDifference } from '../../src/calibration/index.ts';
import type { BenchModel } from './benchModel.ts';
import { Planner, windowsOf } from '../../src/retrieval/index.ts';
import { emphasisOf } from '../../src/retrieval/keywords.ts';
import { byAttentionAlone, fitBudget, scaleOf } from '../../src/retrieval/fusion.ts';
import { readSection } from '../../src/retrieval/heads.ts';
import type { Candidate } from '../../src/retrieval/index.ts';
import { askedOf, measuresOf } from './columns.ts';
import { machine } from './machine.ts';
import { mean } from './metrics.ts';
import { publish } from './report.ts';
import { codeSample } from './sets/codeSample.ts';
import { functions } from './sets/functions.ts';
import { hotpotqa } from './sets/hotpotqa.ts';
import { multifieldqaZh } from './sets/multifieldqaZh.ts';
import type { BenchGroup, BenchSet } from './sets/types.ts';
import { table } from './table.ts';
import { namesIn } from './texts.ts';

/** Kept of each question while reading, by attention and by keywords each: more than any ranking lets through. */
const BEST = 400;
const FUNCTION_QUESTIONS = 60;

interface Fusion {
  readonly name: string;
  /** A score for each candidate; what has none or less is left out. */
  readonly scores: (candidates: readonly Candidate[]) => number[];
}

/** Attention and keywords, each 0 to 1 relative to the best. */
function shares(candidates: readonly Candidate[]): { attention: number[]; keywords: number[] } {
  const scale = scaleOf(candidates, byAttentionAlone);
  const relative = candidates.map((candidate) => scale.shares(candidate));
  return {
    attention: relative.map(({ attention }) => attention),
    keywords: relative.map(({ keywords }) => keywords),
  };
}

function weighted(keywordShare: number, curve: (attention: number) => number = (x) => x): Fusion['scores'] {
  return (candidates) => {
    const { attention, keywords } = shares(candidates);
    return attention.map((value, i) => (1 - keywordShare) * curve(value) + keywordShare * keywords[i]!);
  };
}

/** Attention counts as far as it is above that of the next best. */
function outstanding(outstandingSegments: number, keywordShare: number): Fusion['scores'] {
  return (candidates) => {
    const scale = scaleOf(candidates, { keywordShare, outstandingSegments });
    return candidates.map((candidate) => {
      const { attention, keywords } = scale.shares(candidate);
      return (1 - keywordShare) * attention + keywordShare * keywords;
    });
  };
}

/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), weighted. */
function reciprocal(constant: number, keywordShare: number): Fusion['scores'] {
  const ranks = (values: readonly number[]): number[] => {
    const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
    const rank: number[] = [];
    order.forEach((index, at) => (rank[index] = at + 1));
    return rank;
  };
  return (candidates) => {
    const byAttention = ranks(candidates.map(({ attention }) => attention));
    const byKeywords = ranks(candidates.map(({ keywords }) => keywords));
    return candidates.map(
      ({ attention, keywords }, i) =>
        (attention > 0 ? (1 - keywordShare) / (constant + byAttention[i]!) : 0) +
        (keywords > 0 ? keywordShare / (constant + byKeywords[i]!) : 0),
    );
  };
}

/** Attention strengthens what keywords found; what they did not find counts as the weakest of it would. */
function product(weight: number): Fusion['scores'] {
  return (candidates) => {
    const { attention, keywords } = shares(candidates);
    return keywords.map((value, i) => (value + 0.02) * (1 + weight * attention[i]!));
  };
}

/** What was set before attention had to stand out. */
const WEIGHED = 'keyword share 0.7';

const FUSIONS: readonly Fusion[] = [
  { name: 'attention alone', scores: weighted(0) },
  ...[0.5, 0.6, 0.7, 0.8, 0.9].map((share) => ({
    name: `keyword share ${share}`,
    scores: weighted(share),
  })),
  { name: 'keywords alone', scores: weighted(1) },
  { name: 'share 0.7, attention squared', scores: weighted(0.7, (x) => x * x) },
  { name: 'share 0.7, root of attention', scores: weighted(0.7, Math.sqrt) },
  ...[10, 20, 30, 50, 100].map((count) => ({
    name: `share 0.7, attention of ${count} stands out${count === 20 ? ' (the default)' : ''}`,
    scores: outstanding(count, 0.7),
  })),
  ...[0.6, 0.8].map((share) => ({
    name: `share ${share}, attention of 20 stands out`,
    scores: outstanding(20, share),
  })),
  { name: 'reciprocal rank (60), share 0.7', scores: reciprocal(60, 0.7) },
  { name: 'keywords times (1 + attention / 4)', scores: product(0.25) },
  { name: 'keywords times (1 + attention)', scores: product(1) },
];

export async function fusions(model: BenchModel): Promise<void> {
  const sets: readonly { readonly heading: string; readonly measure: string; readonly set: BenchSet }[] = [
    { heading: 'HotpotQA recall', measure: 'recall', set: hotpotqa(model, { half: 'tune' }) },
    { heading: 'CoSQA stripped MRR', measure: 'MRR', set: codeSample(model) },
    { heading: 'multifieldqa_zh overlap', measure: 'overlap', set: multifieldqaZh(model, { half: 'tune' }) },
    {
      heading: 'functions MRR',
      measure: 'MRR',
      set: functions(model, { half: 'tune', limit: FUNCTION_QUESTIONS }),
    },
  ];
  /** `[set][fusion][question]` */
  const columns: number[][][] = [];
  for (const { heading, measure, set } of sets) {
    const read: Candidate[][][] = [];
    for (const group of set.groups) read.push(await candidatesOf(model, group));
    console.error(`${heading}: read`);
    columns.push(FUSIONS.map((fusion) => valuesByQuestion(set, measure, read, fusion)));
  }
  const weighed = FUSIONS.findIndex(({ name }) => name === WEIGHED);
  const rows = FUSIONS.map(({ name }, i) => ({
    name,
    values: columns.map((column) => mean(column[i]!)),
    standardErrors: gainInStandardErrors(columns.map((column) => [column[i]!, column[weighed]!])),
  }));
  const best = rows.reduce((a, b) => (mean(b.values) > mean(a.values) ? b : a));
  const counts = sets.map(
    ({ heading, set }) => `${set.groups.reduce((sum, { items }) => sum + items.length, 0)} (${heading})`,
  );
  publish({
    id: 'retrieval-fusion',
    title: 'Attention and keywords, joined in other ways',
    command: 'npm run bench:retrieval -- fusion',
    machine: machine(),
    body:
      `On the tune halves; questions: ${counts.join(', ')}. Every row ranks the same reading. Attention and keywords are ` +
      `relative to the best of the text. The best mean: ${best.name}. Gain: of the mean over “${WEIGHED}”, in standard errors ` +
      `of the paired difference; within 2 it may be chance. On the report halves little of the gain was seen: against ` +
      `“${WEIGHED}”, whose tables are in the history (commit c8af85b), functions by description rose by more than each ` +
      `of the other sets fell.\n\n${table(
        [
          { heading: 'ranked by', cell: (row) => row.name },
          ...sets.map(({ heading }, i) => ({
            heading,
            cell: (row: (typeof rows)[0]) => row.values[i]!.toFixed(3),
          })),
          { heading: 'mean', cell: (row) => mean(row.values).toFixed(4) },
          { heading: 'gain', cell: (row) => row.standardErrors.toFixed(1) },
        ],
        rows,
      )}`,
    data: { headings: sets.map(({ heading }) => heading), rows },
  });
}

/** Gain of the mean over sets, in its standard errors. @param sets paired values by question of each set */
function gainInStandardErrors(sets: readonly (readonly [readonly number[], readonly number[]])[]): number {
  const differences = sets.map(([values, others]) => pairedDifference(values, others));
  const standardError = Math.hypot(...differences.map((difference) => difference.standardError));
  const gain = differences.reduce((sum, { value }) => sum + value, 0);
  return standardError > 0 ? gain / standardError : 0;
}

function valuesByQuestion(
  set: BenchSet,
  measure: string,
  read: readonly (readonly (readonly Candidate[])[])[],
  { scores }: Fusion,
): number[] {
  const { of } = measuresOf(set).find(({ heading }) => heading === measure)!;
  const answers = set.groups.map((group, g) => ({
    group,
    kept: read[g]!.map((candidates) => {
      const values = scores(candidates);
      const ranked = candidates
        .map(({ segment, tokens }, i) => ({ segment, tokens, score: values[i]! }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.segment.position - b.segment.position);
      return fitBudget(ranked, set.budgetTokens);
    }),
  }));
  return askedOf({ answers }).map(of);
}

/** `[question]`: the candidates that are among the best by attention or by keywords. */
async function candidatesOf(model: BenchModel, { text, items }: BenchGroup): Promise<Candidate[][]> {
  const { reader } = model;
  const questions = items.map(({ question }) => question);
  const header = (file: number): string =>
    model.manifest.prompt.fileHeader.replace('{path}', () => text.names[file]!);
  const planner = new Planner(questions, header, namesIn(text));
  for (const segment of text.segments) planner.add(segment);
  const plan = planner.finish();
  const headers = await reader.encode(text.names.map((_, file) => header(file)));
  const prepared = questions.map((question, q) =>
    reader.prepare(question, emphasisOf(question, plan.rarity[q]!)),
  );
  const best = questions.map(() => new BestCandidates());
  for (const section of plan.sections) {
    const windows = await windowsOf(section, reader, (file) => headers[file]!);
    const { candidates } = await readSection(section, windows, prepared, reader);
    for (const [q, kept] of best.entries()) kept.add(candidates[q]!);
  }
  return best.map((kept) => kept.all());
}

class BestCandidates {
  private byAttention: Candidate[] = [];
  private byKeywords: Candidate[] = [];

  add(candidates: readonly Candidate[]): void {
    this.byAttention.push(...candidates);
    this.byKeywords.push(...candidates);
    if (this.byAttention.length > 4 * BEST) this.trim();
  }

  /** Each once. */
  all(): Candidate[] {
    this.trim();
    return [...new Set([...this.byAttention, ...this.byKeywords])];
  }

  private trim(): void {
    this.byAttention = this.byAttention.sort((a, b) => b.attention - a.attention).slice(0, BEST);
    this.byKeywords = this.byKeywords.sort((a, b) => b.keywords - a.keywords).slice(0, BEST);
  }
}
