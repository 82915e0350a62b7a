import type { CorpusFile, SpanMap } from '../corpus/index.ts';
import type { Retained } from '../retrieval/index.ts';
import type { Evidence } from './protocol.ts';

interface Piece {
  readonly file: number;
  readonly segment: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
  readonly text: string;
}

/**
 * Turns kept segments into spans of lines: neighbours in the stream that are about equally good, and segments that share
 * a line, become one span with the best score of its parts.
 * @returns best first
 */
export function toEvidence(
  retained: readonly Retained[],
  spans: SpanMap,
  files: readonly CorpusFile[],
): Evidence[] {
  const pieces: Piece[] = [];
  for (const { segment, score } of retained) {
    const span = spans.locate(segment.startToken);
    if (span) pieces.push({ ...span, score, text: segment.text });
  }
  pieces.sort((a, b) => a.segment - b.segment);

  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last?.file !== piece.file || !touches(last, piece)) {
      merged.push(piece);
    } else if (piece.segment !== last.segment) {
      // Between two sentences of one line others were left out.
      const gap = piece.segment === last.segment + 1 ? '' : ' … ';
      merged[merged.length - 1] = {
        file: last.file,
        segment: piece.segment,
        startLine: last.startLine,
        endLine: Math.max(last.endLine, piece.endLine),
        score: Math.max(last.score, piece.score),
        text: (gap === '' ? last.text : last.text.trimEnd()) + gap + piece.text,
      };
    }
  }
  return merged
    .sort((a, b) => b.score - a.score || a.segment - b.segment)
    .map(({ file, startLine, endLine, score, text }) => {
      const { root, path } = files[file]!;
      return { root, path, startLine, endLine, score, text: text.replace(/^\n+|\s+$/g, '') };
    });
}

/** A neighbour joins a span when it is at least so good as this share of the other: weak lines must not blur a strong one. */
const COMPARABLE_SHARE = 0.5;

function touches(last: Piece, next: Piece): boolean {
  if (next.startLine <= last.endLine) return true;
  const comparable = Math.min(last.score, next.score) >= COMPARABLE_SHARE * Math.max(last.score, next.score);
  return comparable && next.segment <= last.segment + 1;
}
