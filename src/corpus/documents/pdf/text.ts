/** Writes the lines of all pages as one text: paragraphs, headings, rows of tables, words joined that a line end parted. */
import { headingLine, plainLine, rowLine, TextBuilder } from '../builder.ts';
import type { DocumentText } from '../types.ts';
import { bodySizeOf, leadingOf } from './furniture.ts';
import { headingsOf, textOf } from './outline.ts';
import type { PdfHeadings } from './outline.ts';
import type { Line, OutlineEntry, Page } from './types.ts';

/** Of the usual distance of lines: more parts two paragraphs. */
const PARAGRAPH_GAP = 1.3;
/** In letters' sizes: a first line of a paragraph begins further to the right. */
const INDENT = 0.8;
const SENTENCE_END = /[.!?:;。！？：；…]["'”’)\]»]*$/;
const LIST_ITEM = /^(?:[•◦▪●○■–*-]|\d{1,3}[.)]|\(?[a-z]\))\s/;
/** A line of a table of contents: dots that lead to a page's number. The headings say the same. */
const LEADER = /(?:(?:\s\.){2,}|[.·…]{4,})\s*(?:\d+|[ivxlc]+)$/;
/** Characters of scripts that write no spaces. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，、；：]`;
const UNSPACED_END = new RegExp(`${UNSPACED}$`, 'u');
const UNSPACED_START = new RegExp(`^${UNSPACED}`, 'u');
const BULLET = /^[•◦▪●○■·]\s*/;

export function textOfPages(pages: readonly Page[], outline: readonly OutlineEntry[]): DocumentText {
  const writer = new Writer(headingsOf(pages, outline, bodySizeOf(pages)));
  const read = pages.map((page) => ({
    ...page,
    lines: page.lines.filter((line) => !LEADER.test(textOf(line))),
  }));
  for (const [i, page] of read.entries()) writer.page(page, read[i + 1]?.lines[0]);
  return writer.text.finish();
}

class Writer {
  readonly text = new TextBuilder();
  readonly #headings: PdfHeadings;
  /** The headings in force, by their level. */
  #path: string[] = [];
  #areas: number[] = [];
  /** The line written last, of this page or the one before. */
  #last: { readonly line: Line; readonly text: string } | undefined;
  /** Nothing was written since the last blank line. */
  #isBlank = true;
  /** What a hyphen parted from the next line's first word. */
  #isBroken = false;

  constructor(headings: PdfHeadings) {
    this.#headings = headings;
  }

  /** @param next the first line of the next page */
  page({ number, lines }: Page, next: Line | undefined): void {
    for (const { title, level } of this.#headings.unseen(number)) this.#enter(title, level);
    this.#start(number);
    const leading = leadingOf(lines);
    const rows = tableRows(lines);
    let isFirst = true;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]!;
      const heading = this.#headings.at(line);
      if (heading) {
        this.#heading(number, heading.text, heading.level, lines.slice(i, i + heading.lines));
        i += heading.lines - 1;
      } else if (rows.has(line)) {
        if (!this.#isRow()) this.#blank();
        this.#write(line, rowLine(line.cells.map(({ text }) => text)));
      } else this.#prose(line, leading, isFirst, lines[i + 1] ?? next);
      isFirst = false;
    }
  }

  #heading(page: number, text: string, level: number, lines: readonly Line[]): void {
    this.#blank();
    this.#enter(text, level);
    this.#start(page);
    this.#isBroken = false;
    this.#areas.push(...around(lines));
    this.text.line(headingLine(text, level));
    this.#last = undefined;
    this.#blank();
  }

  #prose(line: Line, leading: number, isFirst: boolean, next: Line | undefined): void {
    let text = textOf(line).replace(BULLET, '- ');
    if (this.#begins(line, text, leading, isFirst)) this.#blank();
    if (this.#isBroken) {
      // The first word was written with the line above.
      text = text.replace(/^\S+\s*/, '');
      this.#isBroken = false;
    }
    const rest = next && brokenWord(text, textOf(next));
    if (rest !== undefined && !this.#headings.at(next!)) {
      text = text.replace(/[-\u2010\u00ad]$/, '') + rest;
      this.#isBroken = true;
    }
    if (text === '') return;
    if (this.#goesOn(line, text)) this.#append(line, text);
    else this.#write(line, plainLine(text));
  }

  /** Whether a line begins a paragraph. */
  #begins(line: Line, text: string, leading: number, isFirst: boolean): boolean {
    const last = this.#last;
    if (!last || this.#isBroken) return false;
    if (LIST_ITEM.test(text)) return false;
    const isDone = SENTENCE_END.test(last.text);
    const step = line.base - last.line.base;
    const isAbove = isFirst || step <= 0;
    // A new page or column goes on with the sentence that the last one left open.
    if (isAbove) return isDone || this.#isRow() || (/^\p{Lu}/u.test(text) && last.text.length < 30);
    if (leading > 0 && step > PARAGRAPH_GAP * leading) return true;
    if (Math.abs(line.size - last.line.size) > 0.15 * last.line.size) return true;
    return (isDone && line.left > last.line.left + INDENT * line.size) || this.#isRow();
  }

  /** Whether a line end stands inside of a sentence without spaces, where it would part a word. */
  #goesOn(line: Line, text: string): boolean {
    const last = this.#last;
    if (!last || this.#isRow() || this.#isBlank || line.base <= last.line.base) return false;
    return UNSPACED_END.test(last.text) && UNSPACED_START.test(text) && !SENTENCE_END.test(last.text);
  }

  #append(line: Line, text: string): void {
    const [left, top, right, bottom] = this.#areas.splice(-4) as [number, number, number, number];
    const [x, y, u, v] = line.area.map(Math.round) as [number, number, number, number];
    this.#areas.push(Math.min(left, x), Math.min(top, y), Math.max(right, u), Math.max(bottom, v));
    this.text.append(text);
    this.#last = { line, text };
  }

  #isRow(): boolean {
    return this.#last?.text.startsWith('| ') ?? false;
  }

  #enter(title: string, level: number): void {
    this.#path = [...this.#path.slice(0, level - 1), title.replaceAll(/\s+/g, ' ').trim()];
  }

  #start(page: number): void {
    this.#areas = [];
    // A level that the outline leaves out stays empty.
    const headings = Array.from(this.#path, (title: string | undefined) => title ?? '').filter(Boolean);
    this.text.start({ kind: 'page', line: this.text.nextLine, page, headings, areas: this.#areas });
  }

  #write(line: Line, text: string): void {
    this.#areas.push(...line.area.map(Math.round));
    this.text.line(text);
    this.#isBlank = false;
    this.#last = { line, text };
  }

  #blank(): void {
    const before = this.text.nextLine;
    this.text.blank();
    if (this.text.nextLine > before) this.#areas.push(0, 0, 0, 0);
    this.#isBlank = true;
  }
}

function around(lines: readonly Line[]): number[] {
  const areas = lines.map(({ area }) => area);
  return [
    Math.min(...areas.map(([left]) => left)),
    Math.min(...areas.map(([, top]) => top)),
    Math.max(...areas.map(([, , right]) => right)),
    Math.max(...areas.map(([, , , bottom]) => bottom)),
  ].map(Math.round);
}

/** The first word of a line if it is the rest of the word that a hyphen parts at the end of the line above. */
function brokenWord(text: string, next: string): string | undefined {
  if (/\p{L}[\u00ad\u2010]$/u.test(text) || /\p{Ll}-$/u.test(text)) return /^\p{Ll}\S*/u.exec(next)?.[0];
  return undefined;
}

/** In points: cells of one column begin, end or are centred at about the same place. */
const ALIGNED = 4;

/** The lines that are rows of a table: at least two below each other whose cells are aligned. */
function tableRows(lines: readonly Line[]): ReadonlySet<Line> {
  const rows = new Set<Line>();
  for (const [i, line] of lines.entries()) {
    if (line.cells.length < 2) continue;
    const next = lines[i + 1];
    if (!next || next.cells.length < 2 || next.base <= line.base || next.base - line.base > 4 * line.size)
      continue;
    if (areAligned(line, next)) rows.add(line).add(next);
  }
  return rows;
}

function areAligned(a: Line, b: Line): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= ALIGNED;
  const matches = a.cells
    .slice(1)
    .filter((one) =>
      b.cells
        .slice(1)
        .some(
          (other) =>
            near(one.left, other.left) ||
            near(one.right, other.right) ||
            near(one.left + one.right, other.left + other.right),
        ),
    );
  return matches.length >= Math.min(a.cells.length, b.cells.length) / 2;
}
