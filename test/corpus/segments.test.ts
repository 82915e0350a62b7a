import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode, readFileSegments, type Segment, segmentText, survey } from '../../src/corpus/index.ts';
import { randomOf } from '../../src/calibration/random.ts';

const repository = join(import.meta.dirname, '..', '..');

/** What must hold of any text; returns the first thing that does not. */
function flaw(text: string, segments: readonly Segment[], maxChars: number): string | undefined {
  if (segments.map((segment) => segment.text).join('') !== text) return 'does not concatenate to the text';
  const lines = text.split('\n');
  let previous = 1;
  for (const { text: part, startLine, endLine } of segments) {
    const content = part.trim();
    const where = JSON.stringify(part.slice(0, 80));
    if (!(startLine >= previous && endLine >= startLine && endLine <= lines.length))
      return `lines of ${where}`;
    if (
      !lines
        .slice(startLine - 1, endLine)
        .join('\n')
        .includes(content)
    )
      return `is elsewhere: ${where}`;
    if (content.length > maxChars || part.length > 2 * maxChars) return `too long: ${where}`;
    if (text.isWellFormed() && !part.isWellFormed()) return `half a pair: ${where}`;
    previous = startLine;
  }
  return undefined;
}

describe('segments', () => {
  it('concatenate to the text of every file of this repository, cut as either format', async () => {
    const { files } = await survey([repository]);
    expect(files.length).toBeGreaterThan(20);
    let read = 0;
    for (const file of files) {
      const result = await readFileSegments(file);
      if (result.kind === 'skipped') continue;
      const { text } = await decode(await readFile(file.absolutePath));
      // Somebody may be writing to the file between the two reads.
      if (Buffer.byteLength(text) > result.bytes) continue;
      read++;
      expect(flaw(text, result.segments, 600), file.path).toBeUndefined();
      const other = file.format === 'code' ? 'prose' : 'code';
      expect(flaw(text, segmentText(text, other, 80), 80), file.path).toBeUndefined();
    }
    expect(read).toBeGreaterThan(20);
  });

  it('hold for random texts made of everything the cutters look for', () => {
    const parts = [
      ...[
        '\n',
        '\n\n',
        ' ',
        '\t',
        '. ',
        '.',
        '! ',
        '? ',
        'word',
        'A',
        'I.',
        'e.g. ',
        'Dr. ',
        'Fig. 3',
        '12. ',
        '- ',
        '* ',
      ],
      ...[
        '\n# ',
        '\n```\n',
        '\n~~~',
        '| a | b |\n',
        '|--|\n',
        '\n====\n',
        '\n---\n',
        '\\section{x}',
        '1) ',
        '。',
        '！',
        '，',
      ],
      ...[
        '中文',
        '𝄞',
        '👩‍👩‍👧',
        'é',
        '\u00a0',
        '\u2028',
        '\f',
        '\uFEFF',
        '\uFFFD',
        'x'.repeat(70),
        '中'.repeat(50),
        '\n'.repeat(40),
      ],
    ];
    for (let seed = 0; seed < 1500; seed++) {
      const random = randomOf(seed);
      const text = Array.from({ length: random.below(60) }, () => random.pick(parts)).join('');
      const maxChars = random.pick([16, 40, 600]);
      for (const format of ['code', 'prose'] as const) {
        expect(
          flaw(text, segmentText(text, format, maxChars), maxChars),
          `seed ${seed}, ${format}`,
        ).toBeUndefined();
      }
    }
  });

  it.each([
    ['one line without white space', 'x'.repeat(2 ** 21)],
    ['one line of Chinese', '人'.repeat(2 ** 20)],
    ['sentences on one line', 'A sentence. '.repeat(2 ** 17)],
    ['line ends', '\n'.repeat(2 ** 21)],
    ['words without an end', 'word '.repeat(2 ** 18)],
    ['items', '- item\n'.repeat(2 ** 17)],
    ['white space and dots', `${' '.repeat(2 ** 20)}${'. '.repeat(2 ** 19)}`],
  ])(
    'lose nothing of, and cut small, 1 to 2 MiB of %s',
    (_, text) => {
      for (const format of ['code', 'prose'] as const) {
        const segments = segmentText(text, format);
        expect(segments.map((segment) => segment.text).join('') === text, format).toBe(true);
        expect(
          segments.every((segment) => segment.text.length <= 1200),
          format,
        ).toBe(true);
      }
    },
    // Generous: it only ends a cutter that would not end by itself.
    300_000,
  );
});
