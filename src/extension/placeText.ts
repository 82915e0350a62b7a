/** Places in the words of the user's language. Pure. */
import type { LineRange, PagePlace, Place } from '../contract/index.ts';
import type { Translate } from '../messages/index.ts';
import { lineIn } from '../text/index.ts';

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

function linesText(t: Translate, { startLine, endLine }: LineRange): string {
  return startLine === endLine
    ? t('line {0}', String(startLine))
    : t('lines {0} to {1}', String(startLine), String(endLine));
}
