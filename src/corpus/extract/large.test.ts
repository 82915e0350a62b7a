import { describe, expect, it } from 'vitest';
import { readablePieces } from './index.ts';

/** Texts on which a careless pattern takes minutes. */
describe('a megabyte of', () => {
  const MB = 1_000_000;
  it.each([
    ['spaces', 'a.ts', ' '.repeat(MB)],
    ['plus signs', 'a.ts', `${'+'.repeat(MB)}!`],
    ['one letter', 'a.txt', `${'x'.repeat(MB)}!`],
    ['numbers of bytes', 'a.c', '0x1,'.repeat(MB / 4)],
    ['beginnings of data URIs', 'a.css', 'data:a'.repeat(MB / 6)],
    ['empty lines', 'a.html', `<p>x${'\n'.repeat(MB)}`],
    ['open tags', 'a.html', '<div>'.repeat(MB / 5)],
    ['cells in one row', 'a.html', `<tr>${'<td>ab'.repeat(MB / 6)}`],
    [
      'empty paragraphs behind a long one',
      'a.html',
      `<p>${'word '.repeat(MB / 10)}${'</p>\n<p>'.repeat(MB / 20)}`,
    ],
    ['open brackets', 'a.json', '['.repeat(MB)],
    ['brackets in a notebook', 'a.ipynb', '[{'.repeat(MB / 2)],
    ['escapes', 'a.jsonl', `"${'\\n'.repeat(MB / 2)}"`],
  ])('%s is cut into pieces with the same line ends', (_, name, text) => {
    const pieces = readablePieces(text, name, name.endsWith('html') ? 'prose' : 'code')?.pieces ?? [];
    if (pieces.length > 0) expect(pieces.join('').split('\n')).toHaveLength(text.split('\n').length);
  });
});
