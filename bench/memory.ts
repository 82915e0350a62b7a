/**
 * How much memory a question takes, and how long everything around the model, up to a hundred million tokens.
 *
 *   npm run bench:memory [-- --tokens N] [--write]
 *
 * Each text is generated into a temporary folder and asked about in a process of its own, with a model that does nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownPeakBytes, runChild } from './lib/child.ts';
import { idleReader } from './lib/idleReader.ts';
import { machine } from './lib/machine.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';
import { timeSteps } from './lib/stepTimes.ts';
import type { StepTimes } from './lib/stepTimes.ts';
import { writeTree } from './lib/tree.ts';
import type { TreeSpec } from './lib/tree.ts';

const LARGEST_TOKENS = 100_000_000;
const FILE_TOKENS = 10_000;
const LIMIT_BYTES = 2e9;

interface Run extends TreeSpec, StepTimes {
  readonly peakBytes: number;
}

const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: String(LARGEST_TOKENS) },
    write: { type: 'boolean' },
    child: { type: 'string' },
  },
});

async function child(folder: string): Promise<void> {
  const run = await timeSteps(folder, idleReader());
  process.stdout.write(JSON.stringify({ ...run, peakBytes: ownPeakBytes() }));
}

function measure(tokens: number, kind: TreeSpec['kind']): Run {
  const spec: TreeSpec = { tokens, files: Math.ceil(tokens / FILE_TOKENS), kind };
  const folder = mkdtempSync(join(tmpdir(), 'infiniask-memory-'));
  try {
    writeTree(folder, spec);
    const run: Run = { ...(runChild(folder) as StepTimes & { peakBytes: number }), ...spec };
    console.error(`${tokens} tokens of ${kind}: ${(run.peakBytes / 1e6).toFixed(0)} MB`);
    return run;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(tokens: number): void {
  const sizes = [tokens / 100, tokens / 10, tokens];
  const runs = (['prose', 'code'] as const).flatMap((kind) => sizes.map((size) => measure(size, kind)));
  const largest = Math.max(...runs.map(({ peakBytes }) => peakBytes));
  publish({
    id: 'memory',
    title: 'Memory by the size of the text, the model aside',
    command: 'npm run bench:memory',
    machine: machine(),
    body: `${table<Run>(
      [
        { heading: 'tokens', cell: (run) => `${run.tokens.toLocaleString('en-US')} of ${run.kind}` },
        { heading: 'files', cell: (run) => run.files.toLocaleString('en-US') },
        { heading: 'peak MB', cell: (run) => (run.peakBytes / 1e6).toFixed(0) },
        { heading: 'survey s', cell: (run) => run.surveySeconds.toFixed(1) },
        { heading: 'plan s', cell: (run) => run.planSeconds.toFixed(1) },
        { heading: 'read s', cell: (run) => run.readSeconds.toFixed(1) },
      ],
      runs,
    )}\n\nA question asked of a model that does nothing, each in a process of its own. Largest peak ${(largest / 1e6).toFixed(0)} MB, aim below ${(LIMIT_BYTES / 1e6).toLocaleString('en-US')} MB: ${largest < LIMIT_BYTES ? 'met' : 'missed'}.`,
    data: runs,
  });
}

if (options.child === undefined) main(Number(options.tokens));
else void child(JSON.parse(options.child) as string);
