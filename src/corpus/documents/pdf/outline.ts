/** Finds the lines that are headings, by the document's outline or, where it has none, by the size of their letters. */
import type { Line, OutlineEntry, Page } from './types.ts';

/** What a heading's lines are. */
export interface PdfHeading {
  readonly text: string;
  /** From 1. */
  readonly level: number;
  /** Number of lines that it takes. */
  readonly lines: number;
}

export interface PdfHeadings {
  /** The heading that begins with a line; undefined for any other line. */
  readonly at: (line: Line) => PdfHeading | undefined;
  /** Entries of the outline whose title stands nowhere on their page. */
  readonly unseen: (page: number) => readonly OutlineEntry[];
}

/** A heading that is longer is none. */
const MAX_HEADING_CHARS = 150;
/** Larger than most letters by this factor. */
const LARGER = 1.14;
const MAX_LEVELS = 4;
/** A title stands less far, in points, below the place that the outline names. */
const REACH = 40;
/** A heading may take as many lines. */
const MAX_LINES = 3;

export function headingsOf(
  pages: readonly Page[],
  outline: readonly OutlineEntry[],
  bodySize: number,
): PdfHeadings {
  return outline.length > 0 ? byOutline(pages, outline) : bySize(pages, bodySize);
}

function byOutline(pages: readonly Page[], outline: readonly OutlineEntry[]): PdfHeadings {
  const found = new Map<Line, PdfHeading>();
  const unseen = new Map<number, OutlineEntry[]>();
  const byPage = new Map<number, OutlineEntry[]>();
  for (const entry of outline) byPage.set(entry.page, [...(byPage.get(entry.page) ?? []), entry]);
  for (const page of pages) {
    let from = 0;
    for (const entry of byPage.get(page.number) ?? []) {
      const at = lineOfTitle(page.lines, entry, from, found);
      if (at) {
        found.set(page.lines[at.index]!, { text: at.text, level: entry.level, lines: at.lines });
        from = at.index + at.lines;
      } else unseen.set(page.number, [...(unseen.get(page.number) ?? []), entry]);
    }
  }
  return { at: (line) => found.get(line), unseen: (page) => unseen.get(page) ?? [] };
}

interface TitleLines {
  readonly index: number;
  readonly lines: number;
  readonly text: string;
}

/** The lines that a title takes: near the place that the outline names, else anywhere on the page. */
function lineOfTitle(
  lines: readonly Line[],
  { title, top }: OutlineEntry,
  from: number,
  taken: ReadonlyMap<Line, PdfHeading>,
): TitleLines | undefined {
  const wanted = spellings(title);
  if (wanted.size === 0) return undefined;
  // The order of the outline is that of the text, but on a page of two columns it may seem otherwise.
  const all = [...lines.keys()].slice(from).concat([...lines.keys()].slice(0, from));
  const near =
    top === undefined ? [] : all.filter((i) => Math.abs(lines[i]!.area[1] - top - REACH / 2) <= REACH);
  const isTitle = (text: string): boolean => [...spellings(text)].some((spelling) => wanted.has(spelling));
  for (const order of [near, all]) {
    const found = wholeLines(lines, order, isTitle, taken) ?? beginning(lines, order, title, isTitle, taken);
    if (found) return found;
  }
  return undefined;
}

type IsTitle = (text: string) => boolean;
type Taken = ReadonlyMap<Line, PdfHeading>;

function wholeLines(
  lines: readonly Line[],
  order: readonly number[],
  isTitle: IsTitle,
  taken: Taken,
): TitleLines | undefined {
  for (const index of order) {
    let text = '';
    for (let count = 1; count <= MAX_LINES && index + count <= lines.length; count++) {
      const line = lines[index + count - 1]!;
      if (taken.has(line)) break;
      text = `${text} ${textOf(line)}`.trim();
      if (isTitle(text)) return { index, lines: count, text };
    }
  }
  return undefined;
}

/** A line that begins with the title, as a reference has its names. */
function beginning(
  lines: readonly Line[],
  order: readonly number[],
  title: string,
  isTitle: IsTitle,
  taken: Taken,
): TitleLines | undefined {
  const index = order.find((i) => {
    const line = lines[i]!;
    return !taken.has(line) && (isTitle(line.cells[0]!.text) || startsWithTitle(textOf(line), title));
  });
  return index === undefined ? undefined : { index, lines: 1, text: textOf(lines[index]!) };
}

function startsWithTitle(text: string, title: string): boolean {
  return text.startsWith(title) && text.length <= MAX_HEADING_CHARS && /^\W/.test(text.slice(title.length));
}

/** The number in front of a title, which either the outline or the page may leave out. */
const NUMBERING =
  /^\s*(?:(?:chapter|part|section|appendix|kapitel|teil|§)\s*(?:[A-Z]|\d+|[IVXLC]+)[.:)]?\s+|(?:\d+|[A-Z](?=\.))(?:\.\d+)*[.:)]?\s+|[IVXLC]+[.:)]\s+)(?=\S)/i;

/** A single letter in front of a title is its number or a word of it. */
const LETTER = /^[A-Z]\s+/;

/** The letters of a title, with and without its number. */
function spellings(title: string): ReadonlySet<string> {
  const text = title.normalize('NFKC');
  const bare = text.replace(NUMBERING, '');
  const all = [text, bare, bare.replace(LETTER, '')].map((one) =>
    one.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ''),
  );
  return new Set(all.filter((one) => one !== ''));
}

function bySize(pages: readonly Page[], bodySize: number): PdfHeadings {
  const isHeading = (line: Line): boolean => {
    const text = textOf(line);
    return (
      bodySize > 0 &&
      line.size >= LARGER * bodySize &&
      text.length <= MAX_HEADING_CHARS &&
      /\p{L}{2}|\p{Script=Han}/u.test(text) &&
      line.cells.length <= 2
    );
  };
  const rounded = (size: number): number => Math.round(size);
  const sizes = new Set<number>();
  for (const { lines } of pages) for (const line of lines) if (isHeading(line)) sizes.add(rounded(line.size));
  const levels = new Map(
    [...sizes].sort((a, b) => b - a).map((size, i): [number, number] => [size, Math.min(i + 1, MAX_LEVELS)]),
  );
  const found = new Map<Line, PdfHeading>();
  for (const { lines } of pages) {
    for (let i = 0; i < lines.length;) {
      const first = lines[i]!;
      let count = 1;
      if (isHeading(first)) {
        let text = textOf(first);
        for (; count < MAX_LINES && i + count < lines.length; count++) {
          const next = lines[i + count]!;
          const goesOn =
            isHeading(next) &&
            rounded(next.size) === rounded(first.size) &&
            next.base - lines[i + count - 1]!.base < 1.6 * first.size;
          if (!goesOn) break;
          text = `${text} ${textOf(next)}`;
        }
        found.set(first, { text, level: levels.get(rounded(first.size)) ?? MAX_LEVELS, lines: count });
      }
      i += count;
    }
  }
  return { at: (line) => found.get(line), unseen: () => [] };
}

export function textOf({ cells }: Pick<Line, 'cells'>): string {
  return cells.map(({ text }) => text).join(' ');
}
