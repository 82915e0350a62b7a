import { describe, expect, it } from 'vitest';
import { isTelling, mentionsOf } from './mentions.ts';
import type { Span } from './spans.ts';
import { lineNumbers, linesPlace } from '../../text/index.ts';

const span = (id: number, file: string, startLine: number, ...lines: string[]): Span => ({
  id,
  rank: id + 1,
  score: 1,
  file,
  startLine,
  endLine: startLine + lines.length - 1,
  place: linesPlace(startLine + 1, startLine + lines.length),
  lines,
  stale: false,
});

const spans = [
  span(0, '/a.ts', 4, '/** Days. */', 'export const LOAN_DAYS = 28;'),
  span(1, '/b.ts', 0, 'return days > LOAN_DAYS;', 'LOAN_DAYS + 1'),
  span(2, '/c.ts', 9, 'MY_LOAN_DAYS; LOAN_DAYS2; loan_days; $LOAN_DAYS; élan'),
  span(3, '/d.md', 2, '日记 and LOAN_DAYS、'),
];
const elsewhere = { file: '/x.ts', line: 0 };
const found = (word: string, here = elsewhere) =>
  mentionsOf(word, spans, here).map(({ span: { id }, place }) => [id, lineNumbers(place)!.startLine - 1]);

describe('mentionsOf', () => {
  it('finds whole identifiers with the line of the first', () => {
    expect(found('LOAN_DAYS')).toEqual([
      [0, 5],
      [1, 0],
      [3, 2],
    ]);
    expect(found('loan_days')).toEqual([[2, 9]]);
    expect(found('lan')).toEqual([]);
    expect(found('日记')).toEqual([[3, 2]]);
    expect(found('Loan_Days')).toEqual([]);
  });

  it('leaves out the place itself and what has changed', () => {
    expect(found('LOAN_DAYS', { file: '/a.ts', line: 5 })).toEqual([
      [1, 0],
      [3, 2],
    ]);
    expect(found('LOAN_DAYS', { file: '/a.ts', line: 6 })).toHaveLength(3);
    expect(mentionsOf('LOAN_DAYS', [{ ...spans[0]!, stale: true }], elsewhere)).toEqual([]);
  });
});

describe('isTelling', () => {
  it('passes over what is short, common or no identifier', () => {
    for (const word of ['i', 'fn', 'return', 'Return', 'the', '42', '0x1f', 'a-b', '']) {
      expect(isTelling(word, false), word).toBe(false);
    }
    for (const word of ['LOAN_DAYS', 'place', 'isOverdue', '$el', '日记本'])
      expect(isTelling(word, false), word).toBe(true);
  });

  it('wants the form of code where the text is prose', () => {
    for (const word of ['library', 'Library', '日记本']) expect(isTelling(word, true), word).toBe(false);
    for (const word of ['LOAN_DAYS', 'isOverdue', 'utf8']) expect(isTelling(word, true), word).toBe(true);
  });
});
