/** Turns lines of a file into the place that is told; called where evidence is finished, and nowhere else. */
import type { CellStart } from '../corpus/index.ts';
import type { Place } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

/** @param file its index in the reading */
export type PlaceOf = (file: number, startLine: number, endLine?: number) => Place;

/** @param cells where the cells of each notebook are, see `Reading` */
export function placesIn(cells: ReadonlyMap<number, readonly CellStart[]>): PlaceOf {
  return (file, startLine, endLine = startLine) =>
    cellOf(cells.get(file) ?? [], startLine, endLine) ?? linesPlace(startLine, endLine);
}

/** The cell with all of the lines; undefined where no single cell has them. */
function cellOf(starts: readonly CellStart[], startLine: number, endLine: number): Place | undefined {
  const first = starts.findLast(({ line }) => line <= startLine);
  const last = starts.findLast(({ line }) => line <= endLine);
  if (first === undefined || first.cell !== last?.cell) return undefined;
  const { cell, line, cellLine } = first;
  if (first !== last || cellLine === undefined) return { kind: 'cell', cell };
  const before = cellLine - line;
  return { kind: 'cell', cell, lines: { startLine: before + startLine, endLine: before + endLine } };
}
