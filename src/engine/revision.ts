/** Decides what becomes of a first answer when more has been read. Pure. */
import type { Answer, Citation, Evidence, FirstAnswer, Revision } from '../contract/index.ts';

/** Pieces on which an answer rests; those after them add little. */
const LEADING_PIECES = 3;

/** Whether two pieces show the same place. Their lines may differ, because pieces grow as their neighbours are kept. */
function isSamePiece(a: Evidence, b: Evidence): boolean {
  return a.root === b.root && a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine;
}

/** Whether the leading pieces differ from those from which the first answer was written. */
export function isBetter({ evidence: before }: FirstAnswer, evidence: readonly Evidence[]): boolean {
  const count = Math.min(LEADING_PIECES, Math.max(before.length, evidence.length));
  return Array.from({ length: count }, (_, i) => [before[i], evidence[i]]).some(
    ([a, b]) => !a || !b || !isSamePiece(a, b),
  );
}

/** A first answer beside the present evidence. */
export interface Standing {
  readonly answer: Answer;
  /** The present evidence, then displaced pieces that the answer cites. */
  readonly evidence: readonly Evidence[];
}

/** The first answer beside other evidence, its citations renumbered. */
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
