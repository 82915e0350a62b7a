import type { GuessedFile } from '../contract/index.ts';
import { printableLine } from '../text/index.ts';

/** Number of files named for each encoding; the others are counted. */
const NAMED = 2;

/** One line for each guessed encoding, with the way to name another. @param pathOf the path as the user knows it */
export function guessedText(guessed: readonly GuessedFile[], pathOf: (file: GuessedFile) => string): string {
  const encodings = [...new Set(guessed.map(({ encoding }) => encoding))];
  return encodings
    .map((encoding) => {
      const files = guessed.filter((file) => file.encoding === encoding);
      const named = files.slice(0, NAMED).map((file) => printableLine(pathOf(file)));
      const more = files.length > NAMED ? ` (${files.length - NAMED} more)` : '';
      return `Read as ${encoding} by guess: ${named.join(', ')}${more}; --encoding names another.\n`;
    })
    .join('');
}
