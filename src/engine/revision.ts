/** What becomes of a first answer when more has been read. Pure. */
import type { Answer, Citation, Evidence, FirstAnswer, Revision } from '../contract/index.ts';

/** Pieces on which an answer rests: those behind them say little that the first ones do not. */
const LEADING = 3;

/** Whether two pieces show the same place, if not the same lines of it: pieces grow as their neighbours are kept. */
function isSamePiece(a: Evidence, b: Evidence): boolean {
  return a.root === b.root && a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine;
}

/** Whether the first pieces are others than those from which the first answer was written. */
export function isBetter({ evidence: before }: FirstAnswer, evidence: readonly Evidence[]): boolean {
  const count = Math.min(LEADING, Math.max(before.length, evidence.length));
  return Array.from({ length: count }, (_, i) => [before[i], evidence[i]]).some(
    ([a, b]) => !a || !b || !isSamePiece(a, b),
  );
}

/** A first answer beside the evidence there is now. */
export interface Standing {
  readonly answer: Answer;
  /** With the pieces that the answer cites and that others have displaced, at the end. */
  readonly evidence: readonly Evidence[];
}

/** The first answer as it stands with other evidence: its citations count that. */
export function standing({ answer, evidence: before }: FirstAnswer, evidence: readonly Evidence[]): Standing {
  const all = [...evidence];
  const citations = answer.citations.map((citation): Citation => {
    const cited = before[citation.evidence]!;
    const at = all.findIndex((piece) => isSamePiece(piece, cited));
    return { ...citation, evidence: at >= 0 ? at : all.push(cited) - 1 };
  });
  return { answer: { ...answer, citations }, evidence: all };
}

export function revisionOf(
  { answer: before, evidence: had }: FirstAnswer,
  answer: Answer,
  evidence: readonly Evidence[],
): Revision {
  const missing = (pieces: readonly Evidence[], others: readonly Evidence[]): number =>
    pieces.filter((piece) => !others.some((other) => isSamePiece(piece, other))).length;
  const [best, bestBefore] = [evidence[0], had[0]];
  return {
    answer: answer.text !== before.text,
    best: best !== undefined && (bestBefore === undefined || !isSamePiece(best, bestBefore)),
    added: missing(evidence, had),
    removed: missing(had, evidence),
  };
}
