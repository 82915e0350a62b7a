/** Reads HTML that a library wrote, or a chapter of a book, as headings, paragraphs, items and rows. */
import { Parser } from 'htmlparser2';
import type { Prose } from './prose.ts';
import { DocumentRefused } from './types.ts';

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements without text, or whose text is never shown. */
const SKIPPED = names('script style svg noscript template iframe object canvas audio video head math');
/** Elements before and after which a paragraph ends. */
const BLOCKS = names(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form header hr html legend main nav ol p section summary table tbody tfoot thead ul',
);
const HEADING = /^h([1-6])$/;
/** Stands for an end of line that the writer set. */
const LINE_END = '\u2028';
const MAX_DEPTH = 2000;

/** @throws DocumentRefused `tooComplex` for what is nested as no page is */
export function htmlProse(html: string, prose: Prose, { isXml = false } = {}): void {
  new HtmlReader(prose).read(html, isXml);
}

class HtmlReader {
  readonly #prose: Prose;
  #text = '';
  #depth = 0;
  /** Open elements below and with one that is skipped. */
  #skipped = 0;
  #lists = 0;
  #isItem = false;
  #verbatim = 0;
  #level = 0;
  /** Cells of the open row; tables inside a cell belong to the cell. */
  #cells: string[] | undefined;
  #tables = 0;

  constructor(prose: Prose) {
    this.#prose = prose;
  }

  read(html: string, isXml: boolean): void {
    const parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(name.toLowerCase(), attributes),
        onclosetag: (name) => this.#close(name.toLowerCase()),
        ontext: (text) => {
          if (this.#skipped === 0) this.#text += text;
        },
      },
      { xmlMode: isXml, decodeEntities: true, lowerCaseTags: true },
    );
    parser.write(html);
    parser.end();
    this.#end();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (++this.#depth > MAX_DEPTH) throw new DocumentRefused('tooComplex');
    if (this.#skipped > 0 || SKIPPED.has(name) || isHidden(attributes)) {
      this.#skipped++;
      return;
    }
    const level = HEADING.exec(name)?.[1];
    if (level !== undefined || name === 'li' || name === 'pre' || BLOCKS.has(name)) this.#end();
    if (level !== undefined) this.#level = Number(level);
    else if (name === 'pre') this.#verbatim++;
    else if (name === 'ul' || name === 'ol') this.#lists++;
    else if (name === 'li') this.#isItem = true;
    else if (name === 'table') this.#tables++;
    else if (name === 'tr' && this.#tables === 1) this.#cells = [];
    else if (name === 'br') this.#text += LINE_END;
    else if (name === 'img') this.#text += ` ${attributes['alt'] ?? ''} `;
  }

  #close(name: string): void {
    this.#depth--;
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    if (HEADING.test(name)) {
      this.#end();
      this.#level = 0;
    } else if (name === 'pre') {
      this.#end();
      this.#verbatim--;
    } else if (name === 'ul' || name === 'ol') {
      this.#end();
      if (--this.#lists === 0) this.#prose.end();
    } else if (name === 'li') {
      this.#end();
      this.#isItem = false;
    } else if ((name === 'td' || name === 'th') && this.#tables === 1 && this.#cells) {
      this.#cells.push(this.#text);
      this.#text = '';
    } else if (name === 'tr' && this.#tables === 1 && this.#cells) {
      this.#prose.row(this.#cells);
      this.#cells = undefined;
    } else if (name === 'table') {
      this.#end();
      if (--this.#tables === 0) this.#prose.end();
    } else if (BLOCKS.has(name)) this.#end();
  }

  /** Ends a paragraph; inside a cell it only parts words. */
  #end(): void {
    if (this.#cells) {
      this.#text += ' ';
      return;
    }
    // The arrow leads back from a note.
    const text = this.#text.replace(/[\s\u00a0]*[↩↑]\ufe0e?\s*$/, '');
    this.#text = '';
    if (this.#level > 0) this.#prose.heading(text, this.#level);
    else if (this.#verbatim > 0) this.#prose.code(text);
    else if (this.#isItem && text.trim() !== '') {
      this.#prose.item(text, this.#lists - 1);
      // What follows inside of the item is a paragraph of its own.
      this.#isItem = false;
    } else this.#prose.paragraph(text);
  }
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return 'hidden' in attributes || /display:\s*none/.test(attributes['style'] ?? '');
}
