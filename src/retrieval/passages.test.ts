import { describe, expect, it } from 'vitest';
import { estimateTokens, indentationOf, PassageDetector } from './passages.ts';

/** The passages of some files, each a list of segments. */
function passages(...files: readonly (readonly string[])[]): string[][] {
  const detector = new PassageDetector();
  const found: string[][] = [];
  let position = 0;
  files.forEach((segments, file) =>
    segments.forEach((text) => {
      position++;
      if (detector.begins({ text, file, position, startLine: position, endLine: position })) found.push([]);
      found.at(-1)!.push(text);
    }),
  );
  return found;
}

describe('PassageDetector', () => {
  it('begins a paragraph of prose after a blank line', () => {
    const [a, b, c] = ['First. ', 'Second.\n\n', 'Third.\n'];
    expect(passages([a, b, c])).toEqual([[a, b], [c]]);
  });

  it('knows a blank line of white space, behind a segment or before it', () => {
    expect(passages(['one\n \t\n', 'two\n'])).toHaveLength(2);
    expect(passages(['one\n', '\n\ntwo\n'])).toHaveLength(2);
    expect(passages(['one\n', ' \n', 'two\n'])).toHaveLength(1);
    expect(passages(['one\n\n', ' \n', 'two\n'])).toHaveLength(2);
  });

  it('does not take a line end for a blank line', () => {
    expect(passages(['one\n', 'two\n', 'three'])).toHaveLength(1);
    expect(passages(['one two\nthree\n', 'four\n'])).toHaveLength(1);
  });

  it('goes on over blank lines inside of a function, and ends with it', () => {
    const first = ['function a() {\n', '  one();\n\n', '  two();\n', '}\n\n'];
    const second = ['function b() {\n', '  if (x) {\n\n', '    three();\n\n', '  }\n', '}\n'];
    expect(passages([...first, ...second])).toEqual([first, second]);
  });

  it('tells methods apart after a comment at their depth', () => {
    const head = ['class A {\n', '  x = 1;\n\n'];
    const comment = ['  /** One. */\n', '  one() {}\n\n'];
    // The class began the passage, so deeper lines belong to it.
    expect(passages([...head, ...comment])).toEqual([[...head, ...comment]]);
    const methods = [
      ['\tone() {\n', '\t\tgo();\n', '\t}\n\n'],
      ['\ttwo() {\n', '\t}\n'],
    ];
    expect(passages(methods.flat())).toEqual(methods);
  });

  it('begins with a file', () => {
    expect(passages(['one\n', '  deep\n'], ['    deeper\n'], ['three'])).toEqual([
      ['one\n', '  deep\n'],
      ['    deeper\n'],
      ['three'],
    ]);
  });

  it('ends where it has grown too long', () => {
    const line = `${'word '.repeat(8)}\n`;
    const found = passages(Array.from({ length: 200 }, () => line));
    expect(found.flat()).toHaveLength(200);
    const lengths = found.map((texts) => texts.reduce((sum, text) => sum + estimateTokens(text), 0));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(256);
    expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(200);
  });

  it('keeps a segment whole that is too long by itself', () => {
    const long = 'x'.repeat(3000);
    expect(passages(['one\n', long, 'two\n'])).toEqual([['one\n'], [long], ['two\n']]);
  });

  it('reads many blank lines as fast as any other text', () => {
    // In quadratic time this would take hours.
    const blank = '\n'.repeat(2_000_000);
    expect(passages([`${blank}one`, `two${blank}`, 'three'])).toHaveLength(3);
  });
});

describe('indentationOf', () => {
  it('counts the white space of the first line with anything on it, a tab as four', () => {
    expect(['a', '  a', '\ta', ' \t a\n', '\n\n  a', '    \n a', 'a\n  b'].map(indentationOf)).toEqual([
      0, 2, 4, 6, 2, 1, 0,
    ]);
  });

  it('is deeper than anything for white space', () => {
    expect(indentationOf(' \n')).toBeGreaterThan(1000);
    expect(indentationOf('')).toBeGreaterThan(1000);
  });
});

describe('estimateTokens', () => {
  it('takes a quarter of Latin characters and most of the others', () => {
    expect(['', 'a', 'abcdefgh', '内事不决'].map(estimateTokens)).toEqual([0, 1, 2, 4]);
  });
});
