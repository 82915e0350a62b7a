/** Tests the pieces shown for kept lines, in texts of several kinds. */
import { describe, expect, it } from 'vitest';
import { segmentText } from '../corpus/index.ts';
import type { CorpusFile, Format } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';
import { placesIn } from './places.ts';

/**
 * The lines of each piece, best first, as `3-5 best 4`; a line is kept if it contains one of the marks, the first mark
 * best.
 */
function shown(text: string, format: Format, ...marks: readonly string[]): string[] {
  return shownOf('a', text, format, ...marks);
}

function shownOf(
  path: string,
  text: string,
  format: Format,
  ...given: readonly (string | { readonly isList?: boolean; readonly budgetTokens?: number })[]
): string[] {
  const marks = given.filter((one) => typeof one === 'string');
  const options = given.find((one) => typeof one !== 'string');
  const file: CorpusFile = { root: 0, path, absolutePath: `/${path}`, sizeBytes: 1, format };
  const segments = segmentText(text, format).map((segment, position): TextSegment => ({
    ...segment,
    file: 0,
    position,
  }));
  const retained = marks.map((mark, i): Retained => {
    const segment = segments.find((one) => one.text.includes(mark))!;
    const score = 1 / (i + 1);
    const shares = { attention: score, keywords: score };
    return {
      segment,
      tokens: 1,
      attention: score,
      keywords: score,
      score,
      shares,
    };
  });
  const evidence = toEvidence(retained, {
    files: [file],
    segmentAt: (at) => segments[at],
    placeOf: placesIn(new Map()),
    question: 'Which?',
    ...options,
  });
  return evidence.map(({ startLine, endLine, bestLine }) => `${startLine}-${endLine} best ${bestLine}`);
}

const typescript = `import { open } from './open.js';

/**
 * Reads a file.
 * @param path where it lies
 * @param size in bytes
 */
export async function read(path: string, size: number): Promise<string> {
  const handle = await open(path);
  if (size > LIMIT) {
    throw new Error('too large');
  }
  const text = await handle.read(size);

  return text.trim();
}

export function close(): void {
  done();
}
`;

describe('pieces of code', () => {
  it('are the whole function, with the comment above, whichever line of it was kept', () => {
    for (const mark of ['@param size', 'throw new', 'const text']) {
      expect(shown(typescript, 'code', mark)[0]).toMatch(/^3-16 /);
    }
    expect(shown(typescript, 'code', 'done()')).toEqual(['18-20 best 19']);
  });

  it('are one for all lines of a function', () => {
    expect(shown(typescript, 'code', 'handle.read', 'throw new', 'return text')).toEqual(['3-16 best 13']);
    expect(shown(typescript, 'code', 'return text', 'export function close')).toEqual([
      '3-16 best 15',
      '18-20 best 18',
    ]);
  });

  it('have every line that was kept, also where the lines of a long table begin', () => {
    const rows = Array.from({ length: 20 }, (_, i) => `    ['word${i}', 'other'],\n`);
    const table = `export const words = (\n  [\n${rows.join('')}  ] as const\n).map(([a, b]) => ({ a, b }));\n`;
    expect(shown(table, 'code', 'export const', 'word0')).toEqual(['1-5 best 1']);
  });

  it('bring what a decorator decorates', () => {
    const python = 'import app\n\n@app.route("/x")\n@login\ndef x(request):\n    return 1\n';
    expect(shown(python, 'code', '@app.route')).toEqual(['3-6 best 3']);
  });

  it('are of a long function the parts that answer, and none that answers much less', () => {
    const steps = Array.from({ length: 60 }, (_, i) => `  step${i}(value);\n${i % 4 === 3 ? '\n' : ''}`);
    const long = `function all(value) {\n${steps.join('')}}\n`;
    expect(shown(long, 'code', 'step20(')).toEqual(['27-30 best 27']);
    // A half and a third of the best score.
    expect(shown(long, 'code', 'step20(', 'step40(', 'step50(')).toEqual(['27-30 best 27', '52-55 best 52']);
  });

  it('are no longer than a dozen lines, around their best, where nothing is a unit', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `mail.key${i + 1} = value`);
    const marks = [40, ...Array.from({ length: 30 }, (_, i) => 39 - i), 41, 42].map((i) => `key${i} `);
    const [first, ...others] = shown(lines.join('\n'), 'code', ...marks);
    const [from, to] = /^(\d+)-(\d+) best 40$/.exec(first!)!.slice(1).map(Number);
    expect(to! - from!).toBeLessThan(12);
    expect(from).toBeGreaterThan(28);
    expect(to).toBe(42);
    expect(others.length).toBeGreaterThan(0);
  });

  it('never have a line in common', () => {
    const text = `${typescript}\nexport const LIMIT = 7;\n`;
    const all = text.split('\n').filter((line) => /\w/.test(line));
    const ranges = shown(text, 'code', ...all).map((piece) => piece.match(/\d+/g)!.map(Number));
    const sorted = ranges.sort((a, b) => a[0]! - b[0]!);
    for (const [i, [, to]] of sorted.slice(0, -1).entries()) expect(to).toBeLessThan(sorted[i + 1]![0]!);
    expect(sorted).toContainEqual([1, 1, 1]);
  });
});

describe('pieces of prose', () => {
  const handbook = `# Handbook

## Loans

A book may be kept for four weeks. It can be
extended once. Then it has to come back.

## Fines

Each day costs ten cents.

How do I pay?

At the desk, or by card.
`;

  it('are a short section, whatever of it was kept', () => {
    expect(shown(handbook, 'prose', '## Loans')).toEqual(['3-6 best 3']);
    expect(shown(handbook, 'prose', 'extended once')).toEqual(['3-6 best 5']);
  });

  it('are of a long section the paragraph, and with a question what stands below', () => {
    const long = handbook.replace('Each day', `${'Nobody likes to pay. '.repeat(80)}\n\nEach day`);
    expect(shown(long, 'prose', 'ten cents')).toEqual(['12-12 best 12']);
    expect(shown(long, 'prose', 'At the desk')).toEqual(['14-16 best 16']);
  });

  it('of two sections stay apart', () => {
    expect(shown(handbook, 'prose', 'come back', 'ten cents')).toEqual(['3-6 best 6', '8-14 best 10']);
  });
});

describe('rows of a table', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `row${i},name ${i},${i * 7}`).join('\n');

  it('are pieces of their own where they stand apart, in a file of rows', () => {
    expect(shown(rows, 'code', 'row30,', 'row3,').map((piece) => piece.split(' ')[0])).toEqual([
      '29-33',
      '2-6',
    ]);
    expect(shownOf('a.csv', rows, 'code', 'row30,', 'row3,', 'row31,')).toEqual([
      '31-32 best 31',
      '4-4 best 4',
    ]);
  });
});

describe('the head of a class', () => {
  const method = (name: string): string =>
    `    def ${name}(self):\n        a()\n        b()\n        c()\n\n`;
  const text = `class Shop(Base):\n${['one', 'two', 'three', 'four'].map(method).join('')}`;

  it('is no piece of its own below a method that names it', () => {
    expect(shown(text, 'code', 'two(self)', 'class Shop')).toEqual(['7-10 best 7']);
    expect(shown(text, 'code', 'class Shop', 'two(self)')).toEqual(['1-1 best 1', '7-10 best 7']);
  });
});

describe('a budget', () => {
  const functions = Array.from({ length: 12 }, (_, i) => {
    return `function f${i}() {\n${'  say("more");\n'.repeat(30)}}\n`;
  });
  const marks = functions.map((_, i) => `f${i}()`);
  const text = functions.join('\n');

  it('is shared by many: the best are shown whole, the others by what answers', () => {
    const sizes = shownOf('a', text, 'code', { budgetTokens: 600 }, ...marks).map((piece) => {
      const [from, to] = piece.split(' ')[0]!.split('-').map(Number);
      return to! - from! + 1;
    });
    expect(sizes[0]).toBe(32);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes)).toBeLessThan(12);
  });

  it('has room for the first piece, however small it is', () => {
    expect(shownOf('a', text, 'code', { budgetTokens: 1 }, ...marks)).toHaveLength(1);
  });
});

describe('a list', () => {
  it('shows the lines, not what they stand in', () => {
    expect(shownOf('a', typescript, 'code', 'throw new')).toEqual(['3-16 best 11']);
    expect(shownOf('a', typescript, 'code', { isList: true }, 'throw new')).toEqual(['10-12 best 11']);
  });
});
