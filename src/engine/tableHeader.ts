import type { TextSegment } from '../retrieval/index.ts';
import type { OpeningLine, SegmentAt } from './signature.ts';

const DELIMITED = /\.(?:csv|tsv|psv)$/i;
/** A row in Markdown, or a row of a page as it is read. */
const TABLE_ROW = /^\s*\||\S \| \S/;
/** In rows; a header further up is not looked for. */
const MAX_ROWS = 2000;

/** The first row of the table that a row belongs to: it names the columns. */
export function tableHeaderOf(row: TextSegment, path: string, at: SegmentAt): OpeningLine | undefined {
  const first = DELIMITED.test(path) ? firstOfFile(row, at) : topOfTable(row, at);
  if (!first || first.position === row.position) return undefined;
  const [text] = first.text.trim().split('\n');
  return { line: first.startLine, text: text! };
}

/** A binary search for the beginning of a file: files follow each other in the stream. */
function firstOfFile({ file, position }: TextSegment, at: SegmentAt): TextSegment | undefined {
  let [low, high] = [0, position];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at(middle)?.file ?? -1) >= file) high = middle;
    else low = middle + 1;
  }
  return at(low);
}

function topOfTable(row: TextSegment, at: SegmentAt): TextSegment | undefined {
  if (!TABLE_ROW.test(row.text)) return undefined;
  let top = row;
  for (let i = 0; i < MAX_ROWS; i++) {
    const above = at(top.position - 1);
    const isRow = above?.file === row.file && TABLE_ROW.test(above.text);
    if (!isRow || /\n\s*\n/.test(above.text)) return top;
    top = above;
  }
  return undefined;
}
