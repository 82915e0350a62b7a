/** Tests that a piece shows the file's lines under their own numbers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFileSegments, segmentText } from '../corpus/index.ts';
import type { CorpusFile, Format, Segment } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import { toEvidence } from './evidence.ts';
import type { Evidence } from '../contract/index.ts';
import { placesIn } from './places.ts';

const QUESTION = 'How many seconds is the retry delay?';

/** Evidence of a file whose segments at these places were kept, with these scores. */
function evidenceOf(text: string, format: Format, kept: readonly (readonly [number, number])[]): Evidence[] {
  const file: CorpusFile = { root: 0, path: 'a', absolutePath: '/a', sizeBytes: text.length, format };
  return toEvidenceOf(file, segmentText(text, format), kept);
}

function toEvidenceOf(
  file: CorpusFile,
  read: readonly Segment[],
  kept: readonly (readonly [number, number])[],
): Evidence[] {
  const segments = read.map((segment, position): TextSegment => ({ ...segment, file: 0, position }));
  const retained = kept.flatMap(([place, score]): Retained[] => {
    const segment = segments[place % segments.length];
    if (!segment) return [];
    const shares = { attention: score, keywords: score };
    return [{ segment, tokens: 1, attention: score, keywords: score, score, shares }];
  });
  return toEvidence(retained, {
    files: [file],
    segmentAt: (at) => segments[at],
    placeOf: placesIn(new Map()),
    question: QUESTION,
  });
}

/** Expects every line of a piece to be the file's line, or the parts of it between the cuts. */
function expectFilesLines(text: string, piece: Evidence): void {
  const lines = text.split('\n').slice(piece.startLine - 1, piece.endLine);
  const shown = piece.text.split('\n');
  expect(shown).toHaveLength(piece.endLine - piece.startLine + 1);
  expect(piece.lineScores).toHaveLength(shown.length);
  for (const [i, line] of lines.entries()) {
    const cut = piece.cuts?.find((one) => one.line === piece.startLine + i);
    const parts = cut?.columns.map(([from, to]) => line.slice(from - 1, to));
    const first = cut?.columns[0]![0] === 1 ? '' : '… ';
    const plain = shown[i]!.replace(/ …$/, '');
    expect(plain).toBe(parts ? first + parts.join(' … ') : line.replace(/ …$/, ''));
  }
  expect(piece.bestLine! >= piece.startLine && piece.bestLine! <= piece.endLine).toBe(true);
  expect(
    piece.bestColumn! >= 1 &&
      piece.bestColumn! <= Math.max(1, lines[piece.bestLine! - piece.startLine]!.length),
  ).toBe(true);
}

describe('the lines of evidence', () => {
  const word = fc.constantFrom(
    'retry',
    'delay',
    'seconds',
    'x',
    '45',
    '}',
    '{',
    '* @param',
    '# T',
    '二。',
    'End.',
    '😀',
  );
  const space = fc.constantFrom(' ', '  ', '\n', '\n\n', '   \n', '\n\t', '\n    ', '', '\u3000');
  const long = fc.integer({ min: 280, max: 1500 }).map((length) => 'ab1, '.repeat(length / 5));
  const text = fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: word },
        { weight: 7, arbitrary: space },
        { weight: 1, arbitrary: long },
      ),
      {
        maxLength: 120,
      },
    )
    .map((parts) => parts.join(''))
    .filter((parts) => parts.trim() !== '');
  const kept = fc.array(fc.tuple(fc.nat(200), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 25 });

  it('are those of the file, whatever the file', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(text, kept, fc.constantFrom<Format>('code', 'prose'), (file, places, format) => {
        const evidence = evidenceOf(file, format, places);
        for (const piece of evidence) expectFilesLines(file, piece);
        const scores = evidence.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
      { numRuns: 1000 },
    );
  });

  it('have their numbers where a file begins with lines of spaces', () => {
    const file = '     \n\n     const answer = 42;\n';
    expect(evidenceOf(file, 'code', [[0, 1]])).toMatchObject([
      { startLine: 3, endLine: 3, text: '     const answer = 42;', bestLine: 3, bestColumn: 6 },
    ]);
  });

  it('are few where a file is one long line, and say where they stand in it', () => {
    const settings = Array.from({ length: 20_000 }, (_, i) => `"setting${i}": ${i}`);
    settings[12_345] = '"retryDelaySeconds": 45';
    const file = `{${settings.join(', ')}}`;
    const at = file.indexOf('"retryDelay');
    const place = segmentText(file, 'code').findIndex(({ text: part }) => part.includes('"retryDelay'));
    const [piece] = evidenceOf(file, 'code', [
      [place, 0.9],
      [3, 0.2],
    ]);
    expect(piece!.text.length).toBeLessThan(700);
    expect(piece).toMatchObject({ startLine: 1, endLine: 1, bestLine: 1, bestColumn: at + 2 });
    expectFilesLines(file, piece!);
  });

  it('say where to look in what is shown, not in the line, where that has something else', async () => {
    const sentence = 'The retry delay is 45 seconds.';
    const page = `<html><body>${'<p>Nothing of <b>any</b> interest here.</p>'.repeat(90)}<p>${sentence}</p></body></html>`;
    const data = JSON.stringify({
      notes: Array.from({ length: 90 }, () => 'Nothing "new".'),
      about: sentence.repeat(4),
    });
    const folder = await mkdtemp(join(tmpdir(), 'lines-'));
    try {
      for (const [path, text, format] of [
        ['page.html', page, 'prose'],
        ['data.json', data, 'code'],
      ] as const) {
        const absolutePath = join(folder, path);
        await writeFile(absolutePath, text);
        const file = { root: 0, path, absolutePath, sizeBytes: text.length, format };
        const read = await readFileSegments(file);
        if (read.kind === 'skipped') throw new Error(read.reason);
        const at = read.segments.findIndex((segment) => segment.text.includes(sentence));
        const [piece] = toEvidenceOf(file, read.segments, [
          [at, 0.9],
          [3, 0.8],
        ]);
        expect(piece).toMatchObject({ startLine: 1, endLine: 1, bestLine: 1 });
        expect(piece).not.toHaveProperty('bestColumn');
        expect(piece).not.toHaveProperty('cuts');
        expect(piece!.text.slice(piece!.bestOffset)).toMatch(/^The retry delay/);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
