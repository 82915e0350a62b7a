import type { CorpusFile } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import type { Evidence } from './protocol.ts';
import { signatureOf } from './signature.ts';
import type { SegmentAt } from './signature.ts';

/** Kept segments that stand together: the first one, and what they say. */
interface Piece extends TextSegment {
  readonly first: TextSegment;
  readonly score: number;
}

/**
 * Turns kept segments into spans of lines: neighbours in the stream that are about equally good, and segments that share
 * a line, become one span with the best score of its parts.
 * @returns best first
 */
export function toEvidence(
  retained: readonly Retained[],
  files: readonly CorpusFile[],
  segmentAt: SegmentAt,
): Evidence[] {
  const pieces = retained
    .map(({ segment, score }): Piece => {
      // A long segment may have been kept in pieces; what is shown is the whole of it.
      const whole = segmentAt(segment.position) ?? segment;
      return { ...whole, first: whole, score };
    })
    .sort((a, b) => a.position - b.position);

  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last?.file !== piece.file || !touches(last, piece)) {
      merged.push(piece);
    } else if (piece.position !== last.position) {
      // Between two sentences of one line others were left out.
      const gap = piece.position === last.position + 1 ? '' : ' … ';
      merged[merged.length - 1] = {
        ...last,
        position: piece.position,
        endLine: Math.max(last.endLine, piece.endLine),
        score: Math.max(last.score, piece.score),
        text: (gap === '' ? last.text : last.text.trimEnd()) + gap + piece.text,
      };
    }
  }
  return merged
    .sort((a, b) => b.score - a.score || a.position - b.position)
    .map(({ first, file, startLine, endLine, score, text }) => {
      const { root, path, format } = files[file]!;
      const signature = format === 'code' ? signatureOf(first, segmentAt) : undefined;
      return {
        root,
        path,
        startLine,
        endLine,
        score,
        text: text.replace(/^\n+/, '').trimEnd(),
        ...(signature && { signature }),
      };
    });
}

/** A neighbour joins a span when it is at least so good as this share of the other: weak lines must not blur a strong one. */
const COMPARABLE_SHARE = 0.5;

function touches(last: Piece, next: Piece): boolean {
  if (next.startLine <= last.endLine) return true;
  const comparable = Math.min(last.score, next.score) >= COMPARABLE_SHARE * Math.max(last.score, next.score);
  return comparable && next.position <= last.position + 1;
}
