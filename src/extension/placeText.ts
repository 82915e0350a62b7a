/** Places in the words of the user's language. Pure. */
import type {
  HeadingPlace,
  LineRange,
  PagePlace,
  Place,
  RowsPlace,
  SlidePlace,
  TurnPlace,
} from '../contract/index.ts';
import type { Translate } from '../messages/index.ts';
import { lineIn, timeIn } from '../text/index.ts';

/** Such as "line 4", "lines 4 to 8", "cell 2, lines 1 to 3" or "page 12, 3.2 Cooling". */
export function placeText(t: Translate, place: Place): string {
  switch (place.kind) {
    case 'lines':
      return linesText(t, place);
    case 'cell': {
      const cell = t('cell {0}', String(place.cell));
      return place.lines ? `${cell}, ${linesText(t, place.lines)}` : cell;
    }
    case 'page':
      return [pagesText(t, place), ...place.headings.slice(-1)].join(', ');
    case 'heading':
      return [...place.headings.slice(-1), ...paragraphsText(t, place)].join(', ');
    case 'slide':
      return [slidesText(t, place), place.title].filter((part) => part !== '').join(', ');
    case 'rows':
      return [place.sheet, rowsText(t, place)].join(', ');
    case 'message':
      return [t('message {0}', String(place.message)), place.subject]
        .filter((part) => part !== '')
        .join(', ');
    case 'turn':
      return (
        [timeIn(place.time), place.speaker].filter((part) => part !== '').join(', ') || turnsText(t, place)
      );
  }
}

/** A single line behind the path of its file: as editors write it, or in words. */
export function lineText(t: Translate, path: string, place: Place): string {
  return place.kind === 'lines' ? lineIn(path, place) : `${path}, ${placeText(t, place)}`;
}

function pagesText(t: Translate, { page, lastPage }: PagePlace): string {
  return lastPage === undefined
    ? t('page {0}', String(page))
    : t('pages {0} to {1}', String(page), String(lastPage));
}

/** Empty for a heading itself. */
function paragraphsText(t: Translate, { paragraph, lastParagraph, headings }: HeadingPlace): string[] {
  if (lastParagraph !== undefined) {
    return [t('paragraphs {0} to {1}', String(Math.max(1, paragraph)), String(lastParagraph))];
  }
  return paragraph === 0 && headings.length > 0 ? [] : [t('paragraph {0}', String(paragraph))];
}

function slidesText(t: Translate, { slide, lastSlide, isNotes }: SlidePlace): string {
  if (lastSlide !== undefined) return t('slides {0} to {1}', String(slide), String(lastSlide));
  return isNotes ? t('notes of slide {0}', String(slide)) : t('slide {0}', String(slide));
}

function rowsText(t: Translate, { startRow, endRow }: RowsPlace): string {
  return startRow === endRow
    ? t('row {0}', String(startRow))
    : t('rows {0} to {1}', String(startRow), String(endRow));
}

function turnsText(t: Translate, { turn, lastTurn }: TurnPlace): string {
  return lastTurn === undefined
    ? t('turn {0}', String(turn))
    : t('turns {0} to {1}', String(turn), String(lastTurn));
}

function linesText(t: Translate, { startLine, endLine }: LineRange): string {
  return startLine === endLine
    ? t('line {0}', String(startLine))
    : t('lines {0} to {1}', String(startLine), String(endLine));
}
