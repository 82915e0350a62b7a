/**
 * How much slower many tiny files are read than one large file with as much text.
 *
 *   npm run bench:files [-- --files N] [--reader] [--write]
 *
 * By default with a model that does nothing, so that opening, cutting and counting alone is compared; with `--reader` the
 * embedded model reads too, and the headers that lead each file's lines in a window cost what they cost. Both texts take
 * turns, each in a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openReader } from '../src/model/index.ts';
import { runChild } from './lib/child.ts';
import { idleReader } from './lib/idleReader.ts';
import { machine } from './lib/machine.ts';
import { publish } from './lib/report.ts';
import { timeSteps } from './lib/stepTimes.ts';
import type { StepTimes } from './lib/stepTimes.ts';
import { table } from './lib/table.ts';
import { writeTree } from './lib/tree.ts';

const FILES = 20_000;
/** A tiny file: about four lines of prose. */
const FILE_TOKENS = 50;
const ROUNDS = 3;
const LEAST_RATIO = 0.5;

interface Spec {
  readonly folder: string;
  readonly withReader: boolean;
}

/** One text in one round. */
interface Row extends StepTimes {
  readonly round: number;
  readonly text: string;
  /** Of the large file's speed in the same round, by the clock and by the processor's time. */
  readonly ratio: number;
  readonly processorRatio: number;
}

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: String(FILES) },
    reader: { type: 'boolean', default: false },
    write: { type: 'boolean' },
    child: { type: 'string' },
  },
});

async function child({ folder, withReader }: Spec): Promise<void> {
  // The bundle runs from out/bench.
  const reader = withReader
    ? await openReader(join(__dirname, '..', '..', 'models', 'minimind2-small'))
    : undefined;
  process.stdout.write(JSON.stringify(await timeSteps(folder, reader ?? idleReader())));
  await reader?.dispose();
}

function secondsPerToken({ tokensRead, surveySeconds, planSeconds, readSeconds }: StepTimes): number {
  return (surveySeconds + planSeconds + readSeconds) / tokensRead;
}

function roundOf(round: number, large: string, tiny: string, withReader: boolean): Row[] {
  const [one, many] = [large, tiny].map((folder) => runChild({ folder, withReader }) as StepTimes);
  const row = (text: string, times: StepTimes): Row => ({
    ...times,
    round,
    text,
    ratio: secondsPerToken(one!) / secondsPerToken(times),
    processorRatio: one!.processorSeconds / one!.tokensRead / (times.processorSeconds / times.tokensRead),
  });
  return [row('one file', one!), row('tiny files', many!)];
}

function main(files: number, withReader: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'infiniask-files-'));
  try {
    const [large, tiny] = [join(folder, 'large'), join(folder, 'tiny')];
    const tokens = files * FILE_TOKENS;
    writeTree(large, { tokens, files: 1, kind: 'prose' });
    writeTree(tiny, { tokens, files, kind: 'prose' });
    const rounds = Array.from({ length: ROUNDS }, (_, i) => i + 1);
    const rows = rounds.flatMap((round) => roundOf(round, large, tiny, withReader));
    const worst = Math.min(...rows.map(({ ratio }) => ratio));
    publish({
      id: withReader ? 'files-reader' : 'files',
      title: `${files.toLocaleString('en-US')} tiny files beside one large file${withReader ? '' : ', the model aside'}`,
      command: `npm run bench:files${files === FILES && !withReader ? '' : ' --'}${files === FILES ? '' : ` --files ${files}`}${withReader ? ' --reader' : ''}`,
      machine: machine(),
      body: `${table<Row>(
        [
          { heading: 'round', cell: ({ round }) => String(round) },
          { heading: 'text', cell: ({ text }) => text },
          { heading: 'files', cell: ({ filesRead }) => filesRead.toLocaleString('en-US') },
          { heading: 'tokens', cell: ({ tokensRead }) => tokensRead.toLocaleString('en-US') },
          { heading: 'survey s', cell: ({ surveySeconds }) => surveySeconds.toFixed(1) },
          { heading: 'plan s', cell: ({ planSeconds }) => planSeconds.toFixed(1) },
          { heading: 'read s', cell: ({ readSeconds }) => readSeconds.toFixed(1) },
          { heading: 'of the speed of one file', cell: ({ ratio }) => ratio.toFixed(2) },
          { heading: 'by processor time', cell: ({ processorRatio }) => processorRatio.toFixed(2) },
        ],
        rows,
      )}\n\nThe same text both times. Lowest ratio ${worst.toFixed(2)}, aim at least ${LEAST_RATIO}: ${worst >= LEAST_RATIO ? 'met' : 'missed'}.`,
      data: rows,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (options.child === undefined) main(Number(options.files), options.reader);
else void child(JSON.parse(options.child) as Spec);
