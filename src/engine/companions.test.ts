/** What a reader sees of kept lines in texts of several kinds. */
import { describe, expect, it } from 'vitest';
import { segmentText } from '../corpus/index.ts';
import type { CorpusFile, Format } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';
import { placesIn } from './places.ts';

/** The lines of each piece, best first, as `3-5 best 4`; kept is what contains one of the marks, the first mark best. */
function shown(text: string, format: Format, ...marks: readonly string[]): string[] {
  const file: CorpusFile = { root: 0, path: 'a', absolutePath: '/a', sizeBytes: 1, format };
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
  it('bring all of a comment, and what it is about, with one line of it', () => {
    expect(shown(typescript, 'code', '@param size')).toEqual(['3-8 best 6']);
  });

  it('bring what a bracket closes', () => {
    const closing = typescript.replace('  done();\n}', '  done();\n} // end');
    expect(shown(closing, 'code', '} // end')).toEqual(['18-20 best 20']);
  });

  it('are single lines where these speak for themselves', () => {
    expect(shown(typescript, 'code', 'throw new')).toEqual(['11-11 best 11']);
  });

  it('of one function become one, across a line or two, those of different functions do not', () => {
    expect(shown(typescript, 'code', 'handle.read', 'throw new', 'return text')).toEqual(['11-15 best 13']);
    expect(shown(typescript, 'code', 'return text', 'export function close')).toEqual([
      '15-15 best 15',
      '18-18 best 18',
    ]);
  });

  it('bring what a decorator decorates', () => {
    const python = 'import app\n\n@app.route("/x")\n@login\ndef x(request):\n    return 1\n';
    expect(shown(python, 'code', '@app.route')).toEqual(['3-5 best 3']);
  });

  it('are no longer than a dozen lines, around their best', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `mail.key${i + 1} = value`);
    const marks = [40, ...Array.from({ length: 30 }, (_, i) => 39 - i), 41, 42].map((i) => `key${i} `);
    const [first, ...others] = shown(lines.join('\n'), 'code', ...marks);
    const [from, to] = /^(\d+)-(\d+) best 40$/.exec(first!)!.slice(1).map(Number);
    expect(to! - from!).toBeLessThan(12);
    expect(from).toBeGreaterThan(28);
    expect(to).toBe(42);
    expect(others.length).toBeGreaterThan(0);
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

  it('bring the first lines below a heading, up to the next one', () => {
    expect(shown(handbook, 'prose', '## Loans')).toEqual(['3-6 best 3']);
  });

  it('bring what stands below a question', () => {
    expect(shown(handbook, 'prose', 'How do I pay')).toEqual(['12-14 best 12']);
  });

  it('are whole lines', () => {
    expect(shown(handbook, 'prose', 'extended once')).toEqual(['5-6 best 5']);
  });

  it('of two sections stay apart', () => {
    expect(shown(handbook, 'prose', 'come back', 'ten cents')).toEqual(['6-6 best 6', '10-10 best 10']);
  });
});

describe('rows of a table', () => {
  it('are pieces of their own where they stand apart', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `row${i},name ${i},${i * 7}`);
    expect(shown(rows.join('\n'), 'code', 'row30,', 'row3,')).toEqual(['31-31 best 31', '4-4 best 4']);
  });
});
