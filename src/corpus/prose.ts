import { isBlank, linesOf, Pieces } from './lines.ts';
import { sentencesOf } from './sentences.ts';

/** Markdown, AsciiDoc (`==`) and LaTeX headings. */
const HEADING =
  /^ {0,3}#{1,6}(?:\s|$)|^={1,6}\s+\S|^\s*\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph)\b/;
const TABLE_ROW = /^\s*\|/;
/** Bullets, numbers and letters of all four markups, and LaTeX's `\item`. */
const LIST_ITEM = /^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-z]\)|\*{2,6}|\.{1,6}|\\item\b)\s+\S/;
/** A line without letter or digit: a rule, the underline of a heading, the frame of a table. */
const RULE = /^[^\p{L}\p{N}\n]+\n?$/u;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Prose: the sentences of each paragraph; headings, list items, table rows and lines of fenced code are pieces of
 * their own. Blank lines, and rules and underlines, belong to the piece above them.
 * @param maxChars a list item longer than this is split into its sentences
 */
export function prosePieces(text: string, maxChars: number): string[] {
  const pieces = new Pieces();
  let block = '';
  let isItem = false;
  let fence: string | undefined;

  const endBlock = (): void => {
    if (block === '') return;
    if (isItem && block.length <= maxChars) pieces.add(block);
    else for (const sentence of sentencesOf(block)) pieces.add(sentence);
    block = '';
    isItem = false;
  };

  for (const line of linesOf(text)) {
    if (fence !== undefined) {
      if (isBlank(line)) pieces.append(line);
      else pieces.add(line);
      if (closes(line, fence)) fence = undefined;
      continue;
    }
    const opening = FENCE.exec(line)?.[1];
    if (opening !== undefined) {
      endBlock();
      pieces.add(line);
      fence = opening;
    } else if (isBlank(line) || RULE.test(line)) {
      endBlock();
      pieces.append(line);
    } else if (HEADING.test(line) || TABLE_ROW.test(line)) {
      endBlock();
      pieces.add(line);
    } else {
      if (LIST_ITEM.test(line)) {
        endBlock();
        isItem = true;
      }
      block += line;
    }
  }
  endBlock();
  return pieces.all();
}

function closes(line: string, fence: string): boolean {
  const found = FENCE.exec(line)?.[1];
  return found !== undefined && found.startsWith(fence) && line.trim() === found;
}
