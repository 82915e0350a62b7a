import { Parser } from 'htmlparser2';
import { linesOf } from '../lines.ts';
import { sentencesOf } from '../sentences.ts';
import type { Extracted } from '../types.ts';
import { SourcePieces } from './sourcePieces.ts';

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements without text, or whose text is never shown. */
const SKIPPED = names('script style svg noscript template iframe object canvas audio video');

/** Elements that stand by themselves: a piece ends before and after each. */
const BLOCKS = names(
  'address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select summary table tbody ' +
    'textarea tfoot thead title tr ul',
);
const CELLS = names('td th');
/** Elements in which white space counts. */
const VERBATIM = names('pre textarea');
/** Attributes that are shown as text. */
const SHOWN = ['alt', 'placeholder', 'aria-label'] as const;

/** A shorter row is one piece; a longer one belongs to a table that lays out the page, and is cut. */
const MAX_ROW_CHARS = 400;

/** A deeper page is refused, because the parser's time grows with the square of the depth. */
const MAX_DEPTH = 5000;

/**
 * The text of an HTML page as a reader sees it: without markup, programs and styles, entities decoded; a sentence, a
 * row of a table, a line of preformatted text each.
 * @returns pieces with the line ends of `source`; undefined for what is nested as no page is
 */
export function extractPage(source: string): Extracted | undefined {
  const pieces = new SourcePieces(source);
  const part = partOf(source);
  /** Open elements below and with the main one, and with the title. */
  let [main, title] = [0, 0];
  /** Open elements below and with one that is skipped. */
  let skipped = 0;
  let verbatim = 0;
  let rows = 0;
  let depth = 0;

  const end = (): void => {
    if (rows > 0 && pieces.piece.length <= MAX_ROW_CHARS) pieces.end();
    else pieces.end(verbatim > 0 ? linesOf : sentencesOf);
  };
  const boundary = (name: string): void => {
    const insideRow = rows > 0 && name !== 'tr' && name !== 'table' && verbatim === 0;
    if (!insideRow || pieces.piece.length > MAX_ROW_CHARS) end();
    else if (!/(?:^|\s)$/.test(pieces.piece)) addHere(' ');
  };
  const isRead = (): boolean => part !== 'main' || main > 0 || title > 0;
  /** Adds text that stands nowhere in the source. */
  const addHere = (text: string): void => pieces.add(text, parser.startIndex, parser.startIndex);

  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      if (++depth > MAX_DEPTH) throw new RangeError('nested too deep');
      if (main > 0 || isMain(name, attributes)) main++;
      if (title > 0 || name === 'title') title++;
      const isSkipped = SKIPPED.has(name) || isHidden(attributes);
      if (skipped > 0 || isSkipped || (part === 'withoutMenus' && isMenu(name, attributes))) {
        skipped++;
        return;
      }
      if (BLOCKS.has(name)) boundary(name);
      if (CELLS.has(name) && pieces.piece.length > MAX_ROW_CHARS) end();
      if (CELLS.has(name) && pieces.piece.trim() !== '') addHere(pieces.piece.endsWith(' ') ? '| ' : ' | ');
      if (VERBATIM.has(name)) verbatim++;
      if (name === 'tr') rows++;
      if (!isRead()) return;
      const shown = SHOWN.flatMap((attribute) => attributes[attribute]?.trim() || []);
      if (shown.length > 0) addHere(` ${shown.join(' ').replaceAll(/\s+/g, ' ')} `);
    },
    ontext(text) {
      if (skipped > 0 || !isRead()) return;
      pieces.add(
        verbatim > 0 ? text : text.replaceAll(/[^\S\n]+/g, ' ').replaceAll(/ ?\n ?/g, '\n'),
        parser.startIndex,
        parser.endIndex + 1,
      );
    },
    onclosetag(name) {
      depth--;
      if (main > 0) main--;
      if (title > 0) title--;
      if (skipped > 0) {
        skipped--;
        return;
      }
      if (BLOCKS.has(name)) boundary(name);
      if (VERBATIM.has(name)) verbatim--;
      if (name === 'tr') rows--;
    },
  });
  try {
    parser.write(source);
    parser.end();
  } catch {
    return undefined;
  }
  end();
  return { pieces: pieces.all() };
}

/** What of a page is read: its main element alone, all but its menus, or everything. */
type PagePart = 'main' | 'withoutMenus' | 'all';

/** A part with less of the text is not taken for the whole: pages use these elements in all ways. */
const MAIN_SHARE = 0.4;

function partOf(source: string): PagePart {
  let [total, ofMain, ofMenus, main, menu, skipped, depth] = [0, 0, 0, 0, 0, 0, 0];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (++depth > MAX_DEPTH) throw new RangeError('nested too deep');
      if (main > 0 || isMain(name, attributes)) main++;
      if (menu > 0 || isMenu(name, attributes)) menu++;
      if (skipped > 0 || SKIPPED.has(name) || isHidden(attributes)) skipped++;
    },
    ontext(text) {
      if (skipped > 0) return;
      const { length } = text.trim();
      total += length;
      if (main > 0) ofMain += length;
      if (menu > 0) ofMenus += length;
    },
    onclosetag() {
      depth--;
      if (main > 0) main--;
      if (menu > 0) menu--;
      if (skipped > 0) skipped--;
    },
  });
  if (!MAY_HAVE_PARTS.test(source)) return 'all';
  try {
    parser.write(source);
    parser.end();
  } catch {
    return 'all';
  }
  if (ofMain >= MAIN_SHARE * total && ofMain > 0) return 'main';
  return total - ofMenus >= MAIN_SHARE * total ? 'withoutMenus' : 'all';
}

/** Most pages have none of these, and need no second look. */
const MAY_HAVE_PARTS = /<(?:main|nav)[\s>]|\srole=["']?(?:main|navigation|search|banner|contentinfo)/i;
const MENU_ROLES = names('navigation search banner contentinfo');

function isMain(name: string, { role }: Readonly<Record<string, string>>): boolean {
  return name === 'main' || role === 'main';
}

function isMenu(name: string, { role }: Readonly<Record<string, string>>): boolean {
  return name === 'nav' || (role !== undefined && MENU_ROLES.has(role));
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return 'hidden' in attributes || /display:\s*none/.test(attributes['style'] ?? '');
}

/** Marks of template languages and frameworks: such a page is a program, so its lines are read. */
const TEMPLATE = /\{\{|\{%|<%|<\?(?!xml)|\s(?:v-\w|\*ng|\[\w+\]=|\(\w+\)=|th:|x-data|hx-)/;
const PAGE_NAME = /\.(?:html?|xhtml|shtml)$/i;
/** Names that leave open whether a file is a page. */
const ANY_NAME = /(?:^|\/)[^.]*$|\.txt$/i;
const PAGE_START = /^\s*(?:<!doctype html|<html[\s>])/i;
/** No person writes longer lines. */
const LONG_LINE_CHARS = 2000;

/** Whether a file is a page to be read as its text. */
export function isPage(name: string, text: string): boolean {
  const isHtml = PAGE_NAME.test(name) || (ANY_NAME.test(name) && PAGE_START.test(text));
  return isHtml && (!TEMPLATE.test(text) || linesOf(text).some(({ length }) => length > LONG_LINE_CHARS));
}
