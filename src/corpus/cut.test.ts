import { describe, expect, it } from 'vitest';
import { cut } from './cut.ts';

describe('cut', () => {
  it('leaves short texts alone', () => {
    expect(cut('short', 16)).toEqual(['short']);
    expect(cut('', 16)).toEqual(['']);
  });

  it('prefers line ends, then white space, then Chinese punctuation', () => {
    expect(cut('aaaa aaaaa\nbb bbb bbbb', 16)).toEqual(['aaaa aaaaa\n', 'bb bbb bbbb']);
    expect(cut('aaaa bbbb cccc dddd', 16)).toEqual(['aaaa bbbb cccc ', 'dddd']);
    expect(cut('一二三四五六七八九，十一二三四五六七', 16)).toEqual([
      '一二三四五六七八九，',
      '十一二三四五六七',
    ]);
    expect(cut('x'.repeat(20), 16)).toEqual(['x'.repeat(16), 'xxxx']);
  });

  it('never cuts a surrogate pair', () => {
    const pieces = cut(`a${'𝄞'.repeat(40)}`, 16);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(pieces[0]).toBe(`a${'𝄞'.repeat(7)}`);
  });

  it('lets white space at the end exceed the limit, within bounds', () => {
    expect(cut(`${'x'.repeat(16)}\n`, 16)).toEqual([`${'x'.repeat(16)}\n`]);
    const pieces = cut(`x${'\n'.repeat(1000)}`, 16);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(32);
    expect(pieces.join('')).toHaveLength(1001);
  });
});
