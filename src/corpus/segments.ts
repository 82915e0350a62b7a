import { cut, MIN_SEGMENT_CHARS } from './cut.ts';
import { codePieces, linesOf } from './lines.ts';
import { prosePieces } from './prose.ts';
import type { Format } from './types.ts';

/** The smallest piece that can be found: a line of code or a sentence of prose. */
export interface Segment {
  /** With the white space and blank lines around it: the segments of a text concatenate to exactly that text. */
  readonly text: string;
  /** 1-based line of the first character that is not white space. */
  readonly startLine: number;
  /** 1-based line of the last character that is not white space, inclusive. */
  readonly endLine: number;
  /**
   * Set when the lines of the file hold more or something else, such as markup, so that the column of the text is not
   * known.
   */
  readonly isExtracted?: true;
}

/** In UTF-16 code units: about 200 tokens. */
export const DEFAULT_MAX_SEGMENT_CHARS = 600;

/**
 * Cuts a normalised text (see `decode`) into segments. Code: one line each; prose: one sentence, heading, list item,
 * table row or line of fenced code each. Longer ones than `maxSegmentChars` are cut at white space, else anywhere but
 * inside a surrogate pair.
 * @param maxSegmentChars UTF-16 code units, at least 16; white space around a segment may exceed it
 * @throws RangeError for a smaller limit
 */
export function segmentText(
  text: string,
  format: Format,
  maxSegmentChars = DEFAULT_MAX_SEGMENT_CHARS,
): Segment[] {
  const pieces = format === 'code' ? codePieces(text) : prosePieces(text, maxSegmentChars);
  return segmentsOf(pieces, maxSegmentChars);
}

/**
 * Places pieces of a text, cut where they are too long.
 * @param pieces with all line ends of the text, see `readablePieces`
 * @param maxSegmentChars as of `segmentText`
 * @throws RangeError for a limit below 16
 */
export function segmentsOf(
  pieces: readonly string[],
  maxSegmentChars = DEFAULT_MAX_SEGMENT_CHARS,
): Segment[] {
  if (!(maxSegmentChars >= MIN_SEGMENT_CHARS)) {
    throw new RangeError(`maxSegmentChars must be at least ${MIN_SEGMENT_CHARS}, not ${maxSegmentChars}`);
  }
  const segments: Segment[] = [];
  let line = 1;
  for (const piece of pieces) {
    for (const part of cut(piece, maxSegmentChars)) {
      const content = part.trim();
      const startLine =
        content === '' ? line : line + lineEnds(part.slice(0, part.length - part.trimStart().length));
      segments.push({ text: part, startLine, endLine: startLine + lineEnds(content) });
      line += lineEnds(part);
    }
  }
  return segments;
}

/** Tells of segments whether their lines are those of the text. @param segments with all of its line ends */
export function markExtracted(segments: readonly Segment[], text: string): readonly Segment[] {
  const read = segments.map((segment) => segment.text).join('');
  if (read === text) return segments;
  const lines = linesOf(text);
  const isSame = linesOf(read).map((line, i) => line === lines[i]);
  return segments.map((segment) => {
    const { startLine, endLine } = segment;
    return isSame.slice(startLine - 1, endLine).includes(false) ? { ...segment, isExtracted: true } : segment;
  });
}

function lineEnds(text: string): number {
  let n = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}
