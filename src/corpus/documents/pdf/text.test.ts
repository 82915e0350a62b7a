import { describe, expect, it } from 'vitest';
import { textOfPages } from './text.ts';
import type { Line } from './types.ts';

const line = (text: string, base: number, right = 100): Line => ({
  cells: [{ text, left: 10, right }],
  left: 10,
  right,
  base,
  size: 10,
  area: [10, base - 8, right, base + 2],
});

describe('textOfPages', () => {
  it('joins the lines of a paragraph without spaces between words, and the areas with them', () => {
    const lines = [line('水库和配', 20), line('水网之间有阀门。', 32, 90), line('它们很旧。', 44)];
    const { text, starts } = textOfPages([{ number: 1, lines, view: [] }], []);
    expect(text).toBe('水库和配水网之间有阀门。\n它们很旧。\n');
    expect(starts).toEqual([
      { kind: 'page', line: 1, page: 1, headings: [], areas: [10, 12, 100, 34, 10, 36, 100, 46] },
    ]);
  });

  it('has a start for each page with text', () => {
    const pages = [1, 2, 3].map((number) => ({
      number,
      lines: number === 2 ? [] : [line('Words.', 20)],
      view: [],
    }));
    const { text, starts } = textOfPages(pages, []);
    expect(text).toBe('Words.\n\nWords.\n');
    expect(starts.map(({ line, ...start }) => [line, 'page' in start && start.page])).toEqual([
      [1, 1],
      [2, 3],
    ]);
  });
});
