/** Puts places into words and finds the single lines of a place. */
import type { HeadingPlace, LineRange, Place } from '../contract/index.ts';

/** Lines of a text file. */
export function linesPlace(startLine: number, endLine = startLine): Place {
  return { kind: 'lines', startLine, endLine };
}

/** The numbers that a reader sees beside the lines of a place; undefined where there are none. */
export function lineNumbers(place: Place): LineRange | undefined {
  switch (place.kind) {
    case 'lines':
      return place;
    case 'cell':
      return place.lines;
    default:
      return undefined;
  }
}

/** The place of one of the lines of a place, or the place itself where its lines are not told apart. @param index from 0 */
export function lineOf(place: Place, index: number): Place {
  const line = (lineNumbers(place)?.startLine ?? 0) + index;
  switch (place.kind) {
    case 'lines':
      return linesPlace(line);
    case 'cell':
      return { ...place, lines: place.lines && { startLine: line, endLine: line } };
    case 'rows': {
      // Rows without values are left out, so that the last one is the furthest.
      const row = Math.min(place.startRow + index, place.endRow);
      return { ...place, startRow: row, endRow: row };
    }
    default:
      return place;
  }
}

/**
 * A place behind the path of its file, such as `src/a.ts:3-5`, `a.ipynb, cell 2, lines 1-4` or `a.pdf#page=12`; in
 * English.
 */
export function rangeIn(path: string, place: Place): string {
  switch (place.kind) {
    case 'lines':
      return `${path}:${place.startLine}-${place.endLine}`;
    case 'cell':
      return `${path}, cell ${place.cell}${place.lines ? `, lines ${place.lines.startLine}-${place.lines.endLine}` : ''}`;
    case 'page':
      return `${path}#page=${place.page}${place.lastPage === undefined ? '' : ` to ${place.lastPage}`}`;
    case 'heading':
      return `${path}${place.headings
        .slice(-1)
        .map((title) => `, "${title}"`)
        .join('')}${paragraphsIn(place)}`;
    case 'slide':
      return `${path}, slide ${numbers(place.slide, place.lastSlide)}${place.isNotes ? ' (notes)' : ''}`;
    case 'rows':
      return `${path}, sheet "${place.sheet}", row ${numbers(place.startRow, place.endRow)}`;
    case 'message':
      return `${path}, message ${place.message}${place.subject === '' ? '' : ` "${place.subject}"`}`;
    case 'turn':
      return `${path}, ${place.time === '' ? `turn ${numbers(place.turn, place.lastTurn)}` : timeIn(place.time)}${place.speaker === '' ? '' : ` ${place.speaker}`}`;
  }
}

/** A time of ISO 8601 as people read it: `2026-03-04 10:17`; another one as it is. */
export function timeIn(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*$/, '$1 $2');
}

/** As `rangeIn` for a single line, such as `src/a.ts:3` or `a.ipynb, cell 2, line 1`. */
export function lineIn(path: string, place: Place): string {
  switch (place.kind) {
    case 'lines':
      return `${path}:${place.startLine}`;
    case 'cell':
      return `${path}, cell ${place.cell}${place.lines ? `, line ${place.lines.startLine}` : ''}`;
    default:
      return rangeIn(path, place);
  }
}

/** What leads to a place behind the address of its file, as code hosts and PDF viewers have it; empty where nothing does. */
export function fragmentOf(place: Place): string {
  switch (place.kind) {
    case 'lines': {
      const { startLine, endLine } = place;
      return startLine === endLine ? `L${startLine}` : `L${startLine}-L${endLine}`;
    }
    case 'page':
      return `page=${place.page}`;
    default:
      return '';
  }
}

function paragraphsIn({ paragraph, lastParagraph }: HeadingPlace): string {
  if (lastParagraph !== undefined) return `, paragraphs ${Math.max(1, paragraph)}-${lastParagraph}`;
  return paragraph === 0 ? '' : `, paragraph ${paragraph}`;
}

/** Such as `4` or `4-6`. */
function numbers(first: number, last = first): string {
  return last === first ? String(first) : `${first}-${last}`;
}
