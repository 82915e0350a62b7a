import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idleRun } from '../session/runState.ts';
import {
  filePath,
  isInFile,
  locate,
  mergeLines,
  neighbour,
  placeNow,
  shift,
  signatureSpan,
  spansOf,
  walkingOrder,
  type Span,
} from './spans.ts';
import { surroundings } from './surroundings.ts';
import { linesPlace } from '../../text/index.ts';

const folder = resolve('/p');

const span = (
  rank: number,
  file: string,
  startLine: number,
  lines: readonly string[] = ['a', 'b'],
): Span => ({
  id: rank,
  rank,
  score: 1 / rank,
  file,
  startLine,
  endLine: startLine + lines.length - 1,
  place: linesPlace(startLine + 1, startLine + lines.length),
  lines,
  stale: false,
});
const find = (wanted: Span, text: string) => {
  const lines = text.split('\n');
  return locate(wanted, (line) => lines[line]!, lines.length);
};

describe('filePath', () => {
  const roots = [
    { path: folder, name: 'p', isFile: false },
    { path: join(folder, 'one.txt'), name: 'one.txt', isFile: true },
  ];

  it('joins root and path', () => {
    expect(filePath(roots, 0, 'a/b c#.ts')).toBe(join(folder, 'a/b c#.ts'));
    expect(filePath(roots, 0, '..a/b')).toBe(join(folder, '..a/b'));
    expect(filePath(roots, 1, 'one.txt')).toBe(join(folder, 'one.txt'));
  });

  it('never leads out of the root', () => {
    for (const path of ['../q', 'a/../../q', '..', '']) expect(filePath(roots, 0, path)).toBeUndefined();
    expect(filePath(roots, 7, 'a')).toBeUndefined();
  });
});

describe('signatureSpan', () => {
  const evidence = {
    root: 0,
    path: 'a.ts',
    startLine: 41,
    endLine: 42,
    place: linesPlace(41, 42),
    score: 1,
    text: 'a\nb',
  };
  const signature = { line: 31, place: linesPlace(31), text: 'function a() {' };

  it('is the line of the signature, as far above the span as it was', () => {
    const at = (startLine: number) => signatureSpan(span(1, 'a', startLine), { ...evidence, signature });
    expect(at(40)).toMatchObject({ file: 'a', startLine: 30, endLine: 30, lines: ['function a() {'] });
    expect(at(45)).toMatchObject({ startLine: 35, endLine: 35 });
    expect(at(3)).toMatchObject({ startLine: 0, endLine: 0 });
  });

  it('is nothing without a signature', () => {
    expect(signatureSpan(span(1, 'a', 40), evidence)).toBeUndefined();
  });
});

describe('spansOf', () => {
  it('counts lines from 0 and ranks from 1', () => {
    const evidence = {
      root: 0,
      path: 'a.ts',
      startLine: 3,
      endLine: 4,
      place: linesPlace(3, 4),
      score: 0.5,
      text: 'x\ny',
    };
    const roots = [{ path: folder, name: 'p', isFile: false }];
    const spans = spansOf({ ...idleRun, roots, known: [evidence], kept: [0] });
    expect(spans).toMatchObject([
      { rank: 1, startLine: 2, endLine: 3, place: linesPlace(3, 4), lines: ['x', 'y'] },
    ]);
  });
});

describe('placeNow', () => {
  it('is where the lines have moved, or the cell in which they were read', () => {
    const moved = { ...span(1, 'f', 10), startLine: 12, endLine: 13 };
    expect(placeNow(moved)).toEqual(linesPlace(13, 14));
    const cell = { kind: 'cell', cell: 2, lines: { startLine: 1, endLine: 2 } } as const;
    expect(placeNow({ ...moved, place: cell })).toBe(cell);
  });
});

describe('shift', () => {
  it('follows lines that come and go above', () => {
    const s = span(1, 'f', 10);
    expect(shift(s, [{ startLine: 2, endLine: 2, newLines: 4 }])).toMatchObject({
      startLine: 13,
      endLine: 14,
    });
    expect(shift(s, [{ startLine: 8, endLine: 10, newLines: 1 }])).toMatchObject({
      startLine: 8,
      endLine: 9,
    });
    expect(shift(s, [{ startLine: 2, endLine: 2, newLines: 1 }])).toMatchObject({
      startLine: 10,
      endLine: 11,
    });
  });

  it('keeps its start when something below or within changes', () => {
    const s = span(1, 'f', 10);
    expect(shift(s, [{ startLine: 12, endLine: 20, newLines: 1 }])).toMatchObject({
      startLine: 10,
      endLine: 11,
    });
    expect(shift(s, [{ startLine: 11, endLine: 11, newLines: 3 }])).toMatchObject({
      startLine: 10,
      endLine: 13,
    });
  });
});

describe('isInFile', () => {
  it('is a line of a text or a notebook, not of the text that was taken out of a document', () => {
    const [text] = [span(1, 'a', 0)];
    expect(isInFile(text)).toBe(true);
    expect(isInFile({ place: { kind: 'cell', cell: 1 } })).toBe(true);
    const page = { ...text, place: { kind: 'page', page: 2, headings: [], areas: [] } } as const;
    expect(isInFile(page)).toBe(false);
    expect(surroundings(page, ['a', 'b'], 1)).toBeUndefined();
    expect(surroundings(text, ['a', 'b'], 1)).toBeDefined();
  });
});

describe('locate', () => {
  it('leaves what was taken out of lines where it is', () => {
    const taken = { ...span(1, 'a', 1, ['Find us here.']), isExtracted: true as const };
    expect(find(taken, '<p>\n<a>Find us</a> here.\n')).toMatchObject({ startLine: 1, stale: false });
    expect(find(taken, '<p>')).toMatchObject({ startLine: 0, endLine: 0, stale: false });
  });

  it('finds moved lines, the nearest of equal ones', () => {
    expect(find(span(1, 'f', 0), 'x\ny\na\nb')).toMatchObject({ startLine: 2, endLine: 3, stale: false });
    expect(find(span(1, 'f', 5), 'a\nb\nx\nx\na\nb')).toMatchObject({ startLine: 4 });
  });

  it('ignores line ends and spaces before them', () => {
    expect(find(span(1, 'f', 0, ['a  ', 'b']), 'a\r\nb ').stale).toBe(false);
  });

  it('finds sentences within their lines', () => {
    const prose = 'Old. The boat is\ncalled Rose. It sails.\n天气很好。门是蓝的。明天再说。';
    const stale = (line: number, ...lines: string[]) => find(span(1, 'f', line, lines), prose).stale;
    expect(stale(0, 'The boat is', 'called Rose.')).toBe(false);
    expect(stale(0, 'Old. … The boat is')).toBe(false);
    expect(stale(1, 'called Rose.')).toBe(false);
    expect(stale(2, '门是蓝的。')).toBe(false);
    expect(stale(0, 'The boat is', 'called Ros')).toBe(true);
    expect(stale(0, 'he boat is')).toBe(true);
    expect(stale(0, 'The boat', 'called Rose.')).toBe(true);
  });

  it('is stale when the lines are gone, within the document all the same', () => {
    expect(find(span(1, 'f', 8), 'a\nc')).toMatchObject({ startLine: 1, endLine: 1, stale: true });
    expect(find(span(1, 'f', 0), '')).toMatchObject({ startLine: 0, endLine: 0, stale: true });
  });
});

describe('mergeLines', () => {
  it('joins what overlaps or touches', () => {
    const lines = (...pairs: [number, number][]) =>
      pairs.map(([startLine, endLine]) => ({ startLine, endLine }));
    expect(mergeLines(lines([8, 9], [1, 5], [2, 3], [6, 6], [11, 12]))).toEqual(
      lines([1, 6], [8, 9], [11, 12]),
    );
    expect(mergeLines([])).toEqual([]);
  });
});

describe('walking', () => {
  const spans = [span(1, 'b', 20), span(2, 'a', 5), span(3, 'b', 3)];

  it('goes through the files by their best span, within each from the top', () => {
    expect(walkingOrder(spans).map(({ rank }) => rank)).toEqual([3, 1, 2]);
  });

  it('goes round and round from the cursor', () => {
    const next = (file: string, line: number) => neighbour(spans, { file, line }, 1)?.rank;
    const previous = (file: string, line: number) => neighbour(spans, { file, line }, -1)?.rank;
    expect([next('b', 0), next('b', 3), next('b', 4), next('b', 21), next('a', 5)]).toEqual([3, 1, 1, 2, 3]);
    expect([
      previous('b', 0),
      previous('b', 4),
      previous('b', 10),
      previous('b', 30),
      previous('a', 5),
    ]).toEqual([2, 2, 3, 1, 1]);
  });

  it('starts at an end from elsewhere and knows nothing without spans', () => {
    expect(neighbour(spans, undefined, 1)?.rank).toBe(3);
    expect(neighbour(spans, { file: 'z', line: 0 }, -1)?.rank).toBe(2);
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
