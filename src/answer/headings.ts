/** Markdown, AsciiDoc (`==`) and LaTeX headings. */
const MARKED = /^(?:#{1,6}(?:\s|$)|={1,6}\s+\S|\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph)\b)/;
/** A line over a rule: setext headings of Markdown, titles of reStructuredText. */
const UNDERLINED = /^[^\n]*[\p{L}\p{N}][^\n]*\n[ \t]*([=\-~^"'`#*+])\1+[ \t]*$/u;

/**
 * Whether a piece of prose (a line, or a line with the rule under it) is a heading, which names what follows and says
 * nothing itself.
 */
export function isHeading(text: string): boolean {
  const trimmed = text.trim();
  return UNDERLINED.test(trimmed) || (!trimmed.includes('\n') && MARKED.test(trimmed));
}
