/** The lines of a piece as they are shown: whole lines, and of long lines the parts that were kept. */
import type { TextSegment } from '../retrieval/index.ts';
import type { Piece } from './pieces.ts';
import type { SegmentAt } from './signature.ts';

/** In UTF-16 code units. Of longer lines only the kept parts are shown. */
export const LONG_LINE_CHARS = 300;
/** Shown length of a long line of which nothing was kept. */
const GLIMPSE_CHARS = 100;

/** Marks where a part of a line is left out. */
export const CUT = '…';

export interface ShownLine {
  /** 1-based. */
  readonly line: number;
  /** The file's line, or of a long line its kept parts with ` … ` between and around them. */
  readonly text: string;
  /** Which parts of the line the text has; undefined when it has the whole line. */
  readonly runs: readonly KeptRun[] | undefined;
  /** Best score of the line's kept parts; 0 for a blank line, or one shown only as context. */
  readonly score: number;
  /** The kept part with that score; undefined when nothing was kept of the line. */
  readonly best: LinePart | undefined;
  /** Whether columns count in the text that was read, not in the file's line, see `TextSegment.isExtracted`. */
  readonly isExtracted: boolean;
}

export interface LinePart {
  readonly text: string;
  /** Start in the file's line, from 0, in UTF-16 code units. */
  readonly column: number;
  /** Undefined for a part that was not kept. */
  readonly score: number | undefined;
  /** Whether it is shown also in a long line. */
  readonly isWanted: boolean;
}

/** A range of columns of a file's line, from 0, the end not included. */
export interface KeptRun {
  readonly start: number;
  readonly end: number;
}

/** Gives the column at which a segment's text begins in its line, from 0, in UTF-16 code units. */
export type ColumnOf = (position: number) => number;

/**
 * Finds columns by walking back to the beginning of the line, and remembers each, because a file may be one line of
 * thousands of segments.
 */
export function columnsOf(at: SegmentAt): ColumnOf {
  const known = new Map<number, number>();
  return (position) => {
    const file = at(position)!.file;
    let start = position;
    let column: number | undefined;
    while (column === undefined) {
      const above = at(start - 1);
      if (known.has(start)) column = known.get(start)!;
      else if (above?.file !== file) column = 0;
      else if (above.text.includes('\n')) column = above.text.length - 1 - above.text.lastIndexOf('\n');
      else start--;
    }
    known.set(start, column);
    for (; start < position; start++) known.set(start + 1, (column += at(start)!.text.length));
    return column;
  };
}

/**
 * All lines from a piece's first to its last.
 * @param isProse whether a long line shows all of the piece's sentences, instead of only the kept parts
 */
export function shownLines(piece: Piece, at: SegmentAt, columnOf: ColumnOf, isProse = false): ShownLine[] {
  const { from, to } = wholeLines(piece, at);
  const first = at(from)!;
  let line = first.startLine - lineEnds(leadingSpace(first.text));
  let column = columnOf(from);
  const parts = new Map<number, LinePart[]>();
  const extracted = new Set<number>();
  for (let position = from; position <= to; position++) {
    const score = piece.kept.get(position)?.score;
    const isOfPiece = isProse && position >= piece.from && position <= piece.to;
    for (const [i, text] of at(position)!.text.split('\n').entries()) {
      if (i > 0) [line, column] = [line + 1, 0];
      const ofLine = parts.get(line) ?? [];
      parts.set(line, ofLine);
      if (at(position)!.isExtracted) extracted.add(line);
      if (text !== '') {
        const isBlank = text.trim() === '';
        const isWanted = !isBlank && (isOfPiece || score !== undefined);
        ofLine.push({ text, column, score: isBlank ? undefined : score, isWanted });
      }
      column += text.length;
    }
  }
  // The line may go on after the last segment.
  const goesOn = startsWithin(at(to + 1), first.file, line);
  return Array.from({ length: piece.endLine - piece.startLine + 1 }, (_, i) => {
    const number = piece.startLine + i;
    const shown = shownLine(number, parts.get(number) ?? [], goesOn && number === line);
    return { ...shown, isExtracted: extracted.has(number) };
  });
}

/** Adds to a piece the rest of its first and last line, unless that line is long. */
function wholeLines(
  { file, from, to, startLine, endLine }: Piece,
  at: SegmentAt,
): { from: number; to: number } {
  const range = { from, to };
  for (let room = LONG_LINE_CHARS; room > 0; range.from--) {
    const above = at(range.from - 1);
    if (above?.file !== file || above.endLine < startLine) break;
    room -= above.text.length;
  }
  for (let room = LONG_LINE_CHARS; room > 0; range.to++) {
    const below = at(range.to + 1);
    if (!startsWithin(below, file, endLine)) break;
    room -= below!.text.length;
  }
  return range;
}

function startsWithin(segment: TextSegment | undefined, file: number, line: number): boolean {
  return segment?.file === file && segment.startLine <= line;
}

/** @param goesOn whether the line continues after the last part */
function shownLine(
  line: number,
  parts: readonly LinePart[],
  goesOn: boolean,
): Omit<ShownLine, 'isExtracted'> {
  const kept = parts.filter(({ score }) => score !== undefined);
  const best = kept.reduce<LinePart | undefined>((a, b) => (a && a.score! >= b.score! ? a : b), undefined);
  const whole = parts.map((part) => part.text).join('');
  const isWhole = (parts[0]?.column ?? 0) === 0 && !goesOn;
  const score = best?.score ?? 0;
  if (isWhole && whole.length <= LONG_LINE_CHARS) return { line, text: whole, runs: undefined, score, best };
  const start = parts[0]?.column ?? 0;
  const runs = parts.some(({ isWanted }) => isWanted) ? keptRuns(parts) : [glimpse(start, whole)];
  if (isWhole && runs.length === 1 && runs[0]!.start === 0 && runs[0]!.end === whole.length) {
    return { line, text: whole, runs: undefined, score, best };
  }
  const before = runs[0]!.start > 0 ? `${CUT} ` : '';
  const behind = goesOn || whole.slice(runs.at(-1)!.end - start).trim() !== '' ? ` ${CUT}` : '';
  const text = runs.map((run) => whole.slice(run.start - start, run.end - start)).join(` ${CUT} `);
  return { line, text: before + text + behind, runs, score, best };
}

/** The offset in a line's shown text of a column of the file's line, both from 0; 0 for a column that is not shown. */
export function offsetIn({ runs }: Pick<ShownLine, 'runs'>, column: number): number {
  if (!runs) return column;
  let offset = runs[0]!.start > 0 ? CUT.length + 1 : 0;
  for (const { start, end } of runs) {
    if (column < end) return offset + Math.max(0, column - start);
    offset += end - start + CUT.length + 2;
  }
  return 0;
}

/** The kept parts of a line. Adjacent parts are joined, and the ends at cuts trimmed. */
function keptRuns(parts: readonly LinePart[]): KeptRun[] {
  const runs: KeptRun[] = [];
  let isOpen = false;
  for (const { text, column, isWanted } of parts) {
    if (!isWanted) {
      // A gap of white space does not part two runs.
      isOpen &&= text.trim() === '';
      continue;
    }
    const start = isOpen
      ? runs.pop()!.start
      : column === 0
        ? 0
        : column + text.length - text.trimStart().length;
    runs.push({ start, end: column + text.trimEnd().length });
    isOpen = true;
  }
  return runs;
}

/** The beginning of a line of which nothing was kept. Never splits a surrogate pair. */
function glimpse(start: number, text: string): KeptRun {
  const { length } = text.slice(0, GLIMPSE_CHARS).replace(/[\uD800-\uDBFF]$/, '');
  return { start, end: start + length };
}

function leadingSpace(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}
