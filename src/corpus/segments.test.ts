import { describe, expect, it } from 'vitest';
import { markExtracted, segmentsOf, segmentText } from './segments.ts';

const shape = (...args: Parameters<typeof segmentText>): [number, number, string][] =>
  segmentText(...args).map(({ startLine, endLine, text }) => [startLine, endLine, text]);

describe('markExtracted', () => {
  it('tells the segments whose lines the text does not have', () => {
    const text = 'one\n<b>two</b>\nthree\n';
    const read = segmentsOf(['one\n', 'two\n', 'three\n']);
    expect(markExtracted(read, text).map(({ isExtracted }) => isExtracted)).toEqual([
      undefined,
      true,
      undefined,
    ]);
    expect(markExtracted(read, 'one\ntwo\nthree\n')).toBe(read);
  });
});

describe('segmentText: code', () => {
  it('is one segment per line; blank lines join the line above, leading ones the first', () => {
    expect(shape('\n\n  a\n\n \nb\nc', 'code')).toEqual([
      [3, 3, '\n\n  a\n\n \n'],
      [6, 6, 'b\n'],
      [7, 7, 'c'],
    ]);
  });

  it('cuts long lines and keeps their number', () => {
    expect(shape(`x\n${'ab '.repeat(8)}\ny\n`, 'code', 16)).toEqual([
      [1, 1, 'x\n'],
      [2, 2, 'ab ab ab ab ab '],
      [2, 2, 'ab ab ab \n'],
      [3, 3, 'y\n'],
    ]);
  });

  it('handles nothing, and nothing but white space', () => {
    expect(shape('', 'code')).toEqual([]);
    expect(shape('\n\n', 'code')).toEqual([[1, 1, '\n\n']]);
    expect(shape('\n\n', 'prose')).toEqual([[1, 1, '\n\n']]);
  });

  it('refuses a limit that leaves no room', () => {
    expect(() => segmentText('a', 'code', 2)).toThrow(RangeError);
    expect(() => segmentText('a', 'code', Number.NaN)).toThrow(RangeError);
  });
});

describe('segmentText: prose', () => {
  it('splits paragraphs into sentences with their lines', () => {
    expect(shape('First. Second is\nwrapped. Third.\n\nNext one.\n', 'prose')).toEqual([
      [1, 1, 'First. '],
      [1, 2, 'Second is\nwrapped. '],
      [2, 2, 'Third.\n\n'],
      [4, 4, 'Next one.\n'],
    ]);
  });

  it('keeps headings, items, rows and fenced lines apart', () => {
    const text = [
      '# Title. Really',
      'Text here',
      'Under',
      '=====',
      '- item one. With two',
      '  lines',
      '1. first',
      '',
      '| a | b |',
      '|---|---|',
      '| 1. x | 2 |',
      '```ts',
      'a.b. C',
      '',
      '~~~',
      '```',
      'End. Done.',
    ].join('\n');
    expect(shape(text, 'prose')).toEqual([
      [1, 1, '# Title. Really\n'],
      [2, 4, 'Text here\nUnder\n=====\n'],
      [5, 6, '- item one. With two\n  lines\n'],
      [7, 7, '1. first\n\n'],
      [9, 10, '| a | b |\n|---|---|\n'],
      [11, 11, '| 1. x | 2 |\n'],
      [12, 12, '```ts\n'],
      [13, 13, 'a.b. C\n\n'],
      [15, 15, '~~~\n'],
      [16, 16, '```\n'],
      [17, 17, 'End. '],
      [17, 17, 'Done.'],
    ]);
  });

  it('splits a long list item into its sentences', () => {
    expect(shape('- One of them. Two of them. Three.\n', 'prose', 20)).toEqual([
      [1, 1, '- One of them. '],
      [1, 1, 'Two of them. '],
      [1, 1, 'Three.\n'],
    ]);
  });

  it('numbers the parts of a long sentence by their own lines', () => {
    expect(shape('aaaa aaaa\nbbbb bbbb\ncccc cccc.\n', 'prose', 16)).toEqual([
      [1, 1, 'aaaa aaaa\n'],
      [2, 2, 'bbbb bbbb\n'],
      [3, 3, 'cccc cccc.\n'],
    ]);
  });
});
