/** Several questions about the same text: one after the other, and in one reading. */
import { table } from '../table.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { ask, computedWindows } from './question.ts';
import { OTHER_QUESTION, QUESTION, writeText } from './text.ts';

/** Of the whole text. */
const SHARE = 1 / 8;
const QUESTIONS = [
  QUESTION,
  OTHER_QUESTION,
  'Which village has a well behind the church?',
  'How many barrels did the miller sell?',
];

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly computed: number;
}

export function togetherPart(lab: Lab): Part {
  const folder = lab.path('together-text');
  writeText(folder, lab.tokens * SHARE);
  const [first, ...others] = QUESTIONS as [string, ...string[]];
  const runs = QUESTIONS.map((question) => ask({ folder, memory: lab.path('together-apart'), question }));
  const together = ask({ folder, memory: lab.path('together-at-once'), question: first, also: others });
  const oneByOne = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const computed = runs.reduce((sum, run) => sum + computedWindows(run), 0);
  const rows: Row[] = [
    { name: 'the first question alone', seconds: runs[0]!.seconds, computed: computedWindows(runs[0]!) },
    { name: 'all of them, one after the other', seconds: oneByOne, computed },
    { name: 'all of them in one reading', seconds: together.seconds, computed: computedWindows(together) },
  ];
  return {
    id: 'speed-together',
    title: 'Several questions at once',
    body:
      `${QUESTIONS.length} questions of ${together.tokens.toLocaleString('en-US')} tokens, nothing known before the first. One ` +
      `after the other, each in a process of its own, the later ones find the windows of the first.\n\n${table<Row>(
        [
          { heading: '', cell: ({ name }) => name },
          { heading: 'seconds', cell: ({ seconds }) => seconds.toFixed(1) },
          {
            heading: 'of the first alone',
            cell: ({ seconds }) => (seconds / runs[0]!.seconds).toFixed(2),
          },
          { heading: 'windows computed', cell: (row) => String(row.computed) },
        ],
        rows,
      )}`,
    data: { rows, tokens: together.tokens },
  };
}
