/** Which lines of a notebook's file are which lines of its cells. */
import type { PlaceStart } from '../../contract/index.ts';

type CellStart = Extract<PlaceStart, { kind: 'cell' }>;

/** Collects where cells stand, in the order of the file. Lines and cells count from 1. */
export class CellStarts {
  readonly #starts: CellStart[] = [];
  /** What was added last. */
  #last = { line: 0, cell: 0 };
  /** Lines of the last cell's own text so far. */
  #cellLines = 0;
  #isTold = true;

  /** @param line of the file @param lines of the cell's own text that stand on it */
  addText(line: number, cell: number, lines: number): void {
    if (cell !== this.#last.cell) this.#cellLines = 0;
    this.#add(line, cell, lines === 1 ? this.#cellLines + 1 : undefined);
    this.#cellLines += lines;
  }

  /** Something that a cell printed. */
  addOutput(line: number, cell: number): void {
    if (cell !== this.#last.cell) this.#cellLines = 0;
    this.#add(line, cell, undefined);
  }

  /** Empty where lines do not tell cells apart. */
  all(): readonly CellStart[] {
    return this.#isTold ? this.#starts : [];
  }

  #add(line: number, cell: number, cellLine: number | undefined): void {
    const before = this.#last;
    this.#last = { line, cell };
    const isShared = line === before.line;
    const last = this.#starts.at(-1);
    if (!last || cell !== before.cell) {
      // With two cells on a line, or a cell out of order, a line does not say which cell it belongs to.
      if (isShared || !(cell > before.cell)) this.#isTold = false;
      this.#starts.push({ kind: 'cell', line, cell, cellLine });
      return;
    }
    const expected = last.cellLine === undefined ? undefined : last.cellLine + line - last.line;
    if (!isShared && cellLine === expected) return;
    if (last.line === line) this.#starts.pop();
    this.#starts.push({ kind: 'cell', line, cell, cellLine: isShared ? undefined : cellLine });
  }
}
