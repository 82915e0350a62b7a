/**
 * Collects the text that is read of a file as pieces that keep all of the file's line ends, those of omitted parts
 * too, so that line numbers of pieces are those of the file.
 */
export class SourcePieces {
  readonly #source: string;
  readonly #pieces: string[] = [];
  /** Line ends in front of the first piece. */
  #leading = '';
  /** Whether white space follows the last piece. */
  #isParted = false;
  #piece = '';
  /** Everything before this offset has been taken or left out. */
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** The text of the unfinished piece. */
  get piece(): string {
    return this.#piece;
  }

  /** Adds what stands in the source from `start` to `end`, an offset not before that of the last call. @param text its decoded form */
  add(text: string, start: number, end: number): void {
    this.#skipTo(start);
    const ends = lineEnds(this.#source, start, end);
    const own = lineEnds(text, 0, text.length);
    this.#piece += ends === own ? text : text.replaceAll('\n', ' ') + '\n'.repeat(ends);
    this.#at = end;
  }

  /** Finishes the piece unless it is empty. @param split into pieces that concatenate to it */
  end(split: (piece: string) => readonly string[] = (piece) => [piece]): void {
    const piece = this.#piece;
    this.#piece = '';
    if (piece.trim() === '') {
      this.#space('\n'.repeat(lineEnds(piece, 0, piece.length)));
      return;
    }
    const [first, ...others] = split(piece);
    this.#pieces.push(this.#leading + first!, ...others);
    this.#leading = '';
    this.#isParted = /\s/.test(piece.charAt(piece.length - 1));
  }

  /** Everything added, with the line ends behind it; empty when nothing was. */
  all(): readonly string[] {
    this.end();
    this.#skipTo(this.#source.length);
    return this.#pieces;
  }

  #skipTo(start: number): void {
    const ends = '\n'.repeat(lineEnds(this.#source, this.#at, start));
    if (this.#piece !== '') this.#piece += ends;
    else this.#space(ends);
    this.#at = start;
  }

  /** Adds space behind the last piece, so that it never runs into the next one. */
  #space(ends: string): void {
    const last = this.#pieces.pop();
    if (last === undefined) this.#leading += ends;
    else this.#pieces.push(last + (ends === '' && !this.#isParted ? ' ' : ends));
    this.#isParted = true;
  }
}

/** Compares code units, because indexOf would search beyond `end` each time. */
function lineEnds(text: string, start: number, end: number): number {
  let n = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 0x0a) n++;
  return n;
}
