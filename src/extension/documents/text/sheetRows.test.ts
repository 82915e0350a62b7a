import { describe, expect, it } from 'vitest';
import { cellsOf, sheetsOf } from './sheetRows.ts';

describe('cellsOf', () => {
  const heads = ['Part', 'Size', 'Note'];
  it.each([
    ['Part: bolt | Size: 8 | Note: none', ['bolt', '8', 'none']],
    ['Size: 8', ['', '8', '']],
    ['Part: a | b | Note: see: 3 | 4', ['a | b', '', 'see: 3 | 4']],
    ['Part: bolt | loose', ['bolt | loose', '', '']],
    ['loose | Size: 8', ['', '8', '', 'loose']],
  ])('%s', (text, cells) => expect(cellsOf(text, heads)).toEqual(cells));
});

describe('sheetsOf', () => {
  it('finds the sheets, their headings and the numbers of their rows', () => {
    const text =
      '# One\n\nList of parts\nPart | Size\nPart: bolt | Size: 8\nPart: nut | Size: 9\n\n# Two\n\na | b\n';
    const sheets = sheetsOf(text, [
      { kind: 'rows', line: 1, sheet: 'One', row: 1 },
      { kind: 'rows', line: 3, sheet: 'One', row: 1 },
      { kind: 'rows', line: 6, sheet: 'One', row: 9 },
      { kind: 'rows', line: 8, sheet: 'Two', row: 4 },
      { kind: 'rows', line: 10, sheet: 'Two', row: 4 },
    ]);
    expect(sheets).toEqual([
      {
        name: 'One',
        line: 1,
        head: { number: 2, line: 4, cells: ['Part', 'Size'] },
        rows: [
          { number: 1, line: 3, cells: ['List of parts'] },
          { number: 3, line: 5, cells: ['bolt', '8'] },
          { number: 9, line: 6, cells: ['nut', '9'] },
        ],
      },
      { name: 'Two', line: 8, head: null, rows: [{ number: 4, line: 10, cells: ['a', 'b'] }] },
    ]);
  });
});
