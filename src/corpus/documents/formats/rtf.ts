/** Rich Text Format: its words without what says how they look. */
import { ProseText } from '../prose.ts';
import { DocumentRefused } from '../types.ts';
import type { DocumentText } from '../types.ts';

/** Groups whose text is not the document's. */
const SKIPPED = new Set(
  (
    'fonttbl colortbl info pict object objdata fldinst header headerl headerr headerf footer footerl footerr footerf ' +
    'themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl ' +
    'pgdsctbl filetbl revtbl bkmkstart bkmkend atnid atnauthor annotation listtext pntext shppict nonshppict'
  ).split(' '),
);
const MAX_DEPTH = 2000;
/** Characters that have words of their own. */
const CHARACTERS: Readonly<Record<string, string>> = {
  ...{ par: '\n', sect: '\n', page: '\n', line: '\u2028', tab: ' ', emdash: '—', endash: '–', bullet: '•' },
  ...{ lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ' },
};
/** Encodings by the character set of a font. */
const CHARSETS: Readonly<Record<number, string>> = {
  ...{ 128: 'shift_jis', 129: 'euc-kr', 134: 'gbk', 136: 'big5', 161: 'windows-1253', 162: 'windows-1254' },
  ...{
    177: 'windows-1255',
    178: 'windows-1256',
    186: 'windows-1257',
    204: 'windows-1251',
    222: 'windows-874',
  },
  238: 'windows-1250',
};

interface RtfGroup {
  readonly skips: boolean;
  readonly isStyles: boolean;
  readonly encoding: string;
  /** Characters that stand for a Unicode character where a program knows none. */
  readonly fallback: number;
}

export function extractRtf(bytes: Uint8Array): DocumentText {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!source.startsWith('{\\rtf')) throw new Error('not RTF');
  return new RtfReader().read(source);
}

const TOKEN = /\\([a-zA-Z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/g;

class RtfReader {
  readonly #prose = new ProseText();
  readonly #groups: RtfGroup[] = [];
  #group: RtfGroup = { skips: false, isStyles: false, encoding: 'windows-1252', fallback: 1 };
  #text = '';
  /** Bytes in the encoding of the group that are not decoded yet. */
  #bytes: number[] = [];
  #left = 0;
  #isStart = false;
  /** The group is to be skipped by programs that do not know its first word. */
  #isStarred = false;
  #level = 0;
  #cells: string[] = [];
  #isRow = false;
  #isItem = false;
  /** Levels of styles that are headings, by number. */
  readonly #headings = new Map<number, number>();
  #style = 0;
  readonly #encodings = new Map<number, string>();
  #font = 0;

  read(source: string): DocumentText {
    for (const [token, word, number, hex, symbol, brace, text] of source.matchAll(TOKEN)) {
      if (brace === '{') this.#open();
      else if (brace === '}') this.#close();
      else if (word !== undefined) this.#word(word, number === undefined ? undefined : Number(number));
      else if (hex !== undefined) this.#byte(Number.parseInt(hex, 16));
      else if (symbol !== undefined) this.#symbol(symbol);
      else if (text !== undefined) this.#plain(token);
    }
    this.#paragraph();
    return this.#prose.finish();
  }

  #open(): void {
    this.#decode();
    if (this.#groups.length >= MAX_DEPTH) throw new DocumentRefused('tooComplex');
    this.#groups.push(this.#group);
    this.#isStart = true;
  }

  #close(): void {
    this.#decode();
    if (this.#group.isStyles) this.#endStyle();
    this.#group = this.#groups.pop() ?? this.#group;
    this.#isStart = false;
  }

  #change(change: Partial<RtfGroup>): void {
    this.#group = { ...this.#group, ...change };
  }

  #word(word: string, number: number | undefined): void {
    const isStart = this.#isStart;
    this.#isStart = false;
    if (this.#isStarred && word !== 'footnote') this.#change({ skips: true });
    this.#isStarred = false;
    if (word === 'u' && number !== undefined) {
      this.#decode();
      this.#add(String.fromCharCode(number & 0xffff));
      this.#left = this.#group.fallback;
      return;
    }
    if (word === 'bin') return;
    this.#decode();
    if (isStart && word === 'stylesheet') this.#change({ skips: true, isStyles: true });
    else if (isStart && word === 'fonttbl') this.#change({ skips: true });
    else if (isStart && SKIPPED.has(word)) this.#change({ skips: true });
    else if (word === 'uc') this.#change({ fallback: Math.min(16, Math.max(0, number ?? 1)) });
    else if (word === 'ansicpg') this.#change({ encoding: encodingOf(number ?? 1252) });
    else if (word === 'f') {
      this.#font = number ?? 0;
      const encoding = this.#encodings.get(this.#font);
      if (encoding !== undefined) this.#change({ encoding });
    } else if (word === 'fcharset') {
      const encoding = CHARSETS[number ?? 0];
      if (encoding !== undefined) this.#encodings.set(this.#font, encoding);
    } else if (word === 's') this.#style = number ?? 0;
    else if (this.#group.skips) return;
    else if (word === 'pard') [this.#style, this.#level, this.#isRow, this.#isItem] = [0, 0, false, false];
    else if (word === 'outlinelevel') this.#level = (number ?? 9) < 9 ? (number ?? 0) + 1 : 0;
    else if (word === 'intbl') this.#isRow = true;
    else if (word === 'ls') this.#isItem = true;
    else if (word === 'cell') this.#cells.push(this.#take());
    else if (word === 'row') {
      this.#prose.row(this.#cells);
      this.#cells = [];
      this.#isRow = false;
    } else if (word in CHARACTERS) this.#add(CHARACTERS[word]!);
  }

  #symbol(symbol: string): void {
    this.#isStarred = symbol === '*' && this.#isStart;
    this.#isStart = false;
    if (symbol === '~') this.#plain('\u00a0');
    else if (symbol === '_') this.#plain('-');
    else if (symbol === '\n' || symbol === '\r') this.#add('\n');
    else if (/[\\{}]/.test(symbol)) this.#plain(symbol);
  }

  #byte(byte: number): void {
    this.#isStart = false;
    if (this.#left > 0) this.#left--;
    else if (!this.#group.skips) this.#bytes.push(byte);
  }

  #plain(text: string): void {
    this.#isStart = false;
    const shown = text.slice(this.#left);
    this.#left = Math.max(0, this.#left - text.length);
    // The second byte of a character may be written as a letter.
    if (this.#bytes.length % 2 === 1 && /gbk|big5|jis|kr/.test(this.#group.encoding) && shown !== '') {
      this.#bytes.push(shown.charCodeAt(0));
      this.#decode();
      this.#add(shown.slice(1));
      return;
    }
    this.#decode();
    this.#add(shown);
  }

  #decode(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    this.#add(new TextDecoder(this.#group.encoding).decode(bytes));
  }

  #add(text: string): void {
    if (this.#group.isStyles) this.#text += text;
    if (this.#group.skips) return;
    const [first = '', ...others] = text.split('\n');
    this.#text += first;
    for (const other of others) {
      this.#paragraph();
      this.#text += other;
    }
  }

  #take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #paragraph(): void {
    if (this.#isRow) {
      this.#text += ' ';
      return;
    }
    const level = this.#level || (this.#headings.get(this.#style) ?? 0);
    const text = this.#take();
    if (level > 0) this.#prose.heading(text, level);
    else if (this.#isItem) this.#prose.item(text, 0);
    else this.#prose.paragraph(text);
  }

  #endStyle(): void {
    const level = /heading (\d)/i.exec(this.#take())?.[1];
    if (level !== undefined && this.#style > 0) this.#headings.set(this.#style, Number(level));
  }
}

function encodingOf(codePage: number): string {
  const names: Readonly<Record<number, string>> = {
    ...{ 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 874: 'windows-874', 65001: 'utf-8' },
    10000: 'macintosh',
  };
  if (names[codePage] !== undefined) return names[codePage];
  return codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252';
}
