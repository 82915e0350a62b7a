/** Finds what stands on every page: running headers and footers, page numbers. */
import { median } from './lines.ts';
import type { Line, Page } from './types.ts';

/** Lines at the top and at the bottom of a page that may be furniture. */
const EDGE_LINES = 3;
/** Pages to each side that are compared; left and right pages may differ. */
const NEIGHBOURS = 4;
/** In points: the same line stands at the same height on each page. */
const TOLERANCE = 5;
/** In letters' sizes: furniture stands at least as far from the text. */
const MIN_GAP = 1.5;
/** Pages around on which the number of the same line counts on, where its words change. */
const MIN_COUNTED = 3;

/** Without the lines that repeat at the edges of the pages around. */
export function withoutFurniture(pages: readonly Page[]): Page[] {
  const edges = pages.map(edgesOf);
  return pages.map((page, i) => {
    const others = edges.slice(Math.max(0, i - NEIGHBOURS), i).concat(edges.slice(i + 1, i + 1 + NEIGHBOURS));
    const repeats = (edge: Edge): boolean => {
      const same = others.filter((other) => other.some((line) => isSame(line, edge))).length;
      // A bare number is a page number when one neighbour has one there.
      if (same >= (edge.pattern === '#' || others.length === 1 ? 1 : 2)) return true;
      return others.filter((other) => other.some((line) => countsOn(line, edge))).length >= MIN_COUNTED;
    };
    const furniture = new Set(
      [true, false].flatMap((isTop) =>
        setApart(
          edges[i]!.filter((edge) => edge.isTop === isTop),
          repeats,
        ),
      ),
    );
    return furniture.size === 0
      ? page
      : { ...page, lines: page.lines.filter((line) => !furniture.has(line)) };
  });
}

/** The outermost lines that repeat, as far as a gap parts them from the text. @param edges from the edge inwards */
function setApart(edges: readonly Edge[], repeats: (edge: Edge) => boolean): Line[] {
  const inner = edges.findIndex((edge) => !repeats(edge));
  let count = inner < 0 ? edges.length : inner;
  while (count > 0 && !isSetApart(edges[count - 1]!)) count--;
  return edges.slice(0, count).map(({ line }) => line);
}

function isSetApart({ gap, line }: Edge): boolean {
  return gap >= MIN_GAP * line.size;
}

interface Edge {
  readonly line: Line;
  /** Its text without what changes from page to page. */
  readonly pattern: string;
  readonly isTop: boolean;
  /** To the next line inwards, in points. */
  readonly gap: number;
  /** The numbers on it less that of the page: equal on all pages for a page's printed number. */
  readonly offsets: readonly number[];
}

/** The lines at both edges, from the edge inwards. */
function edgesOf({ number, lines }: Page): Edge[] {
  const fromTop = [...lines].sort((a, b) => a.area[1] - b.area[1]);
  const fromBottom = [...lines].sort((a, b) => b.area[3] - a.area[3]);
  return [
    ...fromTop.slice(0, EDGE_LINES).map((line, i) => edgeOf(line, fromTop[i + 1], number, true)),
    ...fromBottom.slice(0, EDGE_LINES).map((line, i) => edgeOf(line, fromBottom[i + 1], number, false)),
  ];
}

/** @param inner the next line inwards */
function edgeOf(line: Line, inner: Line | undefined, page: number, isTop: boolean): Edge {
  const text = line.cells.map((cell) => cell.text).join(' ');
  const pattern = text
    .toLowerCase()
    .replace(/^[ivxlcdm]+$/, '#')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/[\s–—-]+/g, '');
  const numbers = text.matchAll(/(?<![\d.,])\d{1,5}(?![\d.,])/g);
  const offsets = Array.from(numbers, ([digits]) => Number(digits) - page);
  const gap = inner === undefined ? Infinity : Math.abs(inner.area[1] - line.area[1]);
  return { line, pattern, isTop, gap, offsets };
}

function isSame(a: Edge, b: Edge): boolean {
  return (
    a.isTop === b.isTop && a.pattern === b.pattern && Math.abs(a.line.area[1] - b.line.area[1]) <= TOLERANCE
  );
}

function countsOn(a: Edge, b: Edge): boolean {
  return (
    a.isTop === b.isTop &&
    Math.abs(a.line.area[1] - b.line.area[1]) <= TOLERANCE &&
    a.offsets.some((offset) => b.offsets.includes(offset))
  );
}

/** The size of most letters. */
export function bodySizeOf(pages: readonly Page[]): number {
  const letters = new Map<number, number>();
  for (const { lines } of pages) {
    for (const { size, cells } of lines) {
      const key = Math.round(2 * size) / 2;
      letters.set(key, (letters.get(key) ?? 0) + cells.reduce((sum, { text }) => sum + text.length, 0));
    }
  }
  const [most] = [...letters].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 0;
}

/** The usual distance of two lines of a column, in points; 0 where nothing tells. */
export function leadingOf(lines: readonly Line[]): number {
  const steps = lines
    .slice(1)
    .map((line, i) => line.base - lines[i]!.base)
    .filter((step, i) => step > 0 && step < 3 * lines[i]!.size);
  return median(steps);
}
