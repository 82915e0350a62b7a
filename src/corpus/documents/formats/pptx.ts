/** PowerPoint presentations: titles, lists, tables and notes. */
import { relationsOf } from '../relations.ts';
import { SlideText } from '../slides.ts';
import type { DocumentText } from '../types.ts';
import { readXml } from '../xml.ts';
import { requiredText, textOf, unpacked } from '../zip.ts';
import type { Entries } from '../zip.ts';

const PRESENTATION = 'ppt/presentation.xml';

export function extractPptx(bytes: Uint8Array): DocumentText {
  const entries = unpacked(bytes, (path) =>
    /^ppt\/(?:slides|notesSlides|presentation|_rels)\b.*\.(?:xml|rels)$/i.test(path),
  );
  const relations = relationsOf(entries, PRESENTATION);
  const text = new SlideText();
  for (const id of slideIds(requiredText(entries, PRESENTATION))) {
    const path = relations.get(id)?.target;
    const xml = path === undefined ? undefined : textOf(entries, path);
    // A slide that is missing still counts.
    text.slide();
    if (path === undefined || xml === undefined) continue;
    readShapes(xml, {
      title: (shown) => text.title(shown),
      paragraph: (shown, depth) => text.paragraph(shown, depth),
      row: (cells) => text.row(cells),
    });
    const notes = notesOf(entries, path);
    if (notes !== undefined) readShapes(notes, { body: (shown) => text.notes(shown) });
  }
  return text.finish();
}

function slideIds(xml: string): string[] {
  const ids: string[] = [];
  readXml(xml, {
    open: (name, attribute) => {
      if (name === 'sldId') ids.push(attribute('r:id') ?? '');
    },
  });
  return ids;
}

function notesOf(entries: Entries, slide: string): string | undefined {
  const notes = [...relationsOf(entries, slide).values()].find(({ type }) => type === 'notesSlide');
  return notes && textOf(entries, notes.target);
}

interface Shapes {
  readonly title?: (text: string) => void;
  /** Paragraphs of the main text alone. */
  readonly body?: (text: string) => void;
  readonly paragraph?: (text: string, depth: number) => void;
  readonly row?: (cells: readonly string[]) => void;
}

/** Placeholders that say the same on every slide. */
const FURNITURE = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg']);

function readShapes(xml: string, shapes: Shapes): void {
  let [type, text, isText, depth, isItem]: [string | undefined, string, boolean, number, boolean] = [
    undefined,
    '',
    false,
    0,
    false,
  ];
  let cells: string[] | undefined;
  const paragraph = (): void => {
    if (type !== undefined && FURNITURE.has(type)) return;
    if (type === 'title' || type === 'ctrTitle') shapes.title?.(text);
    else if (type === 'body' && shapes.body) shapes.body(text);
    else shapes.paragraph?.(text, isItem ? depth : -1);
  };
  readXml(xml, {
    open: (name, attribute) => {
      if (name === 'sp') type = undefined;
      else if (name === 'ph') type = attribute('type') ?? 'obj';
      else if (name === 'pPr') {
        depth = Number(attribute('lvl')) || 0;
      } else if (name === 'buNone') isItem = false;
      else if (name === 't') isText = true;
      else if (name === 'br') text += ' ';
      else if (name === 'p') {
        // Placeholders for text show lists unless a paragraph says otherwise.
        isItem = type === 'obj' || type === 'body';
        depth = 0;
        if (!cells) text = '';
      } else if (name === 'tr') cells = [];
      else if (name === 'tc') text = '';
    },
    close: (name) => {
      if (name === 't') isText = false;
      else if (name === 'p' && cells) text += ' ';
      else if (name === 'p') paragraph();
      else if (name === 'tc') cells?.push(text);
      else if (name === 'tr' && cells) {
        shapes.row?.(cells);
        cells = undefined;
      }
    },
    text: (found) => {
      if (isText) text += found;
    },
  });
}
