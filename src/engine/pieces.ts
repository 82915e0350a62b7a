/** Decides which kept segments are shown as one piece. */
import { isHeading } from '../answer/index.ts';
import type { Format } from '../corpus/index.ts';
import { indentationOf } from '../retrieval/index.ts';
import type { Retained, TextSegment } from '../retrieval/index.ts';
import { opensDefinition } from './signature.ts';
import type { SegmentAt } from './signature.ts';

/** Limit of a joined piece: a longer one would have to be searched through. */
export const MAX_PIECE_LINES = 12;
/** Limit of its distance from the best line, so that the best has something around it on both sides. */
const MAX_REACH_LINES = 8;
/** The limit where few long lines make a piece, in UTF-16 code units. */
const MAX_PIECE_CHARS = 1500;
/** Two pieces of one block are read as one when so little stands between them. */
const MAX_GAP_LINES = 2;
const MAX_GAP_CHARS = 300;

/** Segments of one file, from one position of the stream to another, that are shown together. */
export interface Piece {
  readonly file: number;
  /** Positions of its first and its last segment. */
  readonly from: number;
  readonly to: number;
  readonly startLine: number;
  readonly endLine: number;
  /** Length of its text in UTF-16 code units. */
  readonly chars: number;
  /** Those of its segments that were kept, by position; the others stand between or around them. */
  readonly kept: ReadonlyMap<number, Retained>;
  readonly best: Retained;
}

/** The text, as the rules of joining need it. */
export interface Blocks {
  readonly at: SegmentAt;
  readonly formatOf: (file: number) => Format;
}

/**
 * Joins kept segments into pieces that can be read at a glance. Beginning with the best, each joins what it touches
 * or nearly touches in the same function or paragraph, up to a dozen lines around the best.
 * @returns in the order of the text
 */
export function joinKept(retained: readonly Retained[], blocks: Blocks): Piece[] {
  const files = new Map<number, Piece[]>();
  for (const best of [...retained].sort((a, b) => b.score - a.score)) {
    // A long segment may be kept in parts; the whole of it is shown.
    const segment = blocks.at(best.segment.position) ?? best.segment;
    const pieces = files.get(segment.file) ?? [];
    files.set(segment.file, pieces);
    insert(pieces, pieceOf(segment, best), blocks);
  }
  return [...files].sort(([a], [b]) => a - b).flatMap(([, pieces]) => pieces);
}

/** Inserts a piece into a file's list and joins it with its neighbours where they belong together. */
export function insert(pieces: Piece[], piece: Piece, blocks: Blocks): void {
  const found = pieces.findIndex(({ to }) => to >= piece.from);
  const at = found < 0 ? pieces.length : found;
  const inside = pieces[at];
  if (inside && inside.from <= piece.from && inside.to >= piece.to) {
    pieces[at] = { ...inside, kept: new Map([...piece.kept, ...inside.kept]) };
    return;
  }
  const joinedAbove = at > 0 ? join(pieces[at - 1]!, piece, blocks) : undefined;
  const current = joinedAbove ?? piece;
  const joinedBelow = inside ? join(current, inside, blocks) : undefined;
  pieces.splice(
    joinedAbove ? at - 1 : at,
    (joinedAbove ? 1 : 0) + (joinedBelow ? 1 : 0),
    joinedBelow ?? current,
  );
}

function pieceOf(segment: TextSegment, best: Retained): Piece {
  const { file, position, startLine, endLine, text } = segment;
  const kept = new Map([[position, best]]);
  return { file, from: position, to: position, startLine, endLine, chars: text.length, kept, best };
}

/** Joins two pieces, the second below the first; undefined where two pieces read better. */
function join(above: Piece, below: Piece, blocks: Blocks): Piece | undefined {
  const between = charsBetween(above, below, blocks.at);
  const chars = above.chars + between + below.chars;
  const best = below.best.score > above.best.score ? below.best : above.best;
  const isNear = below.startLine - above.endLine - 1 <= MAX_GAP_LINES && between <= MAX_GAP_CHARS;
  const isShort =
    below.endLine - above.startLine < MAX_PIECE_LINES &&
    chars <= MAX_PIECE_CHARS &&
    best.segment.startLine - above.startLine <= MAX_REACH_LINES &&
    below.endLine - best.segment.endLine <= MAX_REACH_LINES;
  if (!isNear || !isShort || areApart(above, below, blocks)) return undefined;
  const kept = new Map([...above.kept, ...below.kept]);
  return { ...above, to: below.to, endLine: Math.max(above.endLine, below.endLine), chars, kept, best };
}

/** Number of characters between two pieces; Infinity when there are too many to matter. */
function charsBetween(above: Piece, below: Piece, at: SegmentAt): number {
  let chars = 0;
  for (let position = above.to + 1; position < below.from; position++) {
    chars += at(position)!.text.length;
    if (chars > MAX_GAP_CHARS) return Infinity;
  }
  return chars;
}

/** Whether a function or paragraph ends between two pieces. */
function areApart(above: Piece, below: Piece, { at, formatOf }: Blocks): boolean {
  const isProse = formatOf(above.file) === 'prose';
  for (let position = above.to + 1; position <= below.from; position++) {
    if (beginsBlock(position, isProse, at)) return true;
  }
  return false;
}

/** Begins the documentation or the decorators of what follows. */
const INTRODUCES = /^(?:\/\*\*|\/\/\/|@\w|#\[)/;
const QUESTION = /[?？]["'”’)\]*_]*$/;

/** Whether a piece of prose only announces what follows: a heading, or a question that is answered below. */
export function announces(text: string): boolean {
  return isHeading(text) || QUESTION.test(text.trim());
}

/**
 * Whether a new function or paragraph begins with a segment: in prose with a heading and after a blank line, unless what
 * stands above announces it; in code after a blank line, where the text is at the margin or something is defined.
 */
export function beginsBlock(position: number, isProse: boolean, at: SegmentAt): boolean {
  const [above, segment] = [at(position - 1), at(position)];
  if (!above || !segment || above.file !== segment.file) return true;
  const isBlankBetween = segment.startLine > above.endLine + 1;
  if (isProse) return isHeading(segment.text) || (isBlankBetween && !announces(above.text));
  if (!isBlankBetween) return false;
  const { text } = segment;
  return indentationOf(text) === 0 || opensDefinition(text) || INTRODUCES.test(text.trim());
}
