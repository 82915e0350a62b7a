/**
 * What it costs to ask: the first question, the second, one after an edit; when evidence comes; how it grows.
 *
 *   npm run bench:speed [-- --tokens N] [--write]
 *
 * Everything is a ratio of runs in one go, on made-up prose of which no window is like another, in a thousand files.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine, modelFolder, version } from '../src/engine/index.ts';
import type { AskResult } from '../src/engine/protocol.ts';
import { openModel } from '../src/model/index.ts';
import type { Segment } from '../src/retrieval/index.ts';
import { lineChart } from './lib/lineChart.ts';
import { machine } from './lib/machine.ts';
import { PeakMemory } from './lib/peakMemory.ts';
import { paragraphs } from './lib/prose.ts';
import { publish } from './lib/report.ts';
import { repositoryFolder } from './lib/repository.ts';
import { paperRetriever } from './lib/retrievers.ts';
import { table } from './lib/table.ts';
import { TextBuilder } from './lib/texts.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: '1048576' },
    write: { type: 'boolean' },
  },
});
const TOKENS = Number(options.tokens);
const FILES = 1000;
/** Shares of the whole that are also measured, to see how cost grows. */
const STEPS = [1 / 8, 1 / 4, 1 / 2, 1];
/** The paper's method is measured on a text that takes it a minute or two; its cost a token does not depend on length. */
const PAPER_TOKENS = 60_000;

const QUESTION = 'Where does the lighthouse keeper of Norrvik hide the silver whistle?';
const NEEDLE = 'The lighthouse keeper of Norrvik hides the silver whistle inside a loaf of bread. ';
const OTHER = 'Which story did the teacher tell the student about the strange house?';

interface Run {
  readonly tokens: number;
  readonly seconds: number;
  readonly peakMemoryMB: number;
  readonly result: AskResult;
}

/** Writes the first `share` of the files; a needle stands in the middle of the last eighth. */
function writeFiles(folder: string, from: number, to: number): void {
  mkdirSync(folder, { recursive: true });
  for (let i = from; i < to; i++) {
    const text = [...paragraphs(TOKENS / FILES, i + 1)];
    if (i === Math.floor(FILES * 0.11)) text.splice(1, 0, NEEDLE);
    writeFileSync(join(folder, `text${String(i).padStart(4, '0')}.txt`), text.join(''));
  }
}

async function ask(folder: string, memory: string, question = QUESTION): Promise<Run> {
  const engine = new Engine({
    modelFolder: modelFolder(),
    version,
    memory: { folder: memory, capBytes: 20e9 },
  });
  const peak = new PeakMemory();
  const started = performance.now();
  const result = await engine.ask(
    { question, roots: [{ path: folder }], writer: 'none' },
    () => undefined,
    new AbortController().signal,
  );
  const seconds = (performance.now() - started) / 1000;
  const peakMemoryMB = peak.stop() / 1e6;
  await engine.dispose();
  return { tokens: result.coverage.tokens, seconds, peakMemoryMB, result };
}

/** Seconds a token of the paper's method on the same kind of text. */
async function paperSecondsPerToken(): Promise<number> {
  const model = await openModel(modelFolder());
  const builder = new TextBuilder(model);
  builder.file('text.txt');
  const added: Segment[] = [];
  for (const paragraph of paragraphs(PAPER_TOKENS, 7)) {
    for (const sentence of paragraph.split(/(?<=\. )/)) added.push(builder.add(sentence));
  }
  const text = builder.finish();
  const paper = await paperRetriever(model);
  const started = performance.now();
  await paper.retrieve(text, [QUESTION], 1000);
  const seconds = (performance.now() - started) / 1000;
  await model.dispose();
  return seconds / text.tokens;
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'infiniask-speed-'));
  try {
    const [folder, memory] = [join(scratch, 'text'), join(scratch, 'memory')];
    const growth: { share: number; first: Run; second: Run }[] = [];
    for (const share of STEPS) {
      // Each size starts with nothing known.
      rmSync(memory, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
      writeFiles(folder, 0, Math.round(FILES * share));
      const first = await ask(folder, memory);
      growth.push({ share, first, second: await ask(folder, memory) });
      console.error(`${first.tokens} tokens: ${first.seconds.toFixed(0)} s`);
    }
    const { first, second } = growth.at(-1)!;
    const third = await ask(folder, memory, OTHER);
    const edited = join(folder, 'text0500.txt');
    writeFileSync(edited, readFileSync(edited, 'utf8').replace('. ', ', as people say. '));
    const afterEdit = await ask(folder, memory);
    const paper = await paperSecondsPerToken();
    report({ growth, first, second, third, afterEdit, paper });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function report(runs: {
  growth: { share: number; first: Run; second: Run }[];
  first: Run;
  second: Run;
  third: Run;
  afterEdit: Run;
  paper: number;
}): void {
  const { growth, first, second, third, afterEdit, paper } = runs;
  const row = (name: string, { seconds, result, tokens, peakMemoryMB }: Run) => ({
    name,
    seconds: seconds.toFixed(1),
    ratio: (first.seconds / seconds).toFixed(1),
    perSecond: (tokens / seconds).toFixed(0),
    computed: `${result.coverage.windows - result.coverage.remembered} of ${result.coverage.windows}`,
    firstEvidence: `${((result.timing.firstEvidenceMs ?? NaN) / 1000).toFixed(1)} s`,
    best: `${((100 * (result.timing.bestEvidenceMs ?? NaN)) / result.timing.totalMs).toFixed(1)} %`,
    peak: peakMemoryMB.toFixed(0),
  });
  type Row = ReturnType<typeof row>;
  const rows = [
    row('first question', first),
    row('same question again', second),
    row('another question', third),
    row('after an edit of one file', afterEdit),
  ];
  const same = JSON.stringify(first.result.evidence) === JSON.stringify(second.result.evidence);
  const paperSeconds = paper * first.tokens;
  const grown = growth.map(({ first: cold, second: warm }) => ({
    tokens: cold.tokens.toLocaleString('en-US'),
    first: cold.seconds.toFixed(1),
    second: warm.seconds.toFixed(1),
    ratio: (cold.seconds / warm.seconds).toFixed(1),
    peak: `${cold.peakMemoryMB.toFixed(0)} / ${warm.peakMemoryMB.toFixed(0)}`,
  }));
  const picture = 'speed-growth.svg';
  const folder = join(repositoryFolder(), options.write ? 'docs/pictures' : 'out/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, picture),
    lineChart({
      title: 'Seconds a question takes, by tokens of text (both axes logarithmic)',
      xTitle: 'tokens',
      yTitle: 'seconds',
      series: [
        { name: 'first question', points: growth.map(({ first: run }) => [run.tokens, run.seconds]) },
        { name: 'second question', points: growth.map(({ second: run }) => [run.tokens, run.seconds]) },
      ],
    }),
  );
  publish({
    id: 'speed',
    title: 'Speed',
    command: `npm run bench:speed${TOKENS === 1_048_576 ? '' : ` -- --tokens ${TOKENS}`}`,
    machine: machine(),
    body:
      `${first.tokens.toLocaleString('en-US')} tokens of made-up prose in ${FILES} files, no window like another. Each ` +
      `question is a process's first: opening the model is part of it. Evidence of the first and the second question is ` +
      `${same ? 'the same' : 'NOT the same'}.\n\n` +
      `${table<Row>(
        [
          { heading: 'question', cell: (r) => r.name },
          { heading: 'seconds', cell: (r) => r.seconds },
          { heading: 'times faster', cell: (r) => r.ratio },
          { heading: 'tokens/s', cell: (r) => r.perSecond },
          { heading: 'windows computed', cell: (r) => r.computed },
          { heading: 'first evidence', cell: (r) => r.firstEvidence },
          { heading: 'best evidence seen at', cell: (r) => r.best },
          { heading: 'peak MB', cell: (r) => r.peak },
        ],
        rows,
      )}\n\n` +
      `Against \`paper\` with the same weights (measured on ${PAPER_TOKENS.toLocaleString('en-US')} tokens, all layers, ` +
      `every question from the start): first question ${(paperSeconds / first.seconds).toFixed(1)} times faster, second ` +
      `${(paperSeconds / second.seconds).toFixed(0)} times.\n\n` +
      `${table<(typeof grown)[0]>(
        [
          { heading: 'tokens', cell: (r) => r.tokens },
          { heading: 'first s', cell: (r) => r.first },
          { heading: 'second s', cell: (r) => r.second },
          { heading: 'ratio', cell: (r) => r.ratio },
          { heading: 'peak MB first / second', cell: (r) => r.peak },
        ],
        grown,
      )}\n\n![Seconds by tokens](pictures/${picture})`,
    data: { rows, grown, paperSecondsPerToken: paper },
  });
}

void main();
