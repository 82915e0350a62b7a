import { indentationOf } from '../retrieval/index.ts';
import type { TextSegment } from '../retrieval/index.ts';

/** Finds a line of code or a sentence of prose by its position in the stream. */
export type LineAt = (position: number) => TextSegment | undefined;

/** Lines by position, both ends included. */
export interface Positions {
  readonly from: number;
  readonly to: number;
}

/** The line at a position, if it is of this file. */
export function lineOf(position: number, file: number, at: LineAt): TextSegment | undefined {
  const line = at(position);
  return line?.file === file ? line : undefined;
}

/** Whether a blank line stands between two neighbours. */
export function isBlankBetween(above: TextSegment, below: TextSegment): boolean {
  return below.startLine > above.endLine + 1;
}

export function depthOf({ text }: TextSegment): number {
  return indentationOf(text);
}
