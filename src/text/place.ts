/** Puts places into words and finds the single lines of a place. */
import type { LineRange, Place } from '../contract/index.ts';

/** Lines of a text file. */
export function linesPlace(startLine: number, endLine = startLine): Place {
  return { kind: 'lines', startLine, endLine };
}

/** The numbers of the lines of a place; undefined for the output of a cell, whose lines have none. */
export function lineNumbers(place: Place): LineRange | undefined {
  switch (place.kind) {
    case 'lines':
      return place;
    case 'cell':
      return place.lines;
  }
}

/** The place of one of the lines of a place. @param index from 0 */
export function lineOf(place: Place, index: number): Place {
  const line = (lineNumbers(place)?.startLine ?? 0) + index;
  switch (place.kind) {
    case 'lines':
      return linesPlace(line);
    case 'cell':
      return { ...place, lines: place.lines && { startLine: line, endLine: line } };
  }
}

/** A place behind the path of its file, such as `src/a.ts:3-5` or `a.ipynb, cell 2, lines 1-4`; in English. */
export function rangeIn(path: string, place: Place): string {
  switch (place.kind) {
    case 'lines':
      return `${path}:${place.startLine}-${place.endLine}`;
    case 'cell':
      return `${path}, cell ${place.cell}${place.lines ? `, lines ${place.lines.startLine}-${place.lines.endLine}` : ''}`;
  }
}

/** As `rangeIn` for a single line, such as `src/a.ts:3` or `a.ipynb, cell 2, line 1`. */
export function lineIn(path: string, place: Place): string {
  switch (place.kind) {
    case 'lines':
      return `${path}:${place.startLine}`;
    case 'cell':
      return `${path}, cell ${place.cell}${place.lines ? `, line ${place.lines.startLine}` : ''}`;
  }
}
