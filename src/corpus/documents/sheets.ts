/** Writes sheets as text: each row on a line, each value with the heading of its column. */
import { headingLine, TextBuilder } from './builder.ts';
import type { DocumentText } from './types.ts';

/** A row that has values. */
export interface Row {
  /** From 1, as the program shows it. */
  readonly number: number;
  /** By column, from 0; empty where nothing stands. */
  readonly cells: readonly string[];
}

export class SheetText {
  readonly #text = new TextBuilder();

  sheet(name: string, rows: readonly Row[]): void {
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    const [first] = filled;
    if (!first) return;
    this.#text.blank();
    this.#text.start({ kind: 'rows', line: this.#text.nextLine, sheet: name, row: first.number });
    this.#text.line(headingLine(name, 1));
    this.#text.blank();
    const top = headRow(filled);
    const heads = top === undefined ? [] : filled[top]!.cells;
    let expected = NaN;
    for (const [i, { number, cells }] of filled.entries()) {
      if (number !== expected) {
        this.#text.start({ kind: 'rows', line: this.#text.nextLine, sheet: name, row: number });
      }
      this.#text.line(lineOf(cells, top !== undefined && i > top ? heads : []));
      expected = number + 1;
    }
  }

  finish(): DocumentText {
    return this.#text.finish();
  }
}

/** A title or a note may stand above the row with the headings of the columns. */
const SEARCHED_ROWS = 12;

/** Index of the row with the headings of the columns: the first of words alone that is as wide as what follows. */
function headRow(rows: readonly Row[]): number | undefined {
  const widths = rows.slice(0, 200).map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length);
  const usual = [...widths].sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0;
  if (usual < 2) return undefined;
  for (const [i, { cells }] of rows.slice(0, Math.min(SEARCHED_ROWS, rows.length - 1)).entries()) {
    const words = cells.filter((cell) => cell.trim() !== '');
    if (words.length < Math.max(2, 0.7 * usual)) continue;
    const isHead = words.every((cell) => /\p{L}/u.test(cell) && cell.length <= 80);
    return isHead && new Set(words).size === words.length ? i : undefined;
  }
  return undefined;
}

function lineOf(cells: readonly string[], heads: readonly string[]): string {
  return cells
    .flatMap((cell, column) => {
      const value = flat(cell);
      if (value === '') return [];
      const head = flat(heads[column] ?? '');
      return [head === '' ? value : `${head}: ${value}`];
    })
    .join(' | ');
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
