import { describe, expect, it } from 'vitest';
import type { TextSegment } from '../retrieval/index.ts';
import { tableHeaderOf } from './tableHeader.ts';

const stream = (...files: readonly (readonly string[])[]): TextSegment[] =>
  files
    .flatMap((lines, file) => lines.map((text, i) => ({ text, file, startLine: i + 1, endLine: i + 1 })))
    .map((segment, position) => ({ ...segment, position }));

describe('tableHeaderOf', () => {
  it('is the first line of delimited text, in whichever file', () => {
    const all = stream(['x\n', 'y\n'], ['city,fee\n', 'Bonn,4\n', 'Ulm,5\n'], ['z\n']);
    const of = (position: number) => tableHeaderOf(all[position]!, 'fees.csv', (at) => all[at]);
    expect(of(4)).toEqual({ line: 1, text: 'city,fee' });
    expect(of(3)).toEqual({ line: 1, text: 'city,fee' });
    expect(of(2)).toBeUndefined();
  });

  it('is the top row of a Markdown table and of one of a page', () => {
    const rows = [
      'Before a | b.\n\n',
      '| city | fee |\n|---|---|\n',
      '| Bonn | 4 |\n',
      '| Ulm | 5 |\n',
      'After.\n',
    ];
    const all = stream(rows);
    const of = (position: number) => tableHeaderOf(all[position]!, 'a.md', (at) => all[at]);
    expect(of(3)).toEqual({ line: 2, text: '| city | fee |' });
    expect(of(1)).toBeUndefined();
    expect(of(4)).toBeUndefined();
    const page = stream(['City | Fee ', 'Bonn | 4 ', 'Ulm | 5 ']);
    expect(tableHeaderOf(page[2]!, 'a.html', (at) => page[at])).toEqual({ line: 1, text: 'City | Fee' });
  });
});
