/** Takes the docstrings out of Python source, version 2 or 3, without a parser: a scanner that knows strings and brackets. */

/**
 * The source without the docstrings of its functions and classes, nested ones too. A body that was nothing but its
 * docstring becomes `pass`; a string that is part of a larger expression (`"…" % x`) is not a docstring and stays, and so
 * does every other string. A docstring that is never closed, as in source that was cut off, ends with the text.
 */
export function stripDocstrings(source: string): string {
  let result = '';
  let copied = 0;
  for (const { from, to, replacement } of docstrings(source)) {
    result += source.slice(copied, from) + replacement;
    copied = to;
  }
  return result + source.slice(copied);
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
}

function docstrings(source: string): Cut[] {
  const cuts: Cut[] = [];
  let at = 0;
  let lineBegins = true;
  while (at < source.length) {
    if (lineBegins) {
      const begin = skipSpace(source, at);
      lineBegins = false;
      if (HEADER.test(source.slice(begin, begin + 40))) {
        const body = bodyOf(source, begin);
        const found = docstringAt(source, begin, body);
        if (found) cuts.push(found);
        at = Math.max(body, found?.to ?? 0);
        // A body on lines of its own may begin with another function.
        lineBegins = source.slice(begin, at).includes('\n');
        continue;
      }
      at = begin;
    }
    const next = skipToken(source, at);
    lineBegins = source[at] === '\n' || source[at] === ';';
    at = next;
  }
  return cuts;
}

const HEADER = /^(?:async\s+def|def|class)\b/;

/** Where the body of a `def` or `class` begins: behind the colon that stands in no bracket and no string. */
function bodyOf(source: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < source.length; at = skipToken(source, at)) {
    const character = source[at]!;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ':' && depth === 0) return at + 1;
  }
  return source.length;
}

const STRING_START = /^[rRuU]{0,2}("""|'''|"|')/;

/** The cut that takes the docstring away when the body begins with one. */
function docstringAt(source: string, header: number, body: number): Cut | undefined {
  const start = skipSpace(source, body);
  let end = start;
  // Strings that stand side by side are one string.
  for (;;) {
    const next = end === start ? start : skipBlanks(source, end);
    if (!STRING_START.test(source.slice(next, next + 5))) break;
    end = skipToken(source, next);
  }
  if (end === start) return undefined;
  const behind = skipBlanks(source, end);
  const comment = source[behind] === '#' ? skipToken(source, behind) : behind;
  const closing = source[comment];
  if (closing !== undefined && closing !== '\n' && closing !== ';') return undefined;

  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const sameLine = lineStart <= body && !source.slice(body, start).includes('\n');
  if (closing === ';') {
    // Another statement follows on the same line: it takes the docstring's place.
    return { from: start, to: skipBlanks(source, comment + 1), replacement: '' };
  }
  if (sameLine || !hasMore(source, comment, indentOf(source, header), source.slice(lineStart, start))) {
    return { from: start, to: comment, replacement: 'pass' };
  }
  return { from: lineStart, to: Math.min(comment + 1, source.length), replacement: '' };
}

/** Whether a statement of the same body follows: one that is indented as the docstring is, or at least deeper than the header. */
function hasMore(source: string, at: number, headerIndent: string, indent: string): boolean {
  const next = skipSpace(source, at);
  if (next >= source.length) return false;
  const nextIndent = indentOf(source, next);
  if (nextIndent === indent) return true;
  // A function's first line may have lost its indentation with the rest keeping theirs: only a lesser one ends the body.
  return nextIndent.length > headerIndent.length;
}

/** White space in front of the first character of the line of `at`. */
function indentOf(source: string, at: number): string {
  const lineStart = source.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart, at))![0];
}

/** Behind the string, comment or character at `at`. */
function skipToken(source: string, at: number): number {
  const character = source[at]!;
  if (character === '#') {
    const end = source.indexOf('\n', at);
    return end < 0 ? source.length : end;
  }
  const string = /^[rRuUbBfF]{0,2}("""|'''|"|')/.exec(source.slice(at, at + 5));
  if (string && !(/\w/.test(source[at - 1] ?? ' ') && /\w/.test(character))) {
    return stringEnd(source, at + string[0].length, string[1]!);
  }
  // The whole word, lest its last letters look like a string's prefix.
  const word = /^\w+/.exec(source.slice(at, at + 200));
  return at + (word ? word[0].length : 1);
}

/** Behind the closing quotes; a backslash keeps the next character from closing, in raw strings as well. */
function stringEnd(source: string, from: number, quotes: string): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith(quotes, at)) return at + quotes.length;
    // A string in single quotes that is not closed on its line is a mistake of the source: the line ends it.
    else if (source[at] === '\n' && quotes.length === 1) return at;
  }
  return source.length;
}

/** Behind spaces, tabs and joined lines. */
function skipBlanks(source: string, at: number): number {
  return at + /^(?:[ \t\r\f]|\\\r?\n)*/.exec(source.slice(at))![0].length;
}

/** Behind white space, line ends and comments. */
function skipSpace(source: string, at: number): number {
  return at + /^(?:\s|\\\r?\n|#[^\n]*)*/.exec(source.slice(at))![0].length;
}
