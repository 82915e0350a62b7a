/** Sheets as tables, from the text that was taken out of them: there each value stands behind the heading of its column. Pure. */
import type { PlaceStart, Sheet, SheetRow } from '../../../contract/index.ts';

/** Between the values of a row in the text. */
const BETWEEN = ' | ';
/** A title or a note may stand above the row with the headings of the columns. */
const SEARCHED_ROWS = 12;

type RowsStart = Extract<PlaceStart, { kind: 'rows' }>;

/** @param starts where the lines of `text` are found; those of other kinds are passed over */
export function sheetsOf(text: string, starts: readonly PlaceStart[]): Sheet[] {
  const lines = text.split('\n');
  const rowStarts = starts.filter((start): start is RowsStart => start.kind === 'rows');
  const sheets: { name: string; line: number; rows: TextRow[] }[] = [];
  for (const [i, { sheet, line, row }] of rowStarts.entries()) {
    if (sheets.at(-1)?.name !== sheet) sheets.push({ name: sheet, line, rows: [] });
    const end = rowStarts[i + 1]?.line ?? lines.length + 1;
    for (let at = line; at < end; at++) {
      const value = lines[at - 1] ?? '';
      // The name of the sheet stands above its rows; the first of its starts is for that line.
      if (value.trim() === '' || (at === sheets.at(-1)!.line && value === `# ${sheet}`)) continue;
      sheets.at(-1)!.rows.push({ line: at, number: row + at - line, text: value });
    }
  }
  return sheets.map(({ name, line, rows }) => ({ name, line, ...tableOf(rows) }));
}

interface TextRow {
  readonly line: number;
  readonly number: number;
  readonly text: string;
}

function tableOf(rows: readonly TextRow[]): Pick<Sheet, 'head' | 'rows'> {
  const top = headRow(rows);
  const heads = top === undefined ? [] : rows[top]!.text.split(BETWEEN);
  const row = ({ line, number, text }: TextRow, i: number): SheetRow => ({
    line,
    number,
    cells: top !== undefined && i > top ? cellsOf(text, heads) : text.split(BETWEEN),
  });
  const all = rows.map(row);
  return { head: top === undefined ? null : all[top]!, rows: all.filter((_, i) => i !== top) };
}

/** Index of the row whose values stand in front of the values of the row below. */
function headRow(rows: readonly TextRow[]): number | undefined {
  for (let i = 0; i < Math.min(SEARCHED_ROWS, rows.length - 1); i++) {
    const heads = rows[i]!.text.split(BETWEEN);
    if (heads.length > 1 && heads.some((head) => rows[i + 1]!.text.startsWith(`${head}: `))) return i;
  }
  return undefined;
}

/**
 * The values of a row by their columns. A value goes on to where a later column begins, so that it may itself hold what
 * stands between values.
 */
export function cellsOf(text: string, heads: readonly string[]): string[] {
  const cells: string[] = heads.map(() => '');
  let rest = text;
  let column = 0;
  while (rest !== '') {
    const at = heads.findIndex((head, i) => i >= column && rest.startsWith(`${head}: `));
    if (at < 0) {
      // A column without a heading.
      const [value = '', ...others] = rest.split(BETWEEN);
      cells.push(value);
      rest = others.join(BETWEEN);
      continue;
    }
    rest = rest.slice(heads[at]!.length + 2);
    const ends = heads
      .slice(at + 1)
      .map((head) => rest.indexOf(`${BETWEEN}${head}: `))
      .filter((end) => end >= 0);
    const end = Math.min(rest.length, ...ends);
    cells[at] = rest.slice(0, end);
    rest = rest.slice(end + BETWEEN.length);
    column = at + 1;
  }
  return cells;
}
