import { describe, expect, it } from 'vitest';
import type { Place } from '../contract/index.ts';
import { fragmentOf, lineIn, lineNumbers, lineOf, linesPlace, rangeIn } from './place.ts';

const lines = linesPlace(3, 5);
const cell: Place = { kind: 'cell', cell: 2, lines: { startLine: 1, endLine: 4 } };
const output: Place = { kind: 'cell', cell: 2 };
const page: Place = { kind: 'page', page: 12, headings: ['3 Pumps'], areas: [] };
const pages: Place = { ...page, lastPage: 13 };

describe('places', () => {
  it.each([
    [lines, 'a/b:3-5', 'a/b:4', 4],
    [linesPlace(7), 'a/b:7-7', 'a/b:8', 8],
    [cell, 'a/b, cell 2, lines 1-4', 'a/b, cell 2, line 2', 2],
    [output, 'a/b, cell 2', 'a/b, cell 2', undefined],
    [page, 'a/b#page=12', 'a/b#page=12', undefined],
    [pages, 'a/b#page=12 to 13', 'a/b#page=12 to 13', undefined],
  ])('say %j and its second line', (place, range, second, number) => {
    expect(rangeIn('a/b', place)).toBe(range);
    const line = lineOf(place, 1);
    expect(line.kind).toBe(place.kind);
    expect(lineIn('a/b', line)).toBe(second);
    expect(lineNumbers(line)?.startLine).toBe(number);
    expect(lineNumbers(line)?.endLine).toBe(number);
  });

  it('lead to lines and pages behind an address', () => {
    expect([lines, linesPlace(7), cell, pages].map(fragmentOf)).toEqual(['L3-L5', 'L7', '', 'page=12']);
  });
});
