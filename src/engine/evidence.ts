/** Turns retained segments into evidence: pieces of text with their places, the best first. */
import type { CorpusFile } from '../corpus/index.ts';
import { terms } from '../retrieval/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { foldCopies } from './copies.ts';
import { focusOf, termsIn } from './focus.ts';
import { piecesOf } from './pieces.ts';
import type { Text } from './pieces.ts';
import type { Evidence, Reason } from '../contract/index.ts';
import type { PlaceOf } from './places.ts';
import { columnsOf, LONG_LINE_CHARS, offsetIn, shownLines } from './shownLines.ts';
import type { ColumnOf, ShownLine } from './shownLines.ts';
import { headingAbove, signatureOf } from './signature.ts';
import type { SegmentAt } from './signature.ts';
import { tableHeaderOf } from './tableHeader.ts';

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** Input of the pieces. */
export interface EvidenceSource {
  readonly files: readonly CorpusFile[];
  readonly segmentAt: SegmentAt;
  readonly placeOf: PlaceOf;
  readonly question: string;
  /** Most tokens of all pieces, estimated, apart from the first piece; no limit when not given, and none for a list. */
  readonly budgetTokens?: number;
  /** Whether the question asks for all places of something: each is shown by its line, not by its unit. */
  readonly isList?: boolean;
  /** Passed by callers who ask several times about one text. */
  readonly columnOf?: ColumnOf;
  /** The rules that moved the segment at a position; not told when not given. */
  readonly reasonsAt?: (position: number) => readonly Reason[];
}

/**
 * Turns retained segments into pieces of text: the units around them, or the parts of these that answer (`piecesOf`).
 * Equal pieces of several files become one (`foldCopies`). Drops pieces without a word, and those that neither keywords
 * nor attention prefer to the rest of the text, unless there is nothing else.
 * @returns best first
 */
export function toEvidence(
  retained: readonly Retained[],
  {
    files,
    segmentAt,
    placeOf,
    question,
    budgetTokens,
    isList = false,
    columnOf = columnsOf(segmentAt),
    reasonsAt = () => [],
  }: EvidenceSource,
): Evidence[] {
  const text: Text = { at: segmentAt, fileOf: (file) => files[file]! };
  const asked = new Set(terms(question));
  const pieces = piecesOf(retained, text, { isList, budgetTokens }).map((piece) => ({
    piece,
    lines: shownLines(piece, segmentAt, columnOf, files[piece.file]!.format === 'prose'),
  }));
  const telling = pieces.filter(
    ({ piece, lines }) => piece.best.score > 0 && lines.some(({ text }) => WORD_CHARACTER.test(text)),
  );
  const shown = telling.length > 0 ? telling : pieces;
  const evidence = shown.map(({ piece, lines }) => {
    const { file, from, startLine, endLine, best } = piece;
    const { root, path, format } = files[file]!;
    const first = segmentAt(from)!;
    const signature =
      tableHeaderOf(first, path, segmentAt) ??
      (format === 'code' ? signatureOf(first, segmentAt) : headingAbove(first, segmentAt));
    const reasons = reasonsAt(best.segment.position);
    return {
      root,
      path,
      startLine,
      endLine,
      place: placeOf(file, startLine, endLine),
      score: best.score,
      text: lines.map(({ text }) => text).join('\n'),
      ...cutsOf(lines),
      ...bestPlace(lines, asked),
      lineScores: lines.map(({ score }) => score),
      parts: { attention: best.shares.attention, keywords: best.shares.keywords },
      ...(reasons.length > 0 && { reasons }),
      ...(signature && { signature: { ...signature, place: placeOf(file, signature.line) } }),
    };
  });
  return foldCopies(isList ? evidence : withoutSaid(evidence));
}

/** Drops single lines that a better piece already shows as its signature. */
function withoutSaid(evidence: readonly Evidence[]): Evidence[] {
  return evidence.filter(
    ({ root, path, startLine, endLine }, i) =>
      startLine !== endLine ||
      !evidence
        .slice(0, i)
        .some(
          (better) => better.signature?.line === startLine && better.root === root && better.path === path,
        ),
  );
}

function cutsOf(lines: readonly ShownLine[]): Pick<Evidence, 'cuts'> {
  const cuts = lines.flatMap(({ line, runs, isExtracted }) =>
    runs && !isExtracted
      ? [{ line, columns: runs.map(({ start, end }): [number, number] => [start + 1, end]) }]
      : [],
  );
  return cuts.length > 0 ? { cuts } : {};
}

/**
 * The best line, with a word if possible, and of equals the one with most words of the question; and the column to look
 * at.
 */
function bestPlace(
  lines: readonly ShownLine[],
  asked: ReadonlySet<string>,
): Pick<Evidence, 'bestLine' | 'bestColumn' | 'bestOffset'> {
  const worded = lines.filter(({ text }) => WORD_CHARACTER.test(text));
  const [best] = (worded.length > 0 ? worded : lines)
    .map((line) => ({ ...line, terms: termsIn(line.text, asked) }))
    .sort((a, b) => b.score - a.score || b.terms - a.terms || a.line - b.line);
  const { text, column } = best!.best ?? { text: best!.text, column: 0 };
  const offset = text.length > LONG_LINE_CHARS ? focusOf(text, asked) : 0;
  const bestLine = best!.line;
  const from0 = column + Math.max(offset, text.search(/\S/), 0);
  return best!.isExtracted
    ? { bestLine, bestOffset: offsetIn(best!, from0) }
    : { bestLine, bestColumn: from0 + 1 };
}
