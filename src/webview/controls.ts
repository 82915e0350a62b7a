/**
 * Characters that change the order of the text around them, or cannot be seen, are shown by their number: a file must
 * not look like something that it is not. Pure.
 */
const hidden =
  /[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\r(?!\n)/gu;

/** The text cut at such characters, each of them replaced by its number. */
export function withControls(text: string): { readonly text: string; readonly isControl: boolean }[] {
  const parts: { text: string; isControl: boolean }[] = [];
  let at = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    // A joiner within an emoji or a word of some scripts is at home there.
    if (/[\u200C\u200D]/.test(character)) continue;
    if (index > at) parts.push({ text: text.slice(at, index), isControl: false });
    parts.push({ text: numberOf(character), isControl: true });
    at = index + 1;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isControl: false });
  return parts;
}

/** The same as one text. */
export function showControls(text: string): string {
  return withControls(text)
    .map((part) => part.text)
    .join('');
}

function numberOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
