import { indentationOf } from '../retrieval/index.ts';
import type { TextSegment } from '../retrieval/index.ts';

/** Gives the segment at a position of the stream. */
export type LineAt = (position: number) => TextSegment | undefined;

/** A range of positions, both ends included. */
export interface Positions {
  readonly from: number;
  readonly to: number;
}

/** The segment at a position, if it is of this file. */
export function lineOf(position: number, file: number, at: LineAt): TextSegment | undefined {
  const line = at(position);
  return line?.file === file ? line : undefined;
}

/** Whether a blank line stands between two neighbouring segments. */
export function isBlankBetween(above: TextSegment, below: TextSegment): boolean {
  return below.startLine > above.endLine + 1;
}

export function depthOf({ text }: TextSegment): number {
  return indentationOf(text);
}
