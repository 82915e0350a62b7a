/** The same word is spelled in several ways: what the keywords compare and what the model reads is one of them. */

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Soft hyphens, zero-width spaces and joiners, the byte order mark: they are in a word, but no part of it. */
const INVISIBLE = /[\u00AD\u180E\u200B-\u200D\u2060\uFEFF]/g;
/** Soft hyphens that stand where a line was broken. */
const SOFT_BREAK = /\u00AD\n[^\S\n]*/g;
/** Blank lines beyond two: where markup or data was left out there may be thousands. */
const BLANK_LINES = /\n(?:[^\S\n]*\n){3,}/g;

/**
 * A text as the model reads it: in composed form (NFC), as its vocabulary has it, without invisible characters in its
 * words and without long runs of blank lines. Parts of a text that are cut where words begin can be taken one by one.
 */
export function asRead(text: string): string {
  const spelled = BEYOND_ASCII.test(text) ? text.normalize('NFC').replace(INVISIBLE, '') : text;
  return spelled.replace(BLANK_LINES, '\n\n\n');
}

/** A character as Java's properties, JSON and the strings of many languages write it in ASCII. */
const ESCAPE = /(?<!\\)\\u([\da-f]{4})/gi;
const LETTER = /\p{L}/u;

/**
 * A text for the comparison of words: NFKC, so that full-width letters, ligatures and accents of either form are the same,
 * without invisible characters, words whole that were broken at a soft hyphen, escaped letters as themselves.
 */
export function asCompared(text: string): string {
  const plain = text.includes('\\u') ? text.replace(ESCAPE, unescaped) : text;
  if (!BEYOND_ASCII.test(plain)) return plain;
  return plain.normalize('NFKC').replace(SOFT_BREAK, '').replace(INVISIBLE, '');
}

/** Signs stay as they are written: they are no part of a word. */
function unescaped(escape: string, code: string): string {
  const character = String.fromCharCode(parseInt(code, 16));
  return LETTER.test(character) ? character : escape;
}

/** Latin, Greek and Cyrillic accents, as NFD has them. */
const ACCENTS = /[\u0300-\u036f]/g;

/** A word without its accents, for those who type none. */
export function withoutAccents(word: string): string {
  return BEYOND_ASCII.test(word) ? word.normalize('NFD').replace(ACCENTS, '').normalize('NFC') : word;
}

/** A word at a line's end, its hyphen, and how it goes on below. */
const BROKEN_WORD = /(?<![\p{L}\p{M}])(\p{L}[\p{L}\p{M}]*)[-\u2010]\n[^\S\n]*(\p{Ll}[\p{L}\p{M}]*)/gu;

/** The words that a hyphen breaks at the end of a line, joined; `well-\nknown` is among them. */
export function* joinedWords(text: string): Generator<string, void> {
  if (!text.includes('\n')) return;
  for (const [, start, end] of text.matchAll(BROKEN_WORD)) yield `${start}${end}`;
}
