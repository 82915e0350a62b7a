/** What a piece that says little by itself is shown with. */
import { indentationOf } from '../retrieval/index.ts';
import type { TextSegment } from '../retrieval/index.ts';
import { announces, beginsBlock, MAX_PIECE_LINES } from './pieces.ts';
import type { Blocks, Piece } from './pieces.ts';

const COMMENT = /^(?:\/\/|\/?\*|#(?:\s|$)|--(?:\s|$)|;{1,3}\s|%\s|"""|'''|<!--)/;
const DECORATOR = /^(?:@[\w.]|#\[|\[\w[^=]*\]$)/;
const CLOSES = /^(?:[)\]}>]|<\/|(?:end|fi|done|esac)\b)/;
const OPENS = /[{([:]$/;
/** A line without a word, or with nothing but one of control flow. */
const BARE = /^(?:else|break|continue|return|pass|try|finally|do|then|default|begin)?[^\p{L}\p{N}]*$/u;
/** Below a heading or a question so many segments are what it announces. */
const ANNOUNCED = 4;
/** Above and below a bare line. */
const AROUND = 2;

/**
 * Positions of the first and last segment with which a thin piece is shown: a comment with all of it and what it
 * is about, a closing bracket with what it closes, a heading or a question with the first lines below. Not more than a
 * dozen lines; a piece that speaks for itself stays as it is.
 */
export function withCompanions(piece: Piece, { at, formatOf }: Blocks): { from: number; to: number } {
  const { from, to } = piece;
  const [first, last] = [at(from), at(to)];
  if (!first || !last) return { from, to };
  const isProse = formatOf(piece.file) === 'prose';
  const grow = new Growth(piece, isProse, at);
  if (isProse) {
    if (announces(last.text)) grow.down(ANNOUNCED);
    return grow.range;
  }
  if (from !== to) {
    grow.commentsAtEdges();
    return grow.range;
  }
  const line = first.text.trim();
  if (COMMENT.test(line)) grow.comment();
  else if (DECORATOR.test(line)) grow.declaration();
  else if (CLOSES.test(line)) grow.closed(indentationOf(first.text));
  else if (BARE.test(line)) {
    if (OPENS.test(line)) grow.opened(indentationOf(first.text));
    else grow.around(AROUND);
  }
  return grow.range;
}

function isComment({ text }: TextSegment): boolean {
  return COMMENT.test(text.trim());
}

/** Extends a piece by whole segments within its block. */
class Growth {
  private readonly piece: Piece;
  private readonly isProse: boolean;
  private readonly at: Blocks['at'];
  private from: number;
  private to: number;

  constructor(piece: Piece, isProse: boolean, at: Blocks['at']) {
    this.piece = piece;
    this.isProse = isProse;
    this.at = at;
    this.from = piece.from;
    this.to = piece.to;
  }

  get range(): { from: number; to: number } {
    return { from: this.from, to: this.to };
  }

  down(segments: number): void {
    for (let i = 0; i < segments && this.stepDown(); i++);
  }

  around(segments: number): void {
    for (let i = 0; i < segments; i++) {
      this.stepUp();
      this.stepDown();
    }
  }

  /** The rest of a comment in the middle of which the piece begins or ends. */
  commentsAtEdges(): void {
    if (isComment(this.at(this.from)!)) while (this.stepUp(isComment));
    if (isComment(this.at(this.to)!)) this.declaration();
  }

  /** The rest of a comment, and what it is about: of a long one rather the lines below. */
  comment(): void {
    while (this.stepDown(isComment));
    this.declaration();
    while (this.stepUp(isComment));
  }

  /** What stands below comments and decorators, with them. */
  declaration(): void {
    while (this.stepDown(({ text }) => COMMENT.test(text.trim()) || DECORATOR.test(text.trim())));
    this.stepDown();
  }

  /** From the line that opens what is closed here; nothing where that is too far above. */
  closed(depth: number): void {
    const { from } = this;
    while (this.stepUp((above) => !this.startsAtMargin(above), false)) {
      if (indentationOf(this.at(this.from)!.text) <= depth) return;
    }
    this.from = from;
    this.around(AROUND);
  }

  /** With the line above to which an opening bracket belongs, to where it is closed, or the first lines. */
  opened(depth: number): void {
    this.stepUp();
    for (let i = 0; i < ANNOUNCED && this.stepDown(); i++) {
      if (indentationOf(this.at(this.to)!.text) <= depth) return;
    }
  }

  /** Whether what is shown begins at the margin, below a blank line: no bracket was opened further up. */
  private startsAtMargin(above: TextSegment): boolean {
    const first = this.at(this.from)!;
    return first.startLine > above.endLine + 1 && indentationOf(first.text) === 0;
  }

  private stepUp(wanted: (segment: TextSegment) => boolean = () => true, inBlock = true): boolean {
    const next = this.at(this.from - 1);
    if (next?.file !== this.piece.file || !wanted(next)) return false;
    if (inBlock && beginsBlock(this.from, this.isProse, this.at)) return false;
    if (this.at(this.to)!.endLine - next.startLine >= MAX_PIECE_LINES) return false;
    this.from--;
    return true;
  }

  private stepDown(wanted: (segment: TextSegment) => boolean = () => true): boolean {
    const next = this.at(this.to + 1);
    if (next?.file !== this.piece.file || !wanted(next)) return false;
    if (beginsBlock(this.to + 1, this.isProse, this.at)) return false;
    if (next.endLine - this.at(this.from)!.startLine >= MAX_PIECE_LINES) return false;
    this.to++;
    return true;
  }
}
