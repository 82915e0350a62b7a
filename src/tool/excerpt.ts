/** What is shown of a piece where there is little room: lines around the best one, and of a long line what is around its best column. */
import type { Evidence } from '../contract/index.ts';
import { lineNumbers } from '../text/index.ts';

export interface Excerpt {
  /** Lines that are left out above and below. */
  readonly above: number;
  readonly below: number;
  readonly lines: readonly ExcerptLine[];
}

interface ExcerptLine {
  /** As `lineNumbers` of the place; undefined where its lines have none. */
  readonly number: number | undefined;
  readonly text: string;
  readonly isBest: boolean;
}

/** @param maxChars longer lines are cut, in UTF-16 code units */
export function excerptOf(evidence: Evidence, maxLines: number, maxChars: number): Excerpt {
  const lines = evidence.text.split('\n');
  const { startLine, bestLine } = evidence;
  const best = bestLine === undefined ? undefined : bestLine - startLine;
  const { start, end } = windowAround(lines.length, best ?? 0, maxLines);
  const first = lineNumbers(evidence.place)?.startLine;
  return {
    above: start,
    below: lines.length - end,
    lines: lines.slice(start, end).map((text, i) => {
      const isBest = start + i === best;
      const focus = isBest ? bestOffset(evidence) : 0;
      return {
        number: first === undefined ? undefined : first + start + i,
        text: cutAround(text, focus, maxChars),
        isBest,
      };
    }),
  };
}

/**
 * Chooses `size` lines around the one at `best`, a little more before it than after, because what leads to a line says
 * more.
 */
export function windowAround(count: number, best: number, size: number): { start: number; end: number } {
  if (count <= size) return { start: 0, end: count };
  const start = Math.min(Math.max(0, best - Math.ceil((size * 2) / 3) + 1), count - size);
  return { start, end: start + size };
}

/** Shortens a text so that what begins at an offset can be read; `…` stands for the rest. */
export function cutAround(text: string, offset: number, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const start = Math.max(0, Math.min(offset - Math.floor(maxChars / 4), text.length - maxChars));
  // Not inside of a surrogate pair.
  const shown = text
    .slice(start, start + maxChars)
    .replace(/^[\uDC00-\uDFFF]/, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return `${start > 0 ? '… ' : ''}${shown}${start + maxChars < text.length ? ' …' : ''}`;
}

/** Where in the best line of the text its best column is, from 0, in UTF-16 code units. */
export function bestOffset({ bestLine, bestColumn = 1, bestOffset: known, cuts = [] }: Evidence): number {
  if (known !== undefined) return known;
  const cut = cuts.find(({ line }) => line === bestLine);
  if (!cut) return bestColumn - 1;
  let offset = 0;
  for (const [i, [from, to]] of cut.columns.entries()) {
    // `… ` in front of the first, ` … ` between two.
    if (i > 0) offset += 3;
    else if (from > 1) offset += 2;
    if (bestColumn <= to) return offset + Math.max(0, bestColumn - from);
    offset += to - from + 1;
  }
  return 0;
}
