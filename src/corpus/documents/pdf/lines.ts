/** Joins runs of text into lines, in the order in which they are read. */
import type { TurnedRuns } from './runs.ts';
import type { Cell, Line, Run } from './types.ts';

/** In letters' sizes: a wider gap parts cells of a table, or columns. */
const CELL_GAP = 1;
/** A wider gap stands for a space. */
const SPACE_GAP = 0.18;
/** Letters reach about as far above their base, and below. */
const ABOVE = 0.8;
const BELOW = 0.22;

/** The lines of a page, those of each column from top to bottom. */
export function linesOfPage(frames: readonly TurnedRuns[]): Line[] {
  return frames.flatMap(({ runs, area }) =>
    inReadingOrder(blocksOf(runs)).map((line): Line => {
      const [left, right] = [Math.min(...line.map((b) => b.left)), Math.max(...line.map((b) => b.right))];
      const [main] = [...line].sort((a, b) => b.text.length - a.text.length) as [RunGroup];
      const { base, size } = main;
      const cells = line.map(({ text, left, right }): Cell => ({ text, left, right }));
      return {
        cells,
        left,
        right,
        base,
        size,
        area: area(left, base - ABOVE * size, right, base + BELOW * size),
      };
    }),
  );
}

/** Runs that follow each other without a wide gap. */
interface RunGroup {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly base: number;
  readonly size: number;
  /** Number of its row, counted from the top of the page. */
  readonly row: number;
}

/** Joins runs that stand on one line and close to each other. */
function blocksOf(runs: readonly Run[]): RunGroup[] {
  return rowsOf(runs).flatMap((row, index) => {
    const sorted = [...row].sort((a, b) => a.left - b.left);
    const blocks: RunGroup[] = [];
    for (let from = 0; from < sorted.length;) {
      let to = from + 1;
      let right = sorted[from]!.right;
      while (to < sorted.length && sorted[to]!.left - right < CELL_GAP * sizeOf(sorted.slice(from, to + 1))) {
        right = Math.max(right, sorted[to]!.right);
        to++;
      }
      const joined = sorted.slice(from, to);
      const main = joined.reduce((a, b) => (b.text.length > a.text.length ? b : a));
      const { base, size } = main;
      blocks.push({ text: textOf(joined), left: sorted[from]!.left, right, base, size, row: index });
      from = to;
    }
    return blocks;
  });
}

function sizeOf(runs: readonly Run[]): number {
  return runs.reduce((most, { size }) => Math.max(most, size), 0);
}

/** Runs whose letters stand beside each other, from the top; a raised or lowered letter belongs to its line. */
function rowsOf(runs: readonly Run[]): Run[][] {
  const rows: { readonly runs: Run[]; main: Run }[] = [];
  for (const run of [...runs].sort((a, b) => a.base - b.base)) {
    const near = rows.slice(-3).filter(({ main }) => overlap(main, run) >= 0.5);
    const row = near.at(-1);
    if (!row) {
      rows.push({ runs: [run], main: run });
      continue;
    }
    row.runs.push(run);
    if (run.size > 1.2 * row.main.size) row.main = run;
  }
  return rows.map(({ runs }) => runs);
}

/** How much of the smaller one's height two runs share, 0 to 1. */
function overlap(a: Run, b: Run): number {
  const top = Math.max(a.base - ABOVE * a.size, b.base - ABOVE * b.size);
  const bottom = Math.min(a.base + BELOW * a.size, b.base + BELOW * b.size);
  return (bottom - top) / ((ABOVE + BELOW) * Math.min(a.size, b.size));
}

/** @param runs of one line, from the left */
function textOf(runs: readonly Run[]): string {
  const rightToLeft = runs.filter(({ isRightToLeft }) => isRightToLeft).length;
  const inOrder = 2 * rightToLeft > runs.length ? [...runs].reverse() : runs;
  let text = '';
  let before: Run | undefined;
  for (const run of inOrder) {
    const gap = before === undefined ? 0 : Math.max(run.left - before.right, before.left - run.right);
    const isParted = gap > SPACE_GAP * Math.min(run.size, before?.size ?? run.size);
    if (text !== '' && (isParted || (run.isParted && gap > 0)) && !text.endsWith(' ')) text += ' ';
    text += run.text;
    before = run;
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** As a part of the lines that may cross a gap between columns: headings and figures do. */
const CROSSING = 0.2;
/** Fewer lines on a side are no column. */
const MIN_COLUMN_LINES = 4;
/** Of the rows of a column, those that are lines of text. */
const MIN_LINES_SHARE = 0.4;
/** Letters of such a line; cells of tables are shorter. */
const MIN_COLUMN_CHARS = 14;
/** Of the width of a column, what such a line fills. */
const COLUMN_FILL = 0.55;
const MAX_COLUMNS_DEEP = 3;

/** Rows of blocks as they are read: a column before the next one. */
function inReadingOrder(blocks: readonly RunGroup[], depth = 0): RunGroup[][] {
  const gap = depth < MAX_COLUMNS_DEEP ? gapBetweenColumns(blocks) : undefined;
  if (!gap) return rowsTogether(blocks);
  const lines: RunGroup[][] = [];
  let [left, right]: [RunGroup[], RunGroup[]] = [[], []];
  const end = (): void => {
    lines.push(...inReadingOrder(left, depth + 1), ...inReadingOrder(right, depth + 1));
    [left, right] = [[], []];
  };
  for (const block of blocks) {
    if (block.right <= gap.right && block.left < gap.left) left.push(block);
    else if (block.left >= gap.left) right.push(block);
    else {
      end();
      const last = lines.at(-1);
      // What crosses the gap may stand in one row with more.
      if (last?.[0]!.row === block.row) last.push(block);
      else lines.push([block]);
    }
  }
  end();
  return lines;
}

function rowsTogether(blocks: readonly RunGroup[]): RunGroup[][] {
  const rows: RunGroup[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    if (last?.[0]!.row === block.row) last.push(block);
    else rows.push([block]);
  }
  return rows;
}

/** The widest gap that hardly a line crosses and that has columns of text on both sides. */
function gapBetweenColumns(blocks: readonly RunGroup[]): { left: number; right: number } | undefined {
  if (blocks.length < 2 * MIN_COLUMN_LINES) return undefined;
  const start = Math.min(...blocks.map(({ left }) => left));
  const end = Math.max(...blocks.map(({ right }) => right));
  const width = Math.ceil(end - start);
  if (!(width > 0 && width < 20_000)) return undefined;
  /** How many lines cross each point. */
  const crossed = new Uint32Array(width + 2);
  for (const { left, right } of blocks) {
    for (let x = Math.floor(left - start); x < Math.ceil(right - start); x++) crossed[x]!++;
  }
  const most = CROSSING * blocks.length;
  const size = median(blocks.map(({ size }) => size));
  let best: { left: number; right: number; crossings: number } | undefined;
  for (let x = Math.floor(0.15 * width); x < 0.85 * width; x++) {
    if (crossed[x]! > most) continue;
    let to = x;
    while (to < width && crossed[to]! <= crossed[x]!) to++;
    const found = { left: start + x, right: start + to, crossings: crossed[x]! };
    const isWide = to - x >= 0.7 * size;
    if (isWide && (!best || found.crossings < best.crossings) && areColumns(blocks, found)) best = found;
  }
  return best;
}

function areColumns(blocks: readonly RunGroup[], gap: { left: number; right: number }): boolean {
  const left = blocks.filter(({ right }) => right <= gap.right);
  const right = blocks.filter(({ left }) => left >= gap.left);
  if (left.length + right.length < (1 - CROSSING) * blocks.length) return false;
  return [left, right].every((column) => {
    const width = Math.max(...column.map(({ right }) => right)) - Math.min(...column.map(({ left }) => left));
    const rows = rowsTogether(column);
    // A row of a table has several blocks, and a table may stand in a column.
    const lines = rows.filter(
      ([block, ...others]) =>
        others.length === 0 &&
        block!.right - block!.left >= COLUMN_FILL * width &&
        widthInLetters(block!.text) >= MIN_COLUMN_CHARS,
    );
    return lines.length >= Math.max(MIN_COLUMN_LINES, MIN_LINES_SHARE * rows.length);
  });
}

/** A Chinese character is as wide as two letters. */
function widthInLetters(text: string): number {
  return text.length + (text.match(/[\u3000-\u9fff\uac00-\ud7af]/g)?.length ?? 0);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
