/**
 * What small models write from the evidence: how often the right answer is in it, and how much of it the evidence
 * supports.
 *
 *   npm run bench:writers [-- hotpotqa multifieldqa-zh] [--writer FILE,FILE] [--half tune|report] [--limit N] [--data FOLDER]
 *     [--write] [--again]
 *
 * Every writer gets the same evidence: the sentences that answer (where the set names them), and those that keywords
 * alone keep. The embedded model comes first; `--writer` adds models of the user's.
 * Needs the evaluation data. `--again` measures nothing: it tells anew what the last run in this clone measured.
 */
import { basename, join } from 'node:path';
import { writeAnswer } from '../src/engine/answering.ts';
import { modelFolder } from '../src/engine/index.ts';
import { sentences } from '../src/answer/support.ts';
import { openWriter, prepareModel } from '../src/model/index.ts';
import type { ModelWriter } from '../src/model/index.ts';
import { Planner, Run } from '../src/retrieval/index.ts';
import type { AskProgress, Evidence } from '../src/contract/index.ts';
import { openModel } from './lib/benchModel.ts';
import { machine } from './lib/machine.ts';
import { lettersAndDigits, mean } from './lib/metrics.ts';
import { option } from './lib/option.ts';
import { publish, savedReport } from './lib/report.ts';
import { keywordsAlone } from './lib/retrievers.ts';
import { sets } from './lib/sets/index.ts';
import type { BenchGroup, BenchSet, SetItem } from './lib/sets/index.ts';
import { table } from './lib/table.ts';
import { namesIn } from './lib/texts.ts';
import type { BenchSegment, BenchText, Half } from './lib/texts.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const half = (option('--half') ?? 'report') as Half;
const limit = Number(option('--limit') ?? Infinity);
const SETS = ['hotpotqa', 'multifieldqa-zh'] as const;
/** In the embedded model's tokens, for every writer. */
const EVIDENCE_TOKENS = 300;

/** One answer. */
interface Written {
  readonly writer: string;
  /** Where the evidence is from. */
  readonly from: string;
  /** Whether the right answer stands in the evidence, in what was written, and in what is shown to a person. */
  readonly known: boolean;
  readonly right: boolean;
  readonly shownRight: boolean;
  /** Whether it was quoted, because the evidence supported too little of what was written. */
  readonly quoted: boolean;
  readonly sentences: number;
  readonly unsupported: number;
  readonly processorSeconds: number;
}

/** The evidence as the engine gives it to a writer: a piece for each file, its sentences in their order. */
function evidenceOf(
  segments: readonly BenchSegment[],
  { names }: BenchText,
  scoreOf: (segment: BenchSegment) => number = () => 1,
): Evidence[] {
  const files = [...new Set(segments.map(({ file }) => file))];
  return files.map((file) => {
    const own = segments.filter((segment) => segment.file === file).sort((a, b) => a.position - b.position);
    const [startLine, endLine] = [own[0]!.startLine, own.at(-1)!.endLine];
    return {
      root: 0,
      // A name without an ending would count as code, which is quoted by lines.
      path: `${names[file]!}.md`,
      startLine,
      endLine,
      place: { kind: 'lines', startLine, endLine },
      score: 1,
      text: own.map(({ text }) => text.trim()).join(' '),
      lineScores: [Math.max(...own.map(scoreOf))],
    };
  });
}

/** `[question]`: what is given to the writers. */
function sources({ text, items }: BenchGroup): { from: string; evidence: (q: number) => Evidence[] }[] {
  const planner = new Planner(
    items.map(({ question }) => question),
    (file) => text.names[file]!,
    namesIn(text),
  );
  for (const segment of text.segments) planner.add(segment);
  const kept = keywordsAlone(text, planner.finish(), items.length, EVIDENCE_TOKENS);
  const byKeywords = {
    from: 'keywords',
    evidence: (q: number) => {
      const best = kept[q]![0]?.score ?? 1;
      const scores = new Map(kept[q]!.map(({ segment, score }) => [segment.position, score / best]));
      const segments = kept[q]!.map(({ segment }) => text.segments[segment.position]!);
      return evidenceOf(segments, text, ({ position }) => scores.get(position)!);
    },
  };
  if (items.some(({ gold }) => gold === undefined)) return [byKeywords];
  const right = {
    from: 'the sentences that answer',
    evidence: (q: number) => evidenceOf([...items[q]!.gold!] as BenchSegment[], text),
  };
  return [right, byKeywords];
}

async function write(
  writer: ModelWriter,
  from: string,
  { question, rightAnswers }: SetItem,
  evidence: readonly Evidence[],
): Promise<Written> {
  let written = '';
  const run = new Run<AskProgress>((step) => {
    if (step.kind === 'answer') written = step.text;
  });
  const before = process.cpuUsage();
  const { text, quoted = false, unsupported } = await writeAnswer(question, evidence, writer, run);
  const { user, system } = process.cpuUsage(before);
  const isIn = (words: string): boolean =>
    rightAnswers!.some((one) => lettersAndDigits(words).includes(lettersAndDigits(one)));
  return {
    writer: writer.name,
    from,
    known: isIn(evidence.map((piece) => piece.text).join(' ')),
    right: isIn(written),
    shownRight: isIn(text),
    quoted,
    sentences: quoted ? 0 : sentences(text).length,
    unsupported: quoted ? 0 : unsupported.length,
    processorSeconds: (user + system) / 1e6,
  };
}

async function measured(set: BenchSet, folders: readonly string[]): Promise<Written[]> {
  const results: Written[] = [];
  // One model at a time: each takes the memory of several.
  for (const folder of folders) {
    const writer = await openWriter(folder);
    for (const group of set.groups) {
      for (const { from, evidence } of sources(group)) {
        for (const [q, item] of group.items.entries()) {
          if (item.rightAnswers) results.push(await write(writer, from, item, evidence(q)));
        }
      }
    }
    await writer.dispose();
  }
  return results;
}

function describe(set: BenchSet, results: readonly Written[], measuredOn = machine()): void {
  const rows = [...new Map(results.map((one) => [`${one.from}, ${one.writer}`, one])).values()];
  const of = (row: Written): Written[] =>
    results.filter(({ writer, from }) => writer === row.writer && from === row.from);
  const share = (values: readonly boolean[]): string => `${(100 * mean(values.map(Number))).toFixed(0)} %`;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  publish({
    id: idOf(set),
    title: `${set.title.split(',')[0]!}: what small models write`,
    command: `npm run bench:writers -- ${set.id}${writers.length > 0 ? ` --writer ${writers.map((file) => basename(file)).join()}` : ''}`,
    machine: measuredOn,
    body:
      `${of(rows[0]!).length} questions of the ${half} half${set.id === 'hotpotqa' ? ', those answered by yes or no left out' : ''}. ` +
      `Evidence of ${EVIDENCE_TOKENS} of the embedded model's tokens from keywords alone, or the sentences that answer. Right: the right answer stands ` +
      `in what was written, letters and digits alone. Shown: what a person sees, where too little is supported the best of the evidence in its place.

` +
      table(
        [
          { heading: 'writer', cell: ({ writer }) => writer },
          { heading: 'evidence', cell: ({ from }) => from },
          { heading: 'in the evidence', cell: (row) => share(of(row).map(({ known }) => known)) },
          { heading: 'right', cell: (row) => share(of(row).map(({ right }) => right)) },
          { heading: 'right as shown', cell: (row) => share(of(row).map(({ shownRight }) => shownRight)) },
          { heading: 'quoted instead', cell: (row) => share(of(row).map(({ quoted }) => quoted)) },
          {
            heading: 'sentences without support',
            cell: (row) => {
              const [unsupported, all] = [
                sum(of(row).map((one) => one.unsupported)),
                sum(of(row).map((one) => one.sentences)),
              ];
              return all === 0 ? '' : `${((100 * unsupported) / all).toFixed(0)} %`;
            },
          },
          {
            heading: 'processor s',
            cell: (row) => mean(of(row).map(({ processorSeconds }) => processorSeconds)).toFixed(1),
          },
        ],
        rows,
      ),
    data: results,
  });
}

function idOf({ id }: BenchSet): string {
  return `writers-${id}${half === 'report' ? '' : `-${half}`}`;
}

const writers = (option('--writer') ?? '').split(',').filter((file) => file !== '');

async function main(): Promise<void> {
  const named = SETS.filter((id) => process.argv.includes(id));
  const reader = await openModel(modelFolder());
  const chosen = (named.length > 0 ? named : SETS).map((id) => sets[id]!(reader, { half, limit }));
  await reader.dispose();
  const isAgain = process.argv.includes('--again');
  const folders = [modelFolder()];
  if (!isAgain) {
    for (const file of writers)
      folders.push(await prepareModel(file, { folder: join(__dirname, 'models'), writes: true }));
  }
  for (const set of chosen) {
    const saved = isAgain ? savedReport(idOf(set)) : undefined;
    describe(set, saved ? (saved.data as Written[]) : await measured(set, folders), saved?.machine);
  }
}

void main();
