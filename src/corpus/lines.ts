/** The lines of a text, each with its line end; they concatenate to the text. */
export function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
}

/** True for a line of white space. */
export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Collects pieces. A blank line joins the piece above it; blank lines at the start join the first piece. */
export class Pieces {
  readonly #pieces: string[] = [];
  #leading = '';

  add(piece: string): void {
    this.#pieces.push(this.#leading + piece);
    this.#leading = '';
  }

  /** Adds white space, or a line that belongs to the piece above it. */
  append(text: string): void {
    const last = this.#pieces.pop();
    if (last === undefined) this.#leading += text;
    else this.#pieces.push(last + text);
  }

  /** Everything added, in order. */
  all(): string[] {
    return this.#leading === '' ? this.#pieces : [...this.#pieces, this.#leading];
  }
}

/** Code: one piece per line. */
export function codePieces(text: string): string[] {
  const pieces = new Pieces();
  for (const line of linesOf(text)) {
    if (isBlank(line)) pieces.append(line);
    else pieces.add(line);
  }
  return pieces.all();
}
