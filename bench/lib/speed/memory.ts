/** The largest memory of a process that answers one question, by the size of the text. */
import { rmSync } from 'node:fs';
import { table } from '../table.ts';
import { aimsTable } from './aims.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { ask } from './question.ts';
import type { AskedRun } from './question.ts';
import { QUESTION, writeText } from './text.ts';

/** Of the whole text: a tenth, all of it, four times as much. */
const SMALL = 0.1;
const LARGE = 4;
/** The large text is read so far, and the whole text too, to see what the rest of a reading adds. */
const STOP_SHARE = 0.2;
const LIMIT_BYTES = 1e9;
const FLAT = 1.2;

export function memoryPart(lab: Lab): Part {
  const stopAfter = STOP_SHARE * lab.tokens;
  const runs = [once(lab, SMALL), lab.at(1).first, once(lab, 1, stopAfter), once(lab, LARGE, stopAfter)];
  const bytes = runs.map(({ peakBytes }) => peakBytes);
  const largest = Math.max(...bytes);
  const growth = largest / Math.min(...bytes);
  return {
    id: 'speed-memory',
    title: 'Peak memory by the size of the text',
    body:
      `A first question each, in a process of its own. The largest text is planned as a whole and the reading stopped ` +
      `after a part of it, for it would take half an hour; what the rest of a reading adds shows where the same text was ` +
      `read to its end and was stopped.\n\n` +
      `${table<AskedRun>(
        [
          { heading: 'tokens', cell: (run) => run.tokensPlanned.toLocaleString('en-US') },
          { heading: 'read', cell: (run) => (run.result.cancelled ? readSoFar(run) : 'all') },
          { heading: 'peak MB', cell: (run) => (run.peakBytes / 1e6).toFixed(0) },
          { heading: 'of the first', cell: (run) => (run.peakBytes / runs[0]!.peakBytes).toFixed(2) },
        ],
        runs,
      )}\n\n` +
      aimsTable([
        {
          what: 'largest peak',
          aim: 'below 1,000 MB',
          measured: `${(largest / 1e6).toFixed(0)} MB`,
          met: largest < LIMIT_BYTES,
        },
        {
          what: 'flat: largest peak of the smallest',
          aim: `within ${((FLAT - 1) * 100).toFixed(0)} %`,
          measured: `+${((growth - 1) * 100).toFixed(0)} %`,
          met: growth <= FLAT,
        },
      ]),
    data: runs.map(({ tokens, tokensPlanned, peakBytes, seconds }) => ({
      tokens,
      tokensPlanned,
      peakBytes,
      seconds,
    })),
  };
}

function once(lab: Lab, share: number, stopAfterTokens?: number): AskedRun {
  const [folder, memory] = [lab.path(`memory-text-${share}`), lab.path(`memory-store-${share}`)];
  writeText(folder, lab.tokens * share);
  const run = ask({
    folder,
    memory,
    question: QUESTION,
    ...(stopAfterTokens === undefined ? {} : { stopAfterTokens }),
  });
  rmSync(folder, { recursive: true });
  rmSync(memory, { recursive: true });
  console.error(`${run.tokensPlanned} tokens: ${(run.peakBytes / 1e6).toFixed(0)} MB`);
  return run;
}

function readSoFar({ tokens }: AskedRun): string {
  return `${tokens.toLocaleString('en-US')}, then stopped`;
}
