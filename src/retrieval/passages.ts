/**
 * Passages: paragraphs of prose and definitions in code. The keywords of a line often stand next to it, so they are
 * counted in both.
 */
import type { TextSegment } from './types.ts';

/** A passage ends here even without a blank line, in estimated tokens. */
const MAX_PASSAGE_TOKENS = 256;

const BLANK_LINE_BEFORE = /^[^\S\n]*\n[^\S\n]*\n/;
const BLANK_LINE = /\n[^\S\n]*\n/;

/** Told one segment after the other, says whether a passage begins with it. */
export class PassageDetector {
  private file = -1;
  private indentation = 0;
  private tokens = 0;
  private afterBlankLine = false;

  /**
   * A passage begins with a file, after a blank line where the text is indented no deeper than the passage's first line
   * (a blank line inside a function does not end it), and when the passage has grown too long.
   */
  begins(segment: TextSegment): boolean {
    const { text, file } = segment;
    const tokens = estimateTokens(text);
    const indentation = indentationOf(text);
    const blank = this.afterBlankLine || BLANK_LINE_BEFORE.test(text);
    const begins =
      file !== this.file ||
      (blank && indentation <= this.indentation) ||
      this.tokens + tokens > MAX_PASSAGE_TOKENS;
    if (begins) {
      this.file = file;
      this.indentation = indentation;
      this.tokens = 0;
    }
    this.tokens += tokens;
    this.afterBlankLine = BLANK_LINE.test(text.slice(text.trimEnd().length)) || (blank && text.trim() === '');
    return begins;
  }
}

/** White space before the first visible character of its line, a tab counted as four. */
export function indentationOf(text: string): number {
  const first = text.search(/\S/);
  if (first < 0) return Number.MAX_SAFE_INTEGER;
  const line = text.slice(text.lastIndexOf('\n', first) + 1, first);
  return line.replaceAll('\t', '    ').length;
}

/**
 * Mean with the embedded model's vocabulary of 6,400: 2.2 to 2.4 bytes in code, 3.3 in English prose, in Chinese about
 * one character of three bytes.
 */
const BYTES_PER_TOKEN = 2.6;

/** Estimated tokens of a file of which only the size is known. */
export function estimateTokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** Estimated tokens of a text: a quarter of its Latin characters, most of the others. */
export function estimateTokens(text: string): number {
  let other = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) other++;
  return Math.ceil((text.length - other) / 4 + other * 0.8);
}
