/** Tokenising beside the reader, on a thread of its own, against both in turns. */
import { rmSync } from 'node:fs';
import { median } from '../metrics.ts';
import { table } from '../table.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { ask } from './question.ts';
import type { AskedRun } from './question.ts';
import { QUESTION, writeText } from './text.ts';

/** Of the whole text. */
const SHARE = 1 / 16;
const ROUNDS = 5;

interface Row {
  readonly name: string;
  readonly runs: readonly AskedRun[];
}

export function tokenisingPart(lab: Lab): Part {
  const folder = lab.path('tokenising-text');
  writeText(folder, lab.tokens * SHARE);
  const rows: readonly { name: string; inTurns: boolean; runs: AskedRun[] }[] = [
    { name: 'in turns', inTurns: true, runs: [] },
    { name: 'beside each other', inTurns: false, runs: [] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { inTurns, runs } of round % 2 === 0 ? rows : [...rows].reverse()) {
      const memory = lab.path('tokenising-store');
      runs.push(ask({ folder, memory, question: QUESTION, inTurns }));
      rmSync(memory, { recursive: true });
    }
  }
  const [apart, beside] = rows.map(({ runs }) => runs.map(({ seconds }) => seconds)) as [number[], number[]];
  const ratios = beside.map((seconds, i) => seconds / apart[i]!).sort((a, b) => a - b);
  const megabytes = ({ runs }: Row): number => median(runs.map(({ peakBytes }) => peakBytes / 1e6))!;
  return {
    id: 'speed-tokenising',
    title: 'Tokenising beside the reader',
    body:
      `A first question about ${rows[0]!.runs[0]!.tokens.toLocaleString('en-US')} tokens, ${ROUNDS} rounds, in turns; ` +
      `medians.\n\n${table<Row>(
        [
          { heading: 'tokenising and reading', cell: ({ name }) => name },
          { heading: 'seconds', cell: ({ runs }) => median(runs.map(({ seconds }) => seconds))!.toFixed(2) },
          { heading: 'peak MB', cell: (row) => megabytes(row).toFixed(0) },
        ],
        rows,
      )}\n\nBeside each other takes ${median(ratios)!.toFixed(3)} of the time in turns ` +
      `(rounds: ${ratios.map((ratio) => ratio.toFixed(3)).join(', ')}).`,
    data: { apart, beside, megabytes: rows.map(megabytes) },
  };
}
