/**
 * Kept spans in files: which file, which lines now, in which order to walk through them. Pure; lines are 0-based
 * here, as the editor counts them, unlike in the contract.
 */
import { join } from 'node:path';
import type { Evidence, Place } from '../../contract/index.ts';
import { linesPlace } from '../../text/index.ts';
import { isWithin } from '../../tool/index.ts';
import { keptEvidence, type RunState, type ScopeRoot } from '../session/runState.ts';

export interface Span {
  /** Id of the evidence. */
  readonly id: number;
  /** 1 is the best. */
  readonly rank: number;
  readonly score: number;
  /** Absolute path. */
  readonly file: string;
  readonly startLine: number;
  /** Inclusive. */
  readonly endLine: number;
  /** Where it was read. */
  readonly place: Place;
  readonly lines: readonly string[];
  /** Lines from the first to the best; unknown for a pinned piece. */
  readonly bestOffset?: number;
  /** 0-based column at which to look on the best line, where that is a long one. */
  readonly bestColumn?: number;
  /** The text was taken out of the lines (of a page, for example), so whether they still hold it is not known. */
  readonly isExtracted?: true;
  /** The file no longer holds these lines. */
  readonly stale: boolean;
}

/** Where a span is now: its lines as they have moved, or the part of a document in which it was read. */
export function placeNow({ place, startLine, endLine }: Span): Place {
  return place.kind === 'lines' ? linesPlace(startLine + 1, endLine + 1) : place;
}

/** Whether the lines of a span are those of its file: of a document they are those of the text that was taken out of it. */
export function isInFile({ place }: Pick<Span, 'place'>): boolean {
  return place.kind === 'lines' || place.kind === 'cell';
}

/** A change of a document: the lines `startLine` to `endLine` (inclusive) became `newLines` lines. */
interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly newLines: number;
}

/** The kept spans, best first. A path that leads out of its root is left out: the engine never sends one. */
export function spansOf(run: RunState): Span[] {
  return keptEvidence(run).flatMap(({ id, evidence }, i) => {
    const file = filePath(run.roots, evidence.root, evidence.path);
    if (file === undefined) return [];
    const startLine = evidence.startLine - 1;
    const lines = evidence.text.split('\n');
    return [
      {
        id,
        rank: i + 1,
        score: evidence.score,
        file,
        startLine,
        endLine: evidence.endLine - 1,
        place: evidence.place,
        lines,
        ...bestPlace(evidence),
        stale: false,
      },
    ];
  });
}

function bestPlace({
  startLine,
  bestLine,
  bestColumn,
  bestOffset,
  cuts,
}: Evidence): Pick<Span, 'bestOffset' | 'bestColumn' | 'isExtracted'> {
  if (bestLine === undefined) return {};
  const isLong = cuts?.some(({ line }) => line === bestLine) ?? false;
  return {
    bestOffset: bestLine - startLine,
    ...(bestOffset !== undefined && { isExtracted: true }),
    ...(isLong && bestColumn !== undefined && { bestColumn: bestColumn - 1 }),
  };
}

/** The line of a signature, moved as far as its span has moved. */
export function signatureSpan(span: Span, { startLine, signature }: Evidence): Span | undefined {
  if (!signature) return undefined;
  const line = Math.max(0, span.startLine - (startLine - signature.line));
  const { id, rank, score, file, stale } = span;
  const { place, text } = signature;
  return { id, rank, score, file, startLine: line, endLine: line, place, lines: [text], stale };
}

/** Absolute path of a file under a root, undefined when it is not under it. */
export function filePath(roots: readonly ScopeRoot[], root: number, path: string): string | undefined {
  const from = roots[root];
  if (!from) return undefined;
  if (from.isFile) return from.path;
  const file = join(from.path, path);
  return isWithin(file, from.path) ? file : undefined;
}

/** Moves a span along with changes above it; a change within it leaves the start where it is. */
export function shift(span: Span, changes: readonly LineChange[]): Span {
  let { startLine, endLine } = span;
  // The editor reports the changes of one edit from the last to the first, in line numbers of before the edit.
  for (const change of [...changes].sort((a, b) => b.startLine - a.startLine)) {
    const delta = change.newLines - (change.endLine - change.startLine + 1);
    if (change.startLine > endLine) continue;
    if (change.endLine < startLine || (change.endLine === startLine && change.startLine < startLine)) {
      startLine += delta;
      endLine += delta;
    } else if (change.startLine <= endLine) {
      endLine = Math.max(startLine, endLine + delta);
    }
  }
  return { ...span, startLine: Math.max(0, startLine), endLine: Math.max(0, endLine) };
}

/** Finds the span's lines in the document, nearest to the expected place; stale when they are gone. */
export function locate(span: Span, lineAt: (line: number) => string, lineCount: number): Span {
  if (span.isExtracted) {
    const last = Math.max(0, lineCount - 1);
    const [startLine, endLine] = [Math.min(span.startLine, last), Math.min(span.endLine, last)];
    return { ...span, startLine, endLine, stale: false };
  }
  const height = span.lines.length;
  const matches = (start: number) =>
    start >= 0 &&
    start + height <= lineCount &&
    span.lines.every((line, i) => holds(lineAt(start + i), line, i === 0, i === height - 1));
  for (let distance = 0; distance <= lineCount; distance++) {
    for (const start of [span.startLine - distance, span.startLine + distance]) {
      if (matches(start)) return { ...span, startLine: start, endLine: start + height - 1, stale: false };
    }
  }
  const last = Math.max(0, lineCount - 1);
  return {
    ...span,
    startLine: Math.min(span.startLine, last),
    endLine: Math.min(span.endLine, last),
    stale: true,
  };
}

/**
 * Whether a line still holds what was read of it. Kept sentences of prose may begin and end within a line, `…` stands
 * for what was left out of a long one, and spaces at the end do not count.
 */
function holds(line: string, read: string, isFirst: boolean, isLast: boolean): boolean {
  const opens = !read.startsWith('… ');
  const closes = !read.endsWith(' …');
  let at = 0;
  for (const [i, part] of read.replace(/^… /, '').replace(/ …$/, '').split(' … ').entries()) {
    const text = part.trimEnd();
    const found = line.indexOf(text, at);
    if (found < 0 || (i === 0 && opens && !isFirst && found > 0)) return false;
    if (/\w/.test(line.charAt(found - 1)) && found > at && opens) return false;
    at = found + text.length;
  }
  const rest = line.slice(at);
  // Some scripts put no space between sentences; a line of a program never ends within an expression.
  const ended = /^\s/.test(rest) || /[^\s\w]$/.test(read.trimEnd());
  return !closes || rest.trim() === '' || (isLast && read.trim() !== '' && ended);
}

export interface Lines {
  readonly startLine: number;
  /** Inclusive. */
  readonly endLine: number;
}

/** The same lines without overlaps, because overlapping colours would grow darker. */
export function mergeLines(ranges: readonly Lines[]): Lines[] {
  const merged: Lines[] = [];
  for (const { startLine, endLine } of [...ranges].sort((a, b) => a.startLine - b.startLine)) {
    const last = merged.at(-1);
    if (last && startLine <= last.endLine + 1) {
      merged[merged.length - 1] = { startLine: last.startLine, endLine: Math.max(last.endLine, endLine) };
    } else {
      merged.push({ startLine, endLine });
    }
  }
  return merged;
}

/** The walking order: files by their best span, in a file from top to bottom. */
export function walkingOrder(spans: readonly Span[]): Span[] {
  const best = new Map<string, number>();
  for (const { file, rank } of spans) best.set(file, Math.min(best.get(file) ?? Infinity, rank));
  return [...spans].sort(
    (a, b) => best.get(a.file)! - best.get(b.file)! || a.startLine - b.startLine || a.rank - b.rank,
  );
}

export interface Position {
  readonly file: string;
  readonly line: number;
}

/**
 * The span before or after a place in the editor, round and round; from a file without spans the first or last.
 * Undefined only when there are none.
 */
export function neighbour(spans: readonly Span[], at: Position | undefined, step: 1 | -1): Span | undefined {
  const order = walkingOrder(spans);
  if (order.length === 0) return undefined;
  const here = at && order.some((span) => span.file === at.file) ? at : undefined;
  if (!here) return order.at(step === 1 ? 0 : -1);
  const first = order.findIndex((span) => span.file === here.file);
  const inFile = order.filter((span) => span.file === here.file);
  const before = inFile.filter((span) => span.endLine < here.line).length;
  const notAfter = inFile.filter((span) => span.startLine <= here.line).length;
  const target = step === 1 ? first + notAfter : first + before - 1;
  return order.at(target % order.length);
}
