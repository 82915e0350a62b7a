/** Turns lines of a file into the place that is told; called where evidence is finished, and nowhere else. */
import type { PageArea, Place, PlaceStart } from '../contract/index.ts';
import { linesPlace, printableLine } from '../text/index.ts';

/** @param file its index in the reading */
export type PlaceOf = (file: number, startLine: number, endLine?: number) => Place;

/** @param starts where the lines of documents are found, see `Reading` */
export function placesIn(starts: ReadonlyMap<number, readonly PlaceStart[]>): PlaceOf {
  return (file, startLine, endLine = startLine) =>
    printable(placeIn(starts.get(file) ?? [], startLine, endLine)) ?? linesPlace(startLine, endLine);
}

/** In UTF-16 code units; a title that is longer is cut. */
const MAX_TITLE_CHARS = 200;

/** A place whose words, which others wrote, can be shown. */
function printable(place: Place | undefined): Place | undefined {
  switch (place?.kind) {
    case 'page':
    case 'heading':
      return { ...place, headings: place.headings.map(title) };
    case 'slide':
      return { ...place, title: title(place.title) };
    case 'rows':
      return { ...place, sheet: title(place.sheet) };
    case 'message':
      return { ...place, subject: title(place.subject), from: title(place.from), date: title(place.date) };
    case 'turn':
      return { ...place, speaker: title(place.speaker), time: title(place.time) };
    default:
      return place;
  }
}

function title(text: string): string {
  const shown = printableLine(text);
  return shown.length <= MAX_TITLE_CHARS ? shown : `${shown.slice(0, MAX_TITLE_CHARS).toWellFormed()}…`;
}

type StartOf<Kind extends PlaceStart['kind']> = Extract<PlaceStart, { kind: Kind }>;

/** Undefined where no start tells. */
function placeIn(starts: readonly PlaceStart[], startLine: number, endLine: number): Place | undefined {
  const from = lastAt(starts, startLine);
  const to = lastAt(starts, endLine);
  const [first, last] = [starts[from], starts[to]];
  if (first === undefined || last === undefined) return undefined;
  switch (first.kind) {
    case 'cell':
      return cellPlace(first, last as StartOf<'cell'>, startLine, endLine);
    case 'page':
      return pagePlace(starts.slice(from, to + 1) as StartOf<'page'>[], startLine, endLine);
    case 'heading':
      return headingPlace(first, last as StartOf<'heading'>);
    case 'slide': {
      const { slide, title, isNotes } = first;
      const { slide: lastSlide } = last as StartOf<'slide'>;
      return { kind: 'slide', slide, title, isNotes, ...(lastSlide !== slide && { lastSlide }) };
    }
    case 'rows':
      return rowsPlace(first, last as StartOf<'rows'>, startLine, endLine);
    case 'message': {
      const { message, subject, from, date } = first;
      return { kind: 'message', message, subject, from, date };
    }
    case 'turn': {
      const { turn, speaker, time } = first;
      const { turn: lastTurn } = last as StartOf<'turn'>;
      return { kind: 'turn', turn, speaker, time, ...(lastTurn !== turn && { lastTurn }) };
    }
  }
}

/** Index of the last start at a line or above it; -1 where there is none. */
function lastAt(starts: readonly PlaceStart[], line: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]!.line <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The cell with all of the lines; undefined where no single cell has them. */
function cellPlace(
  first: StartOf<'cell'>,
  last: StartOf<'cell'>,
  startLine: number,
  endLine: number,
): Place | undefined {
  if (first.cell !== last.cell) return undefined;
  const { cell, line, cellLine } = first;
  if (first !== last || cellLine === undefined) return { kind: 'cell', cell };
  const before = cellLine - line;
  return { kind: 'cell', cell, lines: { startLine: before + startLine, endLine: before + endLine } };
}

/** @param starts from that of the first line to that of the last */
function pagePlace(starts: readonly StartOf<'page'>[], startLine: number, endLine: number): Place {
  const areas: PageArea[] = [];
  let at = 0;
  for (let line = startLine; line <= endLine; line++) {
    while ((starts[at + 1]?.line ?? Infinity) <= line) at++;
    const start = starts[at]!;
    const [left = 0, top = 0, right = 0, bottom = 0] = start.areas.slice(4 * (line - start.line));
    if (right > left) areas.push({ page: start.page, left, top, right, bottom });
  }
  // Blank lines at the ends may stand on a page that shows nothing of the text.
  const page = areas[0]?.page ?? starts[0]!.page;
  const lastPage = areas.at(-1)?.page ?? page;
  const { headings } = starts.find((start) => start.page === page)!;
  return { kind: 'page', page, ...(lastPage !== page && { lastPage }), headings, areas };
}

/** The place of the first line; of lines that go on under another heading, too. */
function headingPlace(first: StartOf<'heading'>, last: StartOf<'heading'>): Place {
  const { headings, paragraph } = first;
  const isSame =
    headings.length === last.headings.length && headings.every((title, i) => title === last.headings[i]);
  return {
    kind: 'heading',
    headings,
    paragraph,
    ...(isSame && last.paragraph > paragraph && { lastParagraph: last.paragraph }),
  };
}

/** Of lines that go on in another sheet, those of the first. */
function rowsPlace(first: StartOf<'rows'>, last: StartOf<'rows'>, startLine: number, endLine: number): Place {
  const startRow = first.row + startLine - first.line;
  const endRow = last.sheet === first.sheet ? last.row + endLine - last.line : startRow;
  return { kind: 'rows', sheet: first.sheet, startRow, endRow };
}
