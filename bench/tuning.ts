/**
 * How the time of a window depends on threads, and on reading windows together as padded rows of one run.
 *
 *   npm run bench:tuning [-- --rounds N] [--write]
 *
 * Every candidate in turn, some rounds, medians: what else the machine does falls on all alike.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ThreadTrial } from '../src/model/index.ts';
import { modelFolder } from '../src/engine/index.ts';
import { physicalCores } from '../src/engine/cores.ts';
import { median, threadCandidates } from '../src/engine/tuning.ts';
import { machine } from './lib/machine.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean' } },
});
const ROUNDS = Number(options.rounds);

/** Windows of a section: lengths as shares of a full window. Windows of one section are about equally long. */
const SETS: readonly { readonly name: string; readonly shares: readonly number[] }[] = [
  { name: '2 full', shares: [1, 1] },
  { name: '3 of a section', shares: [0.97, 1, 0.9] },
  { name: '4 full', shares: [1, 1, 1, 1] },
];

interface Row {
  readonly threads: number;
  readonly set: string;
  /** Milliseconds a window, by round. */
  readonly single: number[];
  readonly together: number[];
}

async function main(): Promise<void> {
  const candidates = threadCandidates(availableParallelism(), await physicalCores());
  const trials: { readonly threads: number; readonly trial: ThreadTrial }[] = [];
  for (const threads of candidates) {
    trials.push({ threads, trial: await ThreadTrial.open(modelFolder(), threads) });
  }
  const jobs = trials.flatMap(({ threads, trial }) =>
    SETS.map(({ name, shares }) => {
      const row: Row = { threads, set: name, single: [], together: [] };
      return { trial, shares, row };
    }),
  );
  for (let round = -1; round < ROUNDS; round++) {
    for (const { trial, shares, row } of jobs) {
      let apart = 0;
      for (const share of shares) apart += await trial.time([share]);
      const joint = await trial.time(shares);
      // The first round loads the graphs and takes memory.
      if (round < 0) continue;
      row.single.push(apart / shares.length);
      row.together.push(joint / shares.length);
    }
  }
  for (const { trial } of trials) await trial.dispose();

  const spread = (values: readonly number[]): string => {
    const sorted = values.toSorted((a, b) => a - b);
    return `${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)}`;
  };
  /** Of the same round, so that both ran under the same load. */
  const ratio = ({ single, together }: Row): number => median(together.map((ms, i) => ms / single[i]!));
  const rows = jobs.map(({ row }) => row);
  publish({
    id: 'tuning',
    title: 'Threads, and windows together',
    command: 'npm run bench:tuning',
    machine: machine(),
    body: `${table(
      [
        { heading: 'threads', cell: (row) => String(row.threads) },
        { heading: 'windows', cell: (row) => row.set },
        { heading: 'one by one: ms a window', cell: (row) => median(row.single).toFixed(0) },
        { heading: 'from, to', cell: (row) => spread(row.single) },
        { heading: 'together: ms a window', cell: (row) => median(row.together).toFixed(0) },
        { heading: 'from, to', cell: (row) => spread(row.together) },
        { heading: 'together / one by one', cell: (row) => ratio(row).toFixed(2) },
      ],
      rows,
    )}\n\nMedians of ${ROUNDS} rounds; the ratio is the median of the rounds' own.`,
    data: rows,
  });
}

void main();
