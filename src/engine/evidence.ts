/** From kept segments to what is shown: pieces of text with their places, the best first. */
import type { CorpusFile } from '../corpus/index.ts';
import { terms } from '../retrieval/index.ts';
import type { Retained } from '../retrieval/index.ts';
import { withCompanions } from './companions.ts';
import { foldCopies } from './copies.ts';
import { focusOf, termsIn } from './focus.ts';
import { insert, joinKept } from './pieces.ts';
import type { Blocks, Piece } from './pieces.ts';
import type { Evidence, Reason } from '../contract/index.ts';
import type { PlaceOf } from './places.ts';
import { columnsOf, LONG_LINE_CHARS, offsetIn, shownLines } from './shownLines.ts';
import type { ColumnOf, ShownLine } from './shownLines.ts';
import { signatureOf } from './signature.ts';
import type { SegmentAt } from './signature.ts';
import { tableHeaderOf } from './tableHeader.ts';

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** What the pieces are made from. */
export interface EvidenceSource {
  readonly files: readonly CorpusFile[];
  readonly segmentAt: SegmentAt;
  readonly placeOf: PlaceOf;
  readonly question: string;
  /** Given where it is asked more than once for the same text. */
  readonly columnOf?: ColumnOf;
  /** Which rules moved the segment at a position; nothing is said of them when not given. */
  readonly reasonsAt?: (position: number) => readonly Reason[];
}

/**
 * Turns kept segments into pieces of text. Neighbours become one piece (`joinKept`), thin lines bring what they
 * belong to (`withCompanions`), equal pieces of several files become one (`foldCopies`). Pieces without a word, and those that
 * neither keywords nor attention set apart from the rest of the text, are left out unless there is nothing else.
 * @returns best first
 */
export function toEvidence(
  retained: readonly Retained[],
  {
    files,
    segmentAt,
    placeOf,
    question,
    columnOf = columnsOf(segmentAt),
    reasonsAt = () => [],
  }: EvidenceSource,
): Evidence[] {
  const blocks: Blocks = { at: segmentAt, formatOf: (file) => files[file]!.format };
  const asked = new Set(terms(question));
  const pieces = accompanied(joinKept(retained, blocks), blocks)
    .sort((a, b) => b.best.score - a.best.score || a.from - b.from)
    .map((piece) => ({ piece, lines: shownLines(piece, segmentAt, columnOf) }));
  const telling = pieces.filter(
    ({ piece, lines }) => piece.best.score > 0 && lines.some(({ text }) => WORD_CHARACTER.test(text)),
  );
  const shown = telling.length > 0 ? telling : pieces;
  return foldCopies(
    shown.map(({ piece, lines }) => {
      const { file, from, startLine, endLine, best } = piece;
      const { root, path, format } = files[file]!;
      const first = segmentAt(from)!;
      const signature =
        tableHeaderOf(first, path, segmentAt) ??
        (format === 'code' ? signatureOf(first, segmentAt) : undefined);
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
    }),
  );
}

/** Thin pieces with what they belong to; what touches its neighbour then becomes one with it. */
function accompanied(pieces: readonly Piece[], blocks: Blocks): Piece[] {
  const all = [...pieces];
  for (const piece of [...pieces].sort((a, b) => b.best.score - a.best.score)) {
    const at = all.indexOf(piece);
    // Joined to another one meanwhile.
    if (at < 0) continue;
    const wanted = withCompanions(piece, blocks);
    // The neighbours keep their own; those of other files are never reached.
    const from = Math.max(wanted.from, (all[at - 1]?.to ?? -1) + 1);
    const to = Math.min(wanted.to, (all[at + 1]?.from ?? Infinity) - 1);
    if (from === piece.from && to === piece.to) continue;
    all.splice(at, 1);
    insert(all, extended(piece, from, to, blocks.at), blocks);
  }
  return all;
}

function extended(piece: Piece, from: number, to: number, at: SegmentAt): Piece {
  let chars = 0;
  for (let position = from; position <= to; position++) chars += at(position)!.text.length;
  return { ...piece, from, to, startLine: at(from)!.startLine, endLine: at(to)!.endLine, chars };
}

function cutsOf(lines: readonly ShownLine[]): Pick<Evidence, 'cuts'> {
  const cuts = lines.flatMap(({ line, runs, isExtracted }) =>
    runs && !isExtracted
      ? [{ line, columns: runs.map(({ start, end }): [number, number] => [start + 1, end]) }]
      : [],
  );
  return cuts.length > 0 ? { cuts } : {};
}

/** The best line, rather one with a word, and of equals the one with most of the question's words; and where to look on it. */
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
