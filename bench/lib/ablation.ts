/**
 * What each part of the scoring is worth: one thing changed at a time, on the halves that settings may be chosen on.
 * Windows are read once for all variants that see the same windows and weigh the question's words alike.
 */
import { signatureOf } from '../../src/engine/signature.ts';
import type { BenchModel } from './benchModel.ts';
import { calibrate, windowScores } from '../../src/retrieval/index.ts';
import { fitBudget, rank } from '../../src/retrieval/fusion.ts';
import { packEvenly } from '../../src/retrieval/windows.ts';
import { PassageDetector } from '../../src/retrieval/passages.ts';
import type {
  Reader,
  Candidate,
  PreparedQuestion,
  ScoringParameters,
  TextSegment,
} from '../../src/retrieval/index.ts';
import type { Ranked } from './baselines/types.ts';
import { changedReader } from './changedReader.ts';
import { machine } from './machine.ts';
import { firstIsGold, goldRecall, mean, rankOf, reciprocalRank, unitRanking } from './metrics.ts';
import { memoReader } from './memoReader.ts';
import { publish } from './report.ts';
import { readOnce } from './retrievers.ts';
import type { Variant } from './retrievers.ts';
import { CODE_FUNCTIONS, CODE_QUESTIONS, codeSample } from './sets/codeSample.ts';
import { hotpotqa } from './sets/hotpotqa.ts';
import { needles } from './sets/needles.ts';
import type { BenchSet, SetItem } from './sets/types.ts';
import { table } from './table.ts';
import type { BenchSegment, BenchText } from './texts.ts';

interface Change extends Variant {
  readonly name: string;
  readonly scoring?: Partial<ScoringParameters>;
  readonly windowTokens?: number;
  readonly uncalibrated?: boolean;
  /** Whole passages instead of lines and sentences. */
  readonly passages?: boolean;
  /** The survivors are read once more, packed side by side, and ranked by that. */
  readonly readAgain?: boolean;
}

const CHANGES: readonly Change[] = [
  { name: 'as it is' },
  { name: 'windows of 256', windowTokens: 256 },
  { name: 'windows of 1,024', windowTokens: 1024 },
  { name: 'segment score: sum (exponent 0)', scoring: { lengthExponent: 0 } },
  { name: 'segment score: sum / sqrt(n + 4)', scoring: { lengthExponent: 0.5 } },
  { name: 'segment score: mean (exponent 1)', scoring: { lengthExponent: 1 } },
  { name: 'no calibration', uncalibrated: true },
  { name: "question's words weigh the same", evenWords: true },
  { name: 'no path or title', withoutHeader: true },
  { name: 'path seen, not credited', scoring: { headerCredit: 0 } },
  { name: 'header credit 0.5', scoring: { headerCredit: 0.5 } },
  { name: 'units: whole passages', passages: true },
  { name: 'survivors read again', readAgain: true },
  { name: 'keyword share 0.4', scoring: { keywordShare: 0.4 } },
  { name: 'keyword share 0.5', scoring: { keywordShare: 0.5 } },
  { name: 'keyword share 0.6', scoring: { keywordShare: 0.6 } },
  { name: 'keyword share 0.8', scoring: { keywordShare: 0.8 } },
  { name: 'outstanding segments: 10', scoring: { outstandingSegments: 10 } },
  { name: 'outstanding segments: 50', scoring: { outstandingSegments: 50 } },
  { name: 'all attention counts', scoring: { outstandingSegments: 1_000_000_000 } },
];

export async function ablation(model: BenchModel): Promise<void> {
  const sets = [hotpotqa(model, { half: 'tune' }), needles(model, { half: 'tune' }), codeSample(model)];
  const rows: { name: string; values: number[] }[] = [];
  const readers = new Map<string, Reader>();
  for (const change of chosen()) {
    const key = JSON.stringify([change.windowTokens, change.evenWords]);
    const memo = readers.get(key) ?? memoReader(model.reader);
    readers.set(key, memo);
    const values: number[] = [];
    for (const set of sets) values.push(...(await measure(model, set, change, changed(memo, change))));
    rows.push({ name: change.name, values });
    console.error(change.name, values.map((value) => value.toFixed(3)).join(' '));
  }
  const headings = ['HotpotQA recall', 'paraphrased needles first', 'CoSQA stripped MRR'];
  publish({
    id: 'retrieval-ablation',
    title: 'Ablation of the scoring',
    command: 'npm run bench:retrieval -- ablation',
    machine: machine(),
    body:
      `One thing changed at a time, on the tune halves: 50 HotpotQA questions, the needles in 32,000 tokens of essays and ` +
      `of code, and ${CODE_QUESTIONS} CoSQA queries over ${CODE_FUNCTIONS} functions without docstrings. Left: attention alone; ` +
      `right: with keywords (the default).\n\n${table(
        [
          { heading: 'change', cell: (row) => row.name },
          ...headings.flatMap((heading, i) => [
            { heading: `${heading}: heads`, cell: (row: (typeof rows)[0]) => row.values[2 * i]!.toFixed(3) },
            { heading: 'default', cell: (row: (typeof rows)[0]) => row.values[2 * i + 1]!.toFixed(3) },
          ]),
        ],
        rows,
      )}\n\n${await signatures(model, sets[2]!)}`,
    data: { headings, rows },
  });
}

/** All changes, or those named by `--changes NAME,NAME`. */
function chosen(): readonly Change[] {
  const at = process.argv.indexOf('--changes');
  const names = at >= 0 ? process.argv[at + 1]!.split(',') : undefined;
  return CHANGES.filter(({ name }) => names?.includes(name) ?? true);
}

/** Attention alone and the default. */
async function measure(
  model: BenchModel,
  set: BenchSet,
  change: Change,
  reader: Reader,
): Promise<[number, number]> {
  const heads: number[] = [];
  const fused: number[] = [];
  for (const { text, items } of set.groups) {
    const questions = items.map(({ question }) => question);
    const { shown, expand } = change.passages ? byPassage(text) : { shown: text, expand: undefined };
    const budget = change.readAgain ? 4 * set.budgetTokens : set.budgetTokens;
    const read = await readOnce(model, shown, questions, budget, change, reader);
    for (const [q, item] of items.entries()) {
      for (const [values, kept] of [
        [heads, read.heads[q]!],
        [fused, read.fused[q]!],
      ] as const) {
        const share = values === heads ? 0 : reader.scoring.keywordShare;
        const again = change.readAgain
          ? await readAgain(model, text, read.prepared[q]!, kept, share, reader)
          : kept;
        const value = valueOf(set, text, item, cut(expand ? expand(again) : again, set.budgetTokens));
        if (!Number.isNaN(value)) values.push(value);
      }
    }
  }
  return [mean(heads), mean(fused)];
}

function valueOf(set: BenchSet, text: BenchText, item: SetItem, kept: readonly TextSegment[]): number {
  if (item.goldUnit !== undefined) return reciprocalRank(rankOf(unitRanking(kept, text), item.goldUnit));
  if (set.id === 'needles') return item.kind!.includes('paraphrased') ? firstIsGold(kept, item.gold!) : NaN;
  return goldRecall(kept, item.gold!);
}

type Kept = Pick<Ranked, 'segment' | 'tokens'>;

/** As `fitBudget`: the first of them whose tokens fit, at least one. */
function cut(kept: readonly Kept[], budgetTokens: number): TextSegment[] {
  return fitBudget(kept, budgetTokens).map(({ segment }) => segment);
}

function changed(reader: Reader, change: Change): Reader {
  return changedReader(reader, {
    windowTokens: change.windowTokens ?? reader.windowTokens,
    scoring: { ...reader.scoring, ...change.scoring },
    read: async (windows, questions) => {
      const read = await reader.read(windows, questions);
      if (!change.uncalibrated) return read;
      return read.map(({ questions: paid, contentFree }) => ({
        questions: paid,
        contentFree: new Float32Array(contentFree.length),
      }));
    },
  });
}

/** A text whose segments are its passages, and the way back to lines and sentences. */
function byPassage(text: BenchText): {
  shown: BenchText;
  expand: (kept: readonly Kept[]) => Kept[];
} {
  const detector = new PassageDetector();
  const passages: BenchSegment[][] = [];
  for (const segment of text.segments) {
    if (detector.begins(segment) || passages.length === 0) passages.push([]);
    passages.at(-1)!.push(segment);
  }
  const segments = passages.map((parts, position): BenchSegment => ({
    ...parts[0]!,
    position,
    endLine: parts.at(-1)!.endLine,
    text: parts.map((part) => part.text).join(''),
    ids: Int32Array.from(parts.flatMap((part) => [...part.ids])),
  }));
  return {
    shown: { segments, names: text.names, tokens: text.tokens },
    expand: (kept) =>
      [...new Set(kept.map(({ segment }) => segment.position))].flatMap((position) =>
        passages[position]!.map((segment) => ({ segment, tokens: segment.ids.length })),
      ),
  };
}

/** The second reading that earlier versions had: survivors in the order of the text, in windows of about equal length. */
async function readAgain(
  model: BenchModel,
  text: BenchText,
  prepared: PreparedQuestion,
  kept: readonly Ranked[],
  keywordShare: number,
  reader: Reader,
): Promise<Ranked[]> {
  const { fileHeader } = model.manifest.prompt;
  const inOrder = [...kept].sort((a, b) => a.segment.position - b.segment.position);
  const windows = packEvenly(
    inOrder.map(({ segment }) => ({ segment, ids: text.segments[segment.position]!.ids })),
    reader.windowTokens,
    (file) => model.tokeniser.encode(fileHeader.replace('{path}', () => text.names[file]!)),
  );
  const candidates: Candidate[] = [];
  for (const window of windows) {
    const [attention] = await reader.read([window.ids], [prepared]);
    const scores = calibrate(attention!.questions[0]!, attention!.contentFree);
    windowScores(window, scores, reader.scoring).forEach((score, i) => {
      const { keywords = 0 } = inOrder[candidates.length] as Ranked & { keywords?: number };
      const { segment, tokens } = window.segments[i]!;
      candidates.push({ segment, tokens, attention: score, keywords });
    });
  }
  return rank(candidates, { ...reader.scoring, keywordShare });
}

/** How often a line that was kept inside a function comes with the function's first line. */
async function signatures(model: BenchModel, set: BenchSet): Promise<string> {
  const { text, items } = set.groups[0]!;
  const { fused } = await readOnce(
    model,
    text,
    items.map(({ question }) => question),
    set.budgetTokens,
  );
  const firstOf = new Map<number, number>();
  text.segments.forEach(({ position, text: line }, i) => {
    const unit = text.units![i]!;
    if (!firstOf.has(unit) && /^\s*(?:async\s+)?def\s/.test(line)) firstOf.set(unit, position);
  });
  const [alone, brought] = [[] as number[], [] as number[]];
  for (const kept of fused) {
    const positions = new Set(kept.map(({ segment }) => segment.position));
    for (const { segment } of kept.slice(0, 10)) {
      const first = firstOf.get(text.units![segment.position]!);
      if (first === undefined || first === segment.position) continue;
      alone.push(positions.has(first) ? 1 : 0);
      const signature = signatureOf(segment, (position) => text.segments[position]);
      brought.push(positions.has(first) || signature?.line === text.segments[first]!.startLine ? 1 : 0);
    }
  }
  return (
    `Neighbours: of the ${alone.length} kept lines among the first ten that stand inside a function, ` +
    `${(100 * mean(alone)).toFixed(0)} % come with the function's first line by themselves, ` +
    `${(100 * mean(brought)).toFixed(0)} % with the signature that evidence brings along.`
  );
}
