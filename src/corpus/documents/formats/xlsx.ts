/** Excel workbooks: the values of every sheet as the program shows them. */
import { format, isDateFormat } from 'numfmt';
import { relationsOf } from '../relations.ts';
import { SheetText } from '../sheets.ts';
import type { Row } from '../sheets.ts';
import { DocumentRefused } from '../types.ts';
import type { DocumentText } from '../types.ts';
import { readXml } from '../xml.ts';
import { requiredText, textOf, unpacked } from '../zip.ts';
import type { Entries } from '../zip.ts';

const WORKBOOK = 'xl/workbook.xml';
/** Cells of all sheets together. */
const MAX_CELLS = 5_000_000;
/** A row has no cell further to the right. */
const MAX_COLUMNS = 16_384;

export function extractXlsx(bytes: Uint8Array): DocumentText {
  const entries = unpacked(bytes, (path) => /^(?:xl\/|\[Content).*\.(?:xml|rels)$|\.rels$/i.test(path));
  const { sheets, isFrom1904 } = workbookOf(requiredText(entries, WORKBOOK));
  const relations = relationsOf(entries, WORKBOOK);
  const shared = sharedStrings(textOf(entries, 'xl/sharedStrings.xml') ?? '');
  const reader = new SheetReader(shared, formatsOf(entries), isFrom1904);
  const text = new SheetText();
  for (const { name, id } of sheets) {
    const target = relations.get(id)?.target;
    const xml = target === undefined ? undefined : textOf(entries, target);
    if (xml !== undefined) text.sheet(name, reader.rows(xml));
  }
  return text.finish();
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly id: string }[];
  /** Days count from 1904 instead of 1900. */
  readonly isFrom1904: boolean;
}

/** Hidden sheets are left out, as nobody sees them. */
function workbookOf(xml: string): Workbook {
  const sheets: { name: string; id: string }[] = [];
  let isFrom1904 = false;
  readXml(xml, {
    open: (name, attribute) => {
      if (name === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
      if (name !== 'sheet' || /hidden/i.test(attribute('state') ?? '')) return;
      sheets.push({ name: attribute('name') ?? '', id: attribute('r:id') ?? attribute('id') ?? '' });
    },
  });
  return { sheets, isFrom1904 };
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, isText, phonetic] = ['', false, 0];
  readXml(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') isText = phonetic === 0;
    },
    close: (name) => {
      if (name === 'si') strings.push(text);
      else if (name === 'rPh') phonetic--;
      else if (name === 't') isText = false;
    },
    text: (found) => {
      if (isText) text += found;
    },
  });
  return strings;
}

/** The number formats that every workbook knows by number, as far as they change what is read. */
const BUILT_IN: Readonly<Record<number, string>> = {
  ...{
    1: '0',
    2: '0.00',
    3: '#,##0',
    4: '#,##0.00',
    9: '0%',
    10: '0.00%',
    11: '0.00E+00',
    12: '# ?/?',
    13: '# ??/??',
  },
  ...{ 14: 'yyyy-mm-dd', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm AM/PM', 19: 'h:mm:ss AM/PM' },
  ...{
    20: 'h:mm',
    21: 'h:mm:ss',
    22: 'yyyy-mm-dd h:mm',
    45: 'mm:ss',
    46: '[h]:mm:ss',
    47: 'mm:ss.0',
    49: '@',
  },
};

/** The number format of each style of cells. */
function formatsOf(entries: Entries): string[] {
  const own = new Map<number, string>();
  const styles: string[] = [];
  let isCells = false;
  readXml(textOf(entries, 'xl/styles.xml') ?? '', {
    open: (name, attribute) => {
      const id = Number(attribute('numFmtId'));
      if (name === 'numFmt') own.set(id, attribute('formatCode') ?? '');
      else if (name === 'cellXfs') isCells = true;
      else if (name === 'xf' && isCells) styles.push(own.get(id) ?? BUILT_IN[id] ?? '');
    },
    close: (name) => {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return styles;
}

class SheetReader {
  readonly #shared: readonly string[];
  readonly #formats: readonly string[];
  readonly #isFrom1904: boolean;
  #cells = 0;

  constructor(shared: readonly string[], formats: readonly string[], isFrom1904: boolean) {
    this.#shared = shared;
    this.#formats = formats;
    this.#isFrom1904 = isFrom1904;
  }

  rows(xml: string): Row[] {
    const rows: Row[] = [];
    let cells: string[] = [];
    let [number, column, type, style, value, isValue] = [0, 0, '', 0, '', false];
    readXml(xml, {
      open: (name, attribute) => {
        if (name === 'row') {
          number = Number(attribute('r')) || number + 1;
          cells = [];
          column = -1;
        } else if (name === 'c') {
          column = columnOf(attribute('r')) ?? column + 1;
          type = attribute('t') ?? '';
          style = Number(attribute('s')) || 0;
          value = '';
        } else if (name === 'v' || name === 't') isValue = true;
      },
      close: (name) => {
        if (name === 'v' || name === 't') isValue = false;
        else if (name === 'c' && value !== '' && column < MAX_COLUMNS) {
          if (++this.#cells > MAX_CELLS) throw new DocumentRefused('tooComplex');
          while (cells.length < column) cells.push('');
          cells[column] = this.#shown(value, type, style);
        } else if (name === 'row') rows.push({ number, cells });
      },
      text: (text) => {
        if (isValue) value += text;
      },
    });
    return rows;
  }

  #shown(value: string, type: string, style: number): string {
    switch (type) {
      case 's':
        return this.#shared[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      case 'str':
      case 'inlineStr':
      case 'e':
      case 'd':
        return value;
      default:
        return this.#number(Number(value), this.#formats[style] ?? '') ?? value;
    }
  }

  #number(value: number, pattern: string): string | undefined {
    if (!Number.isFinite(value)) return undefined;
    if (pattern === '' || pattern === 'General') return String(Number(value.toPrecision(15)));
    try {
      const serial = this.#isFrom1904 && isDateFormat(pattern) ? value + 1462 : value;
      return format(pattern, serial).trim();
    } catch {
      // A format that no program would take.
      return undefined;
    }
  }
}

/** `B` of `B12` is column 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
