import { headingLine, plainLine, rowLine, TextBuilder } from './builder.ts';
import type { DocumentText } from './types.ts';

/** Receives the parts of a document without pages, in their order. */
export interface Prose {
  /** @param level from 1 */
  heading(text: string, level: number): void;
  /** @param text with U+2028 for ends of lines that the writer set */
  paragraph(text: string): void;
  /** An item of a list. @param depth from 0 */
  item(text: string, depth: number): void;
  row(cells: readonly string[]): void;
  /** Lines in which white space counts. */
  code(text: string): void;
  /** Ends a table or a list. */
  end(): void;
}

/** Writes a document without pages: its places are the headings and, below the last one, the paragraph. */
export class ProseText implements Prose {
  readonly #text = new TextBuilder();
  readonly #outer: readonly string[];
  /** By level; a level that was left out is empty. */
  #headings: string[] = [];
  #paragraph = 0;
  #last: 'row' | 'item' | 'other' = 'other';

  /** @param outer headings that all of it stands under, such as a chapter's */
  constructor(outer: readonly string[] = []) {
    this.#outer = outer;
  }

  heading(text: string, level: number): void {
    const title = flat(text);
    if (title === '') return;
    this.#begin('other');
    this.#headings = [...Array.from({ length: level - 1 }, (_, i) => this.#headings[i] ?? ''), title];
    this.#paragraph = 0;
    this.#start();
    this.#text.line(headingLine(title, level));
    this.#text.blank();
  }

  paragraph(text: string): void {
    const lines = text
      .split('\u2028')
      .map(flat)
      .filter((line) => line !== '');
    if (lines.length === 0) return;
    this.#begin('other');
    this.#counted();
    for (const line of lines) this.#text.line(plainLine(line));
  }

  item(text: string, depth: number): void {
    const shown = flat(text);
    if (shown === '') return;
    this.#begin('item');
    this.#counted();
    this.#text.line(`${'  '.repeat(Math.min(depth, 8))}- ${shown}`);
  }

  row(cells: readonly string[]): void {
    if (cells.every((cell) => cell.trim() === '')) return;
    this.#begin('row');
    this.#counted();
    this.#text.line(rowLine(cells));
  }

  code(text: string): void {
    if (text.trim() === '') return;
    this.#begin('other');
    this.#counted();
    for (const line of text.replace(/\s+$/, '').split(/\r\n|\r|\n/)) this.#text.line(plainLine(line));
  }

  end(): void {
    this.#last = 'other';
  }

  finish(): DocumentText {
    return this.#text.finish();
  }

  #begin(kind: 'row' | 'item' | 'other'): void {
    // Rows of one table and items of one list stand below each other.
    if (kind === 'other' || kind !== this.#last) this.#text.blank();
    this.#last = kind;
  }

  #counted(): void {
    this.#paragraph++;
    this.#start();
  }

  #start(): void {
    this.#text.start({
      kind: 'heading',
      line: this.#text.nextLine,
      headings: [...this.#outer, ...this.#headings.filter((title) => title !== '')],
      paragraph: this.#paragraph,
    });
  }
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
