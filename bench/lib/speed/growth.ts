/** What a first and a second question cost as the text grows. */
import { lineChart } from '../lineChart.ts';
import { publishPicture } from '../report.ts';
import { table } from '../table.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';

const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];

export function growthPart(lab: Lab): Part {
  const rows = SHARES.map((share) => {
    const { first, second } = lab.at(share);
    return { tokens: first.tokens, firstSeconds: first.seconds, secondSeconds: second.seconds };
  });
  const per1000 = (seconds: number, tokens: number): string => ((1e6 * seconds) / tokens).toFixed(1);
  const picture = publishPicture(
    'speed-growth.svg',
    lineChart({
      title: 'Seconds a question takes, by tokens of text (both axes logarithmic)',
      xTitle: 'tokens',
      yTitle: 'seconds',
      series: [
        { name: 'first question', points: rows.map((row) => [row.tokens, row.firstSeconds]) },
        { name: 'second question', points: rows.map((row) => [row.tokens, row.secondSeconds]) },
      ],
    }),
    'Seconds by tokens',
  );
  return {
    id: 'speed-growth',
    title: 'Cost as the text grows',
    body:
      `${table(
        [
          { heading: 'tokens', cell: (row) => row.tokens.toLocaleString('en-US') },
          { heading: 'first question s', cell: (row) => row.firstSeconds.toFixed(1) },
          { heading: 'ms per 1,000 tokens', cell: (row) => per1000(row.firstSeconds, row.tokens) },
          { heading: 'second question s', cell: (row) => row.secondSeconds.toFixed(2) },
          { heading: 'ms per 1,000 tokens', cell: (row) => per1000(row.secondSeconds, row.tokens) },
          { heading: 'times faster', cell: (row) => (row.firstSeconds / row.secondSeconds).toFixed(1) },
        ],
        rows,
      )}\n\n` + picture,
    data: { rows },
  };
}
