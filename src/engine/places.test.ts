import { describe, expect, it } from 'vitest';
import { linesPlace } from '../text/index.ts';
import { placesIn } from './places.ts';

const placeOf = placesIn(
  new Map([
    [
      7,
      [
        { line: 8, cell: 1, cellLine: 1 },
        { line: 20, cell: 2, cellLine: undefined },
        { line: 30, cell: 2, cellLine: 1 },
        { line: 40, cell: 3, cellLine: 1 },
      ],
    ],
  ]),
);
const place = (startLine: number, endLine: number) => placeOf(7, startLine, endLine);

describe('placesIn', () => {
  it('leaves the lines of a file that has no cells', () => {
    expect(placeOf(0, 30, 31)).toEqual(linesPlace(30, 31));
  });

  it('counts the lines of a cell by its own', () => {
    expect(place(8, 8)).toEqual({ kind: 'cell', cell: 1, lines: { startLine: 1, endLine: 1 } });
    expect(place(32, 34)).toEqual({ kind: 'cell', cell: 2, lines: { startLine: 3, endLine: 5 } });
  });

  it('names the cell alone of what it printed, and of output and text together', () => {
    expect(place(20, 22)).toEqual({ kind: 'cell', cell: 2 });
    expect(place(22, 31)).toEqual({ kind: 'cell', cell: 2 });
  });

  it('keeps the lines of the file in front of the first cell and over two cells', () => {
    expect(place(2, 3)).toEqual(linesPlace(2, 3));
    expect(place(2, 8)).toEqual(linesPlace(2, 8));
    expect(place(33, 41)).toEqual(linesPlace(33, 41));
  });
});
