import { describe, expect, it } from 'vitest';
import { CellStarts } from './cellStarts.ts';

describe('CellStarts', () => {
  it('follows a cell through lines that go on, and begins anew where they do not', () => {
    const starts = new CellStarts();
    starts.addOutput(4, 1);
    starts.addOutput(5, 1);
    starts.addText(9, 1, 1);
    starts.addText(10, 1, 1);
    starts.addText(12, 1, 1);
    starts.addText(20, 2, 1);
    expect(starts.all()).toEqual([
      { kind: 'cell', line: 4, cell: 1, cellLine: undefined },
      { kind: 'cell', line: 9, cell: 1, cellLine: 1 },
      { kind: 'cell', line: 12, cell: 1, cellLine: 3 },
      { kind: 'cell', line: 20, cell: 2, cellLine: 1 },
    ]);
  });

  it('tells no line of a cell where several stand on one line of the file', () => {
    const starts = new CellStarts();
    starts.addText(3, 1, 2);
    starts.addText(4, 1, 1);
    starts.addText(8, 2, 1);
    starts.addText(8, 2, 1);
    starts.addText(9, 2, 1);
    expect(starts.all()).toEqual([
      { kind: 'cell', line: 3, cell: 1, cellLine: undefined },
      { kind: 'cell', line: 4, cell: 1, cellLine: 3 },
      { kind: 'cell', line: 8, cell: 2, cellLine: undefined },
      { kind: 'cell', line: 9, cell: 2, cellLine: 3 },
    ]);
  });

  it.each([
    [
      'two cells share a line',
      [
        [3, 1],
        [3, 2],
      ],
    ],
    [
      'two cells share the last line of the first',
      [
        [2, 1],
        [3, 1],
        [3, 2],
      ],
    ],
    [
      'cells come in another order',
      [
        [2, 2],
        [4, 1],
      ],
    ],
    ['a cell has no number', [[2, NaN]]],
  ] as const)('says nothing where %s', (_, added) => {
    const starts = new CellStarts();
    for (const [line, cell] of added) starts.addText(line, cell, 1);
    expect(starts.all()).toEqual([]);
  });
});
