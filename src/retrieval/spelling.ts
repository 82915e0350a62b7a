/** Brings the spellings of a word to one: for the keywords to compare, and for the model to read. */

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Soft hyphens, zero-width spaces and joiners, the byte order mark: invisible inside a word. */
const INVISIBLE = /[\u00AD\u180E\u200B-\u200D\u2060\uFEFF]/g;
/** Soft hyphens at which a line was broken. */
const SOFT_BREAK = /\u00AD\n[^\S\n]*/g;
/** More than two blank lines: extraction may leave thousands where markup or data stood. */
const BLANK_LINES = /\n(?:[^\S\n]*\n){3,}/g;

/**
 * A text as the model reads it: composed (NFC), as vocabularies have it, without invisible characters and long runs of
 * blank lines. Parts of a text that are cut where words begin may be passed one by one.
 */
export function asRead(text: string): string {
  const spelled = BEYOND_ASCII.test(text) ? text.normalize('NFC').replace(INVISIBLE, '') : text;
  return spelled.replace(BLANK_LINES, '\n\n\n');
}

/** A character as an ASCII escape of Java's properties, JSON and the strings of many languages. */
const ESCAPE = /(?<!\\)\\u([\da-f]{4})/gi;
const LETTER = /\p{L}/u;

/**
 * A text as words are compared: NFKC, so that full-width letters, ligatures and accents of either form are the same;
 * without invisible characters; words joined at soft hyphens; escaped letters replaced.
 */
export function asCompared(text: string): string {
  const plain = text.includes('\\u') ? text.replace(ESCAPE, unescaped) : text;
  if (!BEYOND_ASCII.test(plain)) return plain;
  return plain.normalize('NFKC').replace(SOFT_BREAK, '').replace(INVISIBLE, '');
}

/** The letter of an escape. Other characters stay escaped, because they belong to no word. */
function unescaped(escape: string, code: string): string {
  const character = String.fromCharCode(parseInt(code, 16));
  return LETTER.test(character) ? character : escape;
}

/** Latin, Greek and Cyrillic accents, as NFD has them. */
const ACCENTS = /[\u0300-\u036f]/g;

/** A word without its accents, because people leave them out when they type. */
export function withoutAccents(word: string): string {
  return BEYOND_ASCII.test(word) ? word.normalize('NFD').replace(ACCENTS, '').normalize('NFC') : word;
}

/** A word's part at the end of a line, its hyphen, and its part on the next line. */
const BROKEN_WORD = /(?<![\p{L}\p{M}])(\p{L}[\p{L}\p{M}]*)[-\u2010]\n[^\S\n]*(\p{Ll}[\p{L}\p{M}]*)/gu;

/** The words that a hyphen breaks at the end of a line, joined, also such as `well-\nknown`. */
export function* joinedWords(text: string): Generator<string, void> {
  if (!text.includes('\n')) return;
  for (const [, start, end] of text.matchAll(BROKEN_WORD)) yield `${start}${end}`;
}
