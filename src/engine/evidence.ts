import type { CorpusFile } from '../corpus/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import type { Evidence } from './protocol.ts';
import { signatureOf } from './signature.ts';
import type { SegmentAt } from './signature.ts';

/** Kept segments that stand together: the first one, the best one, and what they say. */
interface Piece extends TextSegment {
  readonly first: TextSegment;
  readonly best: Retained;
  /** Score of each line of the text, 0 for a blank one. */
  readonly lineScores: readonly number[];
}

/**
 * Turns kept segments into spans of lines: neighbours in the stream that are about equally good, and segments that share
 * a line, become one span with the best score of its parts. Spans without a word, such as a closing bracket in a file
 * whose path answers, say nothing by themselves and are left out unless there is nothing else.
 * @returns best first
 */
export function toEvidence(
  retained: readonly Retained[],
  files: readonly CorpusFile[],
  segmentAt: SegmentAt,
): Evidence[] {
  const pieces = retained
    .map((best): Piece => {
      // A long segment may have been kept in pieces; what is shown is the whole of it.
      const whole = segmentAt(best.segment.position) ?? best.segment;
      return { ...whole, first: whole, best, lineScores: lineScoresOf(whole.text, best.score) };
    })
    .sort((a, b) => a.position - b.position);

  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last?.file !== piece.file || !touches(last, piece)) merged.push(piece);
    else if (piece.position !== last.position) merged[merged.length - 1] = join(last, piece);
  }
  const bestScore = retained.reduce((best, { score }) => Math.max(best, score), 0);
  const telling = merged.filter(({ text }) => WORD_CHARACTER.test(text));
  return (telling.length > 0 ? telling : merged)
    .sort((a, b) => b.best.score - a.best.score || a.position - b.position)
    .map(({ first, best, file, startLine, endLine, text, lineScores }) => {
      const { root, path, format } = files[file]!;
      const signature = format === 'code' ? signatureOf(first, segmentAt) : undefined;
      const [blank] = /^\n*/.exec(text)!;
      const shown = text.slice(blank.length).trimEnd();
      const lines = lineScores.slice(blank.length, blank.length + shown.split('\n').length);
      return {
        root,
        path,
        startLine,
        endLine,
        score: best.score,
        text: shown,
        heat: lines.map((score) => (bestScore > 0 ? score / bestScore : 0)),
        parts: { attention: best.shares.attention, keywords: best.shares.keywords },
        ...(signature && { signature }),
      };
    });
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** Two pieces as one; the second stands behind the first. */
function join(last: Piece, next: Piece): Piece {
  // Between two sentences of one line others were left out.
  const isNext = next.position === last.position + 1;
  const before = isNext ? last.text : `${last.text.trimEnd()} … `;
  // The line on which the one ends is the one on which the other begins.
  const shared = before.split('\n').length - 1;
  const scoreOfShared = Math.max(last.lineScores[shared]!, next.lineScores[0]!);
  return {
    ...last,
    position: next.position,
    endLine: Math.max(last.endLine, next.endLine),
    best: next.best.score > last.best.score ? next.best : last.best,
    text: before + next.text,
    lineScores: [...last.lineScores.slice(0, shared), scoreOfShared, ...next.lineScores.slice(1)],
  };
}

function lineScoresOf(text: string, score: number): number[] {
  return text.split('\n').map((line) => (line.trim() === '' ? 0 : score));
}

/** A neighbour joins a span when it is at least so good as this share of the other: weak lines must not blur a strong one. */
const COMPARABLE_SHARE = 0.5;

function touches(last: Piece, next: Piece): boolean {
  if (next.startLine <= last.endLine) return true;
  const comparable =
    Math.min(last.best.score, next.best.score) >=
    COMPARABLE_SHARE * Math.max(last.best.score, next.best.score);
  return comparable && next.position <= last.position + 1;
}
