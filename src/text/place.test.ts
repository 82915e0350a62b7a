import { describe, expect, it } from 'vitest';
import type { Place } from '../contract/index.ts';
import { fragmentOf, lineIn, lineNumbers, lineOf, linesPlace, rangeIn } from './place.ts';

const lines = linesPlace(3, 5);
const cell: Place = { kind: 'cell', cell: 2, lines: { startLine: 1, endLine: 4 } };
const output: Place = { kind: 'cell', cell: 2 };
const page: Place = { kind: 'page', page: 12, headings: ['3 Pumps'], areas: [] };
const paragraph: Place = { kind: 'heading', headings: ['1 Machines', '3 Pumps'], paragraph: 2 };
const slide: Place = { kind: 'slide', slide: 4, lastSlide: 5, title: 'Pumps', isNotes: true };
const rows: Place = { kind: 'rows', sheet: 'Parts', startRow: 3, endRow: 4 };
const message: Place = { kind: 'message', message: 2, subject: 'Pumps', from: 'Ann', date: '' };
const chat: Place = { kind: 'turn', turn: 7, speaker: 'Ann', time: '2026-03-04T10:17:00.000Z' };
const turn: Place = { kind: 'turn', turn: 7, speaker: 'Ann', time: '00:01:02' };
const pages: Place = { ...page, lastPage: 13 };

describe('places', () => {
  it.each([
    [lines, 'a/b:3-5', 'a/b:4', 4],
    [linesPlace(7), 'a/b:7-7', 'a/b:8', 8],
    [cell, 'a/b, cell 2, lines 1-4', 'a/b, cell 2, line 2', 2],
    [output, 'a/b, cell 2', 'a/b, cell 2', undefined],
    [page, 'a/b#page=12', 'a/b#page=12', undefined],
    [pages, 'a/b#page=12 to 13', 'a/b#page=12 to 13', undefined],
    [paragraph, 'a/b, "3 Pumps", paragraph 2', 'a/b, "3 Pumps", paragraph 2', undefined],
    [slide, 'a/b, slide 4-5 (notes)', 'a/b, slide 4-5 (notes)', undefined],
    [rows, 'a/b, sheet "Parts", row 3-4', 'a/b, sheet "Parts", row 4', undefined],
    [message, 'a/b, message 2 "Pumps"', 'a/b, message 2 "Pumps"', undefined],
    [turn, 'a/b, 00:01:02 Ann', 'a/b, 00:01:02 Ann', undefined],
    [chat, 'a/b, 2026-03-04 10:17 Ann', 'a/b, 2026-03-04 10:17 Ann', undefined],
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
