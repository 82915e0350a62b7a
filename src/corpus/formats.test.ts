import { describe, expect, it } from 'vitest';
import { extensionOf } from './extension.ts';
import { canBeMinified, formatOf, skipByName } from './formats.ts';

describe('formats', () => {
  it('knows an extension from a leading dot', () => {
    expect(['a.TS', 'Makefile', '.bashrc', 'a.b.c', 'end.'].map(extensionOf)).toEqual([
      'ts',
      '',
      '',
      'c',
      '',
    ]);
  });

  it.each([
    ['README.md', 'prose'],
    ['LICENSE', 'prose'],
    ['notes.TXT', 'prose'],
    ['CMakeLists.txt', 'code'],
    ['Makefile', 'code'],
    ['a.log', 'code'],
    ['a.unknown', 'code'],
  ])('%s is %s', (name, format) => {
    expect(formatOf(name)).toBe(format);
  });

  it('rules out by name only what is certain', () => {
    expect(skipByName('a.PNG')).toBe('binary');
    expect(skipByName('model.onnx')).toBe('binary');
    expect(skipByName('paper.doc')).toBe('unsupported');
    expect(skipByName('paper.pdf')).toBeUndefined();
    expect(skipByName('pdf')).toBeUndefined();
    expect(skipByName('a.svg')).toBeUndefined();
  });

  it('suspects programs, not data, of being minified', () => {
    expect(['a.js', 'a.css', 'a.json', 'a.csv', 'a.md', 'Makefile'].map(canBeMinified)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
