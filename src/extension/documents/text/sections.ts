/** The list beside a document's text: its headings, slides, messages or turns. Pure. */
import type { DocumentSection, PlaceStart } from '../../../contract/index.ts';
import type { Translate } from '../../../messages/index.ts';
import { printableLine, timeIn } from '../../../text/index.ts';

/** A list has no room for a longer title. In characters. */
const MAX_TITLE = 120;

/** @param starts where the lines of `text` are found */
export function sectionsOf(t: Translate, text: string, starts: readonly PlaceStart[]): DocumentSection[] {
  const lines = text.split('\n');
  return starts.flatMap((start, i): DocumentSection[] => {
    const { line } = start;
    switch (start.kind) {
      case 'heading': {
        const title = start.headings.at(-1);
        const before = starts[i - 1];
        // The paragraphs below a heading belong to it; a book's chapter may begin without a line of its own.
        const isNew =
          start.paragraph === 0 ||
          (start.paragraph === 1 &&
            !(before?.kind === 'heading' && before.headings.join('\n') === start.headings.join('\n')));
        if (title === undefined || !isNew) return [];
        return [{ line, title: short(title), note: '', level: start.headings.length }];
      }
      case 'slide': {
        const number = String(start.slide);
        const note = start.isNotes ? t('notes of slide {0}', number) : t('slide {0}', number);
        return [
          { line, title: short(start.title || firstWords(lines, line)), note, level: start.isNotes ? 2 : 1 },
        ];
      }
      case 'message': {
        const note = [start.from, timeIn(start.date)].filter(Boolean).map(short).join(', ');
        return [{ line, title: short(start.subject || firstWords(lines, line)), note, level: 1 }];
      }
      case 'turn': {
        const note = [start.speaker, timeIn(start.time)].filter(Boolean).map(short).join(', ');
        const said = firstWords(lines, line);
        const title = said.startsWith(`${start.speaker}: `) ? said.slice(start.speaker.length + 2) : said;
        return [{ line, title: short(title), note, level: 1 }];
      }
      default:
        return [];
    }
  });
}

/** What stands on the first of these lines that says something. */
function firstWords(lines: readonly string[], line: number): string {
  return (lines.slice(line - 1).find((text) => text.trim() !== '') ?? '').replace(/^#+\s/, '').trim();
}

function short(text: string): string {
  const letters = Array.from(printableLine(text));
  return letters.length <= MAX_TITLE ? letters.join('') : `${letters.slice(0, MAX_TITLE - 1).join('')}…`;
}
