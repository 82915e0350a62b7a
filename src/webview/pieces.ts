/** Cuts tokens into lines, and each line into pieces with one colour and one tint. Pure. */
import type { Token } from './highlight.ts';

/** A part of the text that drew attention. */
export interface Tint {
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly weight: number;
}

export interface TintedPiece {
  readonly text: string;
  readonly className: string;
  /** 0: no tint. */
  readonly weight: number;
}

/** @param tints in the order of the text, without overlaps; their places count in the joined text of the tokens */
export function pieces(tokens: readonly Token[], tints: readonly Tint[] = []): TintedPiece[][] {
  const lines: TintedPiece[][] = [[]];
  let at = 0;
  let next = 0;
  for (const { text, className } of tokens) {
    const end = at + text.length;
    while (at < end) {
      while (next < tints.length && tints[next]!.end <= at) next++;
      const tint = tints[next];
      const inside = tint !== undefined && tint.start <= at;
      const stop = Math.min(end, inside ? tint.end : (tint?.start ?? end));
      const piece = text.slice(text.length - (end - at), text.length - (end - stop));
      for (const [i, line] of piece.split('\n').entries()) {
        if (i > 0) lines.push([]);
        if (line !== '') lines.at(-1)!.push({ text: line, className, weight: inside ? tint.weight : 0 });
      }
      at = stop;
    }
  }
  return lines;
}
