import { describe, expect, it } from 'vitest';
import { linesPlace } from '../text/index.ts';
import type { PlaceStart } from '../contract/index.ts';
import { placesIn } from './places.ts';

const placeOf = placesIn(
  new Map([
    [
      7,
      [
        { kind: 'cell', line: 8, cell: 1, cellLine: 1 },
        { kind: 'cell', line: 20, cell: 2, cellLine: undefined },
        { kind: 'cell', line: 30, cell: 2, cellLine: 1 },
        { kind: 'cell', line: 40, cell: 3, cellLine: 1 },
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

describe('placesIn a PDF', () => {
  const starts: PlaceStart[] = [
    { kind: 'page', line: 1, page: 1, headings: [], areas: [10, 20, 90, 30, 0, 0, 0, 0] },
    { kind: 'page', line: 3, page: 1, headings: ['1 Pumps'], areas: [10, 40, 90, 50] },
    { kind: 'page', line: 4, page: 2, headings: ['1 Pumps'], areas: [10, 20, 80, 30, 10, 32, 70, 42] },
  ];
  const placeOf = placesIn(new Map([[0, starts]]));

  it('names the page, the headings and where the lines stand on it', () => {
    expect(placeOf(0, 5)).toEqual({
      kind: 'page',
      page: 2,
      headings: ['1 Pumps'],
      areas: [{ page: 2, left: 10, top: 32, right: 70, bottom: 42 }],
    });
  });

  it('names both pages of lines that go over the end of one', () => {
    expect(placeOf(0, 3, 4)).toEqual({
      kind: 'page',
      page: 1,
      lastPage: 2,
      headings: ['1 Pumps'],
      areas: [
        { page: 1, left: 10, top: 40, right: 90, bottom: 50 },
        { page: 2, left: 10, top: 20, right: 80, bottom: 30 },
      ],
    });
  });

  it('has no area for a blank line, and the page all the same', () => {
    expect(placeOf(0, 2)).toEqual({ kind: 'page', page: 1, headings: [], areas: [] });
  });
});

describe('placesIn other documents', () => {
  const of = (...starts: PlaceStart[]) => placesIn(new Map([[0, starts]]));

  it('counts paragraphs under one heading, and names the first of two headings', () => {
    const placeOf = of(
      { kind: 'heading', line: 1, headings: ['A'], paragraph: 0 },
      { kind: 'heading', line: 3, headings: ['A'], paragraph: 1 },
      { kind: 'heading', line: 5, headings: ['B'], paragraph: 0 },
    );
    expect(placeOf(0, 1, 3)).toEqual({ kind: 'heading', headings: ['A'], paragraph: 0, lastParagraph: 1 });
    expect(placeOf(0, 3, 5)).toEqual({ kind: 'heading', headings: ['A'], paragraph: 1 });
  });

  it('shows what others wrote without what it hides, and not without end', () => {
    const placeOf = of(
      { kind: 'heading', line: 1, headings: ['A\u202e\nB', 'x'.repeat(5000)], paragraph: 1 },
      { kind: 'rows', line: 2, sheet: '\u001b[2J', row: 1 },
    );
    const place = placeOf(0, 1);
    if (place.kind !== 'heading') throw new Error(place.kind);
    expect(place.headings[0]).not.toMatch(/[\u202e\n]/);
    expect(place.headings[1]!.length).toBeLessThan(300);
    expect(JSON.stringify(placeOf(0, 2))).not.toContain('\\u001b');
  });

  it('counts rows line by line, within one sheet', () => {
    const placeOf = of(
      { kind: 'rows', line: 1, sheet: 'A', row: 10 },
      { kind: 'rows', line: 4, sheet: 'A', row: 20 },
      { kind: 'rows', line: 6, sheet: 'B', row: 1 },
    );
    expect(placeOf(0, 2, 5)).toEqual({ kind: 'rows', sheet: 'A', startRow: 11, endRow: 21 });
    expect(placeOf(0, 5, 6)).toEqual({ kind: 'rows', sheet: 'A', startRow: 21, endRow: 21 });
  });

  it('names slides and turns from the first to the last', () => {
    const slides = of(
      { kind: 'slide', line: 1, slide: 1, title: 'A', isNotes: false },
      { kind: 'slide', line: 3, slide: 2, title: 'B', isNotes: false },
    );
    expect(slides(0, 1, 3)).toEqual({ kind: 'slide', slide: 1, title: 'A', isNotes: false, lastSlide: 2 });
    const turns = of({ kind: 'turn', line: 1, turn: 5, speaker: 'Ann', time: '' });
    expect(turns(0, 1)).toEqual({ kind: 'turn', turn: 5, speaker: 'Ann', time: '' });
  });
});
