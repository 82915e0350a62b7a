/**
 * How the time of a window depends on threads, and on reading windows together as padded rows of one run.
 *
 *   npm run bench:threads [-- --rounds N] [--write]
 *
 * Every candidate in turn, some rounds, medians: what else the machine does falls on all alike.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelFolder } from '../src/engine/index.ts';
import { physicalCores } from '../src/engine/cores.ts';
import { machine } from './lib/machine.ts';
import { median } from './lib/metrics.ts';
import { publish } from './lib/report.ts';
import { table } from './lib/table.ts';
import { ThreadTrial } from './lib/threadTrial.ts';

process.env['INFINIASK_MODEL'] ??= join(__dirname, '..', '..', 'models', 'minimind2-small');

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, write: { type: 'boolean' } },
});
const ROUNDS = Number(options.rounds);

/** Windows of a section: lengths as shares of a full window. Windows of one section are about equally long. */
const SETS: readonly { readonly name: string; readonly shares: readonly number[] }[] = [
  { name: '2 full', shares: [1, 1] },
  { name: '2 of a section', shares: [0.9, 1] },
  { name: '3 of a section', shares: [0.97, 1, 0.9] },
  { name: '4 full', shares: [1, 1, 1, 1] },
];

interface Row {
  readonly threads: number;
  readonly set: string;
  readonly single: Cost[];
  readonly together: Cost[];
}

/** A window of one round, in milliseconds: by the clock, and of the processor, all threads added up. */
interface Cost {
  readonly wall: number;
  readonly processor: number;
}

async function costOf(windows: number, work: () => Promise<unknown>): Promise<Cost> {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { wall: wall / windows, processor: (user + system) / 1000 / windows };
}

/**
 * Numbers of threads to try: one, half and all of the cores.
 * @param physical cores, where several threads of the processor share one and their number is known
 */
function threadCandidates(cores: number, physical?: number): number[] {
  const candidates = [1, Math.floor(cores / 2), physical ?? cores, cores];
  return [...new Set(candidates)].filter((n) => n >= 1 && n <= cores).sort((a, b) => a - b);
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
      const single = await costOf(shares.length, async () => {
        for (const share of shares) await trial.time([share]);
      });
      const together = await costOf(shares.length, () => trial.time(shares));
      // The first round loads the graphs and takes memory.
      if (round < 0) continue;
      row.single.push(single);
      row.together.push(together);
    }
  }
  for (const { trial } of trials) await trial.dispose();

  /** Of the same rounds, so that both ran under the same load: the middle one, and the middle half. */
  const ratio = ({ single, together }: Row, of: keyof Cost): string => {
    const ratios = together.map((cost, i) => cost[of] / single[i]![of]).sort((x, y) => x - y);
    const at = (share: number): string => ratios[Math.round(share * (ratios.length - 1))]!.toFixed(2);
    return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
  };
  const fastest = (costs: readonly Cost[]): string => Math.min(...costs.map(({ wall }) => wall)).toFixed(0);
  const middle = (costs: readonly Cost[], of: keyof Cost): string =>
    median(costs.map((cost) => cost[of]))!.toFixed(0);
  const rows = jobs.map(({ row }) => row);
  publish({
    id: 'threads',
    title: 'Threads, and windows together',
    command: 'npm run bench:threads',
    machine: machine(),
    body: `${table(
      [
        { heading: 'threads', cell: (row) => String(row.threads) },
        { heading: 'windows', cell: (row) => row.set },
        { heading: 'one by one: ms a window', cell: ({ single }) => middle(single, 'wall') },
        { heading: 'fastest', cell: ({ single }) => fastest(single) },
        { heading: 'together: ms a window', cell: ({ together }) => middle(together, 'wall') },
        { heading: 'fastest', cell: ({ together }) => fastest(together) },
        { heading: 'together / one by one', cell: (row) => ratio(row, 'wall') },
        { heading: 'the same, processor time', cell: (row) => ratio(row, 'processor') },
      ],
      rows,
    )}\n\nMedians of ${ROUNDS} rounds; the ratios are of each round, with their middle half.`,
    data: rows,
  });
}

void main();
