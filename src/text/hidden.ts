/**
 * Makes text of others fit to be shown. A character that cannot be seen, or reorders those around it, can disguise a
 * file, steer a terminal or carry words that only a model reads. The rule goes by Unicode properties instead of a
 * list, so that it covers future characters. Pure.
 */

/** Scripts in which a joiner shapes a letter and hides nothing (RFC 5892, appendix A). */
const JOINED_SCRIPTS =
  'Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan'
    .split(' ')
    .map((script) => `\\p{Script=${script}}`)
    .join('');

/** Harmless characters that the properties below would match; an emoji may be several characters. */
const AT_HOME = [
  '\\p{RGI_Emoji}[\\uFE0E\\uFE0F]?',
  '\\p{Emoji}[\\uFE0E\\uFE0F]',
  `(?<=[${JOINED_SCRIPTS}])[\\u200C\\u200D](?=[${JOINED_SCRIPTS}])`,
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180F]',
  '\\r\\n',
  '[\\t\\n]',
  // The only visible format characters: signs before a number in Arabic, Syriac and Kaithi.
  '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]',
].join('|');

const HIDDEN = '[\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Cf}\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]';

/** What may have to be hidden: most texts have none of it, and then nothing else need be looked at. */
const SUSPECT = new RegExp(`(?![\\t\\n])${HIDDEN}`, 'u');

let compiled: RegExp | undefined;

/** Compiled on first use, because its list of emoji takes longer than the rest of the program's start. */
function pattern(): RegExp {
  // A constructor, because the flag `v` (for emoji of several characters) is newer than the language level of this
  // code.
  compiled ??= new RegExp(`(?:${AT_HOME})|(?<hidden>${HIDDEN})`, 'gv');
  return compiled;
}

/** Replaces the hidden characters of a text. */
function replaceHidden(text: string, replacement: (hidden: string) => string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replaceAll(pattern(), (found: string, hidden: string | undefined) =>
    hidden === undefined ? found : replacement(hidden),
  );
}

/** A part of a text: plain text or one hidden character. */
export interface TextPart {
  readonly text: string;
  readonly isHidden: boolean;
}

/** Cuts a text at its hidden characters and gives each of these by its number, for example `U+202E`. */
export function withHidden(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { groups, index } of SUSPECT.test(text) ? text.matchAll(pattern()) : []) {
    const hidden = groups?.['hidden'];
    if (hidden === undefined) continue;
    if (index > at) parts.push({ text: text.slice(at, index), isHidden: false });
    parts.push({ text: numberOf(hidden), isHidden: true });
    at = index + hidden.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isHidden: false });
  return parts;
}

/** The text with the number of each hidden character in its place. */
export function showHidden(text: string): string {
  return withHidden(text)
    .map((part) => part.text)
    .join('');
}

/** A text of several lines with U+FFFD for each hidden character; line ends and tabs stay. */
export function printable(text: string): string {
  return replaceHidden(text, () => '\uFFFD');
}

/** As `printable`, for a path or name that must stay on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\r\n]/g, '\uFFFD');
}

/**
 * A message on one line. What it quotes, such as a name or a server's answer, may have line breaks and hidden
 * characters.
 */
export function printableMessage(text: string): string {
  return printableLine(text.trim().replaceAll(/\s*[\n\v\f\r\u0085\u2028\u2029]\s*/g, ' '));
}

/** A value as JSON on one line with each hidden character escaped, harmless on a terminal. */
export function printableJson(value: unknown): string {
  return replaceHidden(JSON.stringify(value), escaped);
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
