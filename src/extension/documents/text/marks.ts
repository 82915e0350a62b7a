/** The evidence of one document, for the page that shows it. Pure. */
import type { DocumentMarks, DocumentPassage } from '../../../contract/index.ts';
import type { Translate } from '../../../messages/index.ts';
import type { Span } from '../../evidence/spans.ts';
import { placeText } from '../../placeText.ts';

/** @param isHere whether a span is of the document */
export function marksOf(
  t: Translate,
  spans: readonly Span[],
  isHere: (span: Span) => boolean,
): DocumentMarks {
  const passages = spans
    .filter(isHere)
    .sort((a, b) => a.startLine - b.startLine || a.rank - b.rank)
    .map((span) => passageOf(t, span));
  return { passages, total: spans.length };
}

export function passageOf(
  t: Translate,
  { id, rank, place, startLine, endLine, bestOffset }: Span,
): DocumentPassage {
  return {
    id,
    rank,
    place: placeText(t, place),
    // Lines of a span count from 0.
    startLine: startLine + 1,
    endLine: endLine + 1,
    bestLine: bestOffset === undefined ? null : startLine + 1 + bestOffset,
  };
}
