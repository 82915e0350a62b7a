/**
 * Text that others wrote, made fit to be shown: a character that cannot be seen, or changes the order of those around
 * it, would make a file look like something that it is not, steer a terminal, or carry words that only a model reads.
 * By Unicode's properties instead of a list, so that further characters of the kind need no further line. Pure.
 */

/** Scripts in whose words a joiner is a letter's form, not a hiding place (RFC 5892, appendix A). */
const JOINED_SCRIPTS =
  'Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan'
    .split(' ')
    .map((script) => `\\p{Script=${script}}`)
    .join('');

/** What the properties below would take that is at home where it stands; an emoji may be several characters. */
const AT_HOME = [
  '\\p{RGI_Emoji}[\\uFE0E\\uFE0F]?',
  '\\p{Emoji}[\\uFE0E\\uFE0F]',
  `(?<=[${JOINED_SCRIPTS}])[\\u200C\\u200D](?=[${JOINED_SCRIPTS}])`,
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180F]',
  '\\r\\n',
  '[\\t\\n]',
  // The only format characters that can be seen: signs before a number in Arabic, Syriac and Kaithi.
  '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]',
].join('|');

const HIDDEN = '[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Cf}\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]';

// The flag `v` (for emoji of several characters) is newer than the language level that the rest is written in.
const PATTERN = new RegExp(`(?:${AT_HOME})|(?<hidden>${HIDDEN})`, 'gv');

/** A stretch of a text: shown as it is, or one hidden character. */
export interface TextPart {
  readonly text: string;
  readonly isHidden: boolean;
}

/** The text cut at its hidden characters, each of which is given by its number, for example `U+202E`. */
export function withHidden(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { groups, index } of text.matchAll(PATTERN)) {
    const hidden = groups?.['hidden'];
    if (hidden === undefined) continue;
    if (index > at) parts.push({ text: text.slice(at, index), isHidden: false });
    parts.push({ text: numberOf(hidden), isHidden: true });
    at = index + hidden.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isHidden: false });
  return parts;
}

/** The same as one text. */
export function showHidden(text: string): string {
  return withHidden(text)
    .map((part) => part.text)
    .join('');
}

/** A text of several lines with U+FFFD for each hidden character; line ends and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll(PATTERN, (found: string, hidden: string | undefined) =>
    hidden === undefined ? found : '\uFFFD',
  );
}

/** The same for what has to stay in one line: a path or another name. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\r\n]/g, '\uFFFD');
}

/** A message on one line: what it quotes, from a name to a server's answer, may break lines and hide characters. */
export function printableMessage(text: string): string {
  return printableLine(text.trim().replaceAll(/\s*[\n\v\f\r\u0085\u2028\u2029]\s*/g, ' '));
}

/** A value as JSON on one line, each hidden character escaped: the same value, and harmless on a terminal. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(PATTERN, (found: string, hidden: string | undefined) =>
    hidden === undefined ? found : escaped(hidden),
  );
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function numberOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
