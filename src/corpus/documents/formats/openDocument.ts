/** OpenDocument: texts, sheets and presentations. */
import { ProseText } from '../prose.ts';
import { SheetText } from '../sheets.ts';
import type { Row } from '../sheets.ts';
import { SlideText } from '../slides.ts';
import { DocumentRefused } from '../types.ts';
import type { DocumentText } from '../types.ts';
import { readXml } from '../xml.ts';
import { requiredText, textOf, unpacked } from '../zip.ts';

const MAX_CELLS = 5_000_000;
const MAX_COLUMNS = 16_384;
/** Equal rows that a sheet writes once are read as often at most. */
const MAX_REPEATED = 100;
/** Parts whose text is not the document's: formats, what was deleted, remarks, lists made of the headings. */
const SKIPPED = new Set([
  'automatic-styles',
  'tracked-changes',
  'note-citation',
  'annotation',
  'table-of-content',
  'user-index',
  'alphabetical-index',
  'forms',
]);

/** @throws DocumentRefused `encrypted` for a document with a password */
function contentOf(bytes: Uint8Array): string {
  const entries = unpacked(bytes, (path) => path === 'content.xml' || path === 'META-INF/manifest.xml');
  if (/encryption-data/.test(textOf(entries, 'META-INF/manifest.xml') ?? ''))
    throw new DocumentRefused('encrypted');
  return requiredText(entries, 'content.xml');
}

/** Collects the characters of paragraphs: spaces and ends of lines are elements. */
class Characters {
  text = '';
  #skipped = 0;

  /** @returns whether the element stands for characters, or is skipped */
  open(name: string, attribute: (name: string) => string | undefined): boolean {
    if (this.#skipped > 0 || SKIPPED.has(name)) {
      this.#skipped++;
      return true;
    }
    if (name === 's') this.text += ' '.repeat(Math.min(100, Number(attribute('c')) || 1));
    else if (name === 'tab') this.text += ' ';
    else if (name === 'line-break') this.text += '\u2028';
    else return false;
    return true;
  }

  close(): boolean {
    if (this.#skipped === 0) return false;
    this.#skipped--;
    return true;
  }

  add(text: string): void {
    if (this.#skipped === 0) this.text += text;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

export function extractOdt(bytes: Uint8Array): DocumentText {
  const prose = new ProseText();
  const characters = new Characters();
  let [lists, tables, level, isItem] = [0, 0, 0, false];
  let cells: string[] | undefined;
  /** Notes stand inside of their paragraph; they are written behind it. */
  let [outside, notes]: [string, string[]] = ['', []];
  readXml(contentOf(bytes), {
    open: (name, attribute) => {
      if (characters.open(name, attribute)) return;
      if (name === 'h') level = Math.max(1, Number(attribute('outline-level')) || 1);
      else if (name === 'list') lists++;
      else if (name === 'list-item') isItem = true;
      else if (name === 'table') tables++;
      else if (name === 'table-row' && tables === 1) cells = [];
      else if (name === 'note') outside = characters.take();
    },
    close: (name) => {
      if (characters.close()) return;
      if (name === 'h') {
        prose.heading(characters.take(), level);
      } else if (name === 'note') {
        notes.push(characters.take());
        characters.text = outside;
        outside = '';
      } else if (name === 'p' && (outside !== '' || cells)) characters.add(' ');
      else if (name === 'p') {
        const text = characters.take();
        if (isItem && text.trim() !== '') prose.item(text, lists - 1);
        else prose.paragraph(text);
        if (text.trim() !== '') isItem = false;
        for (const note of notes) prose.paragraph(note);
        notes = [];
      } else if (name === 'list') {
        if (--lists === 0) prose.end();
        isItem = false;
      } else if ((name === 'table-cell' || name === 'covered-table-cell') && tables === 1 && cells) {
        cells.push(characters.take());
      } else if (name === 'table-row' && tables === 1 && cells) {
        prose.row(cells);
        cells = undefined;
      } else if (name === 'table' && --tables === 0) prose.end();
    },
    text: (text) => characters.add(text.replaceAll(/\s+/g, ' ')),
  });
  return prose.finish();
}

export function extractOds(bytes: Uint8Array): DocumentText {
  const sheets = new SheetText();
  const characters = new Characters();
  let [sheet, number, rowTimes, cellTimes, count] = ['', 0, 1, 1, 0];
  let [rows, cells]: [Row[], string[]] = [[], []];
  readXml(contentOf(bytes), {
    open: (name, attribute) => {
      if (characters.open(name, attribute)) return;
      if (name === 'table') {
        sheet = attribute('table:name') ?? '';
        [rows, number] = [[], 0];
      } else if (name === 'table-row') {
        rowTimes = Number(attribute('number-rows-repeated')) || 1;
        cells = [];
      } else if (name === 'table-cell' || name === 'covered-table-cell') {
        cellTimes = Number(attribute('number-columns-repeated')) || 1;
      }
    },
    close: (name) => {
      if (characters.close()) return;
      if (name === 'p') characters.add(' ');
      else if (name === 'table-cell' || name === 'covered-table-cell') {
        const text = characters.take().trim();
        const times = Math.min(cellTimes, MAX_COLUMNS - cells.length);
        count += times;
        if (count > MAX_CELLS) throw new DocumentRefused('tooComplex');
        for (let i = 0; i < times; i++) cells.push(text);
      } else if (name === 'table-row') {
        const isBlank = cells.every((cell) => cell === '');
        for (let i = 0; !isBlank && i < Math.min(rowTimes, MAX_REPEATED); i++) {
          rows.push({ number: number + 1 + i, cells });
        }
        number += rowTimes;
      } else if (name === 'table') sheets.sheet(sheet, rows);
    },
    text: (text) => characters.add(text.replaceAll(/\s+/g, ' ')),
  });
  return sheets.finish();
}

export function extractOdp(bytes: Uint8Array): DocumentText {
  const slides = new SlideText();
  const characters = new Characters();
  let [lists, isTitle, isNotes] = [0, false, false];
  let cells: string[] | undefined;
  readXml(contentOf(bytes), {
    open: (name, attribute) => {
      if (characters.open(name, attribute)) return;
      if (name === 'page') slides.slide();
      else if (name === 'notes') isNotes = true;
      else if (name === 'frame') isTitle = attribute('presentation:class') === 'title';
      else if (name === 'list') lists++;
      else if (name === 'table-row') cells = [];
    },
    close: (name) => {
      if (characters.close()) return;
      if (name === 'notes') isNotes = false;
      else if (name === 'frame') isTitle = false;
      else if (name === 'list') lists--;
      else if (name === 'p' && cells) characters.add(' ');
      else if (name === 'table-cell' && cells) cells.push(characters.take());
      else if (name === 'table-row' && cells) {
        slides.row(cells);
        cells = undefined;
      } else if (name === 'p' || name === 'h') {
        const text = characters.take();
        if (isTitle && !isNotes) slides.title(text);
        else if (isNotes) slides.notes(text);
        else slides.paragraph(text, lists - 1);
      }
    },
    text: (text) => characters.add(text.replaceAll(/\s+/g, ' ')),
  });
  return slides.finish();
}
