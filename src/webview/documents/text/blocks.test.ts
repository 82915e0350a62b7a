import { describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.ts';
import { lineClasses } from './lineMarks.ts';

describe('blocksOf', () => {
  it('knows the headings, paragraphs, lists and tables of an extractor, with their lines', () => {
    const text = '# One\n\na *b* <i>c</i>\nd\n\n- e\n  - f\n| g | h\\|i |\n|  | j |\n\n    # no heading\n';
    expect(blocksOf(text)).toMatchObject([
      { kind: 'heading', level: 1, line: 1, text: 'One' },
      {
        kind: 'paragraph',
        lines: [
          { line: 3, text: 'a *b* <i>c</i>' },
          { line: 4, text: 'd' },
        ],
      },
      {
        kind: 'list',
        items: [
          { line: 6, depth: 0, text: 'e' },
          { line: 7, depth: 1, text: 'f' },
        ],
      },
      {
        kind: 'table',
        rows: [
          { line: 8, cells: ['g', 'h|i'] },
          { line: 9, cells: ['', 'j'] },
        ],
      },
      { kind: 'paragraph', lines: [{ line: 11, text: '# no heading' }] },
    ]);
  });

  it('keeps every line that says something', () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => ['', 'a', '- b', '| c | d |', '# e', '     f'][(i * 7) % 6]!,
    );
    const found = blocksOf(lines.join('\n')).flatMap((block): readonly { readonly line: number }[] => {
      switch (block.kind) {
        case 'heading':
          return [block];
        case 'paragraph':
          return block.lines;
        case 'list':
          return block.items;
        case 'table':
          return block.rows;
      }
    });
    expect(found.map(({ line }) => line)).toEqual(lines.flatMap((line, i) => (line === '' ? [] : [i + 1])));
  });
});

const passage = { rank: 1, place: '' };

describe('lineClasses', () => {
  it('shows the piece in view where pieces overlap', () => {
    const marks = {
      total: 2,
      passages: [
        { ...passage, id: 1, startLine: 2, endLine: 4, bestLine: 3 },
        { ...passage, id: 2, startLine: 4, endLine: 5, bestLine: null },
      ],
    };
    const classOf = lineClasses(marks, 2);
    expect([1, 2, 3, 4, 5, 6].map(classOf)).toEqual([
      '',
      'passage',
      'passage best',
      'passage current',
      'passage current',
      '',
    ]);
  });
});
