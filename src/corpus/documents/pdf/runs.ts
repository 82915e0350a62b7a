/** Turns what pdf.js tells of a page into runs of text, by the direction in which they run. */
import { withoutRadicals } from './radicals.ts';
import type { Run } from './types.ts';

/** The part of pdf.js's `TextItem` that is used. */
export interface TextItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

export interface TurnedRuns {
  /** Runs of one direction. */
  readonly runs: readonly Run[];
  /** Turns a rectangle of the reader's frame back into one of the page: left, top, right, bottom. */
  readonly area: (
    left: number,
    top: number,
    right: number,
    bottom: number,
  ) => [number, number, number, number];
}

/** Text in other sizes is a mark that nobody reads. */
const MIN_SIZE = 1;
const MAX_SIZE = 400;
/** More runs are no page of text. */
const MAX_RUNS = 50_000;

/**
 * The text of a page, direction by direction: the one that most of it runs in comes first.
 * @param view the transform from the page's space to points from the left and the top
 */
export function runsByTurn(
  items: readonly TextItem[],
  view: readonly number[],
  pageWidth: number,
  pageHeight: number,
): TurnedRuns[] {
  const byTurn: Run[][] = [[], [], [], []];
  let isParted = false;
  let count = 0;
  for (const item of items) {
    const text = withoutRadicals(item.str);
    if (text.trim() === '') {
      isParted = true;
      continue;
    }
    if (++count > MAX_RUNS) break;
    const [a, b, c, d, x, y] = product(view, item.transform);
    const size = Math.hypot(c, d);
    // With letters of no width, the direction of the lines above each other tells.
    const angle = Math.atan2(b, a);
    const turn = ((Math.round(angle / (Math.PI / 2)) % 4) + 4) % 4;
    if (!(size >= MIN_SIZE && size <= MAX_SIZE) || !Number.isFinite(x + y + item.width)) continue;
    const [left, base] = toReader(turn, x, y, pageWidth, pageHeight);
    byTurn[turn]!.push({
      text,
      left,
      right: left + Math.abs(item.width),
      base,
      size,
      isRightToLeft: item.dir === 'rtl',
      isParted: isParted || /^\s/.test(text),
    });
    isParted = item.hasEOL || /\s$/.test(text);
  }
  return byTurn
    .map((runs, turn): TurnedRuns => ({ runs, area: areaOf(turn, pageWidth, pageHeight) }))
    .filter(({ runs }) => runs.length > 0)
    .sort((one, other) => lettersOf(other) - lettersOf(one));
}

function lettersOf({ runs }: TurnedRuns): number {
  return runs.reduce((sum, { text }) => sum + text.length, 0);
}

type Matrix = readonly [number, number, number, number, number, number];

function product(m: readonly number[], n: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** A point of the page for who turned the page so that text in this direction runs to the right. @param turn quarters, clockwise */
function toReader(turn: number, x: number, y: number, width: number, height: number): [number, number] {
  switch (turn) {
    case 1:
      return [y, width - x];
    case 2:
      return [width - x, height - y];
    case 3:
      return [height - y, x];
    default:
      return [x, y];
  }
}

function areaOf(turn: number, width: number, height: number): TurnedRuns['area'] {
  const back = (x: number, y: number): [number, number] => {
    switch (turn) {
      case 1:
        return [width - y, x];
      case 2:
        return [width - x, height - y];
      case 3:
        return [y, height - x];
      default:
        return [x, y];
    }
  };
  return (left, top, right, bottom) => {
    const [x, y] = back(left, top);
    const [u, v] = back(right, bottom);
    return [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
  };
}
