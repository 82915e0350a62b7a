/** The text of a document as headings, paragraphs, lists and tables: what its extractor wrote, and nothing else, is markup. */

export interface BlockLine {
  /** Of the text, from 1. */
  readonly line: number;
  readonly text: string;
}

export type TextBlock =
  | ({ readonly kind: 'heading'; readonly level: number } & BlockLine)
  | { readonly kind: 'paragraph'; readonly lines: readonly BlockLine[] }
  | { readonly kind: 'list'; readonly items: readonly (BlockLine & { readonly depth: number })[] }
  | {
      readonly kind: 'table';
      readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
    };

/** A block to which lines are added; only the list of its kind is filled. */
interface Growing {
  readonly kind: 'paragraph' | 'list' | 'table';
  readonly lines: BlockLine[];
  readonly items: (BlockLine & { depth: number })[];
  readonly rows: { line: number; cells: string[] }[];
}

const HEADING = /^(#{1,6}) (.*)$/;
const ITEM = /^( *)- (.*)$/;
const ROW = /^\| (.*) \|$/;
/** A line that looks like markup stands indented in the text. */
const INDENTED = /^ {4}(?= {0,3}(?:#{1,6}(?:\s|$)|={1,6}\s+\S|`{3}|~{3}))/;

export function blocksOf(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  /** The block that the next line may belong to. */
  let open: Growing | undefined;
  const grow = (kind: Growing['kind']): Growing => {
    if (open?.kind === kind) return open;
    open = { kind, lines: [], items: [], rows: [] };
    blocks.push(open);
    return open;
  };
  for (const [i, source] of text.split('\n').entries()) {
    const line = i + 1;
    const heading = HEADING.exec(source);
    const item = ITEM.exec(source);
    const row = ROW.exec(source);
    if (source.trim() === '') open = undefined;
    else if (heading) {
      open = undefined;
      blocks.push({ kind: 'heading', level: heading[1]!.length, line, text: heading[2]! });
    } else if (item) grow('list').items.push({ line, depth: item[1]!.length / 2, text: item[2]! });
    else if (row) grow('table').rows.push({ line, cells: cellsOf(row[1]!) });
    else grow('paragraph').lines.push({ line, text: source.replace(INDENTED, '') });
  }
  return blocks;
}

function cellsOf(row: string): string[] {
  return row.split(' | ').map((cell) => cell.replaceAll('\\|', '|'));
}
