import { createScanner } from 'jsonc-parser';
import { linesOf } from '../lines.ts';
import { sentencesOf } from '../sentences.ts';
import { SourcePieces } from './sourcePieces.ts';

/** Lines up to this are read as they stand. */
const LONG_LINE_CHARS = 1000;
/** Longer texts are pieces of their own. */
const LONG_TEXT_CHARS = 80;
/** Short members of an object are kept together up to this. */
const PIECE_CHARS = 160;
/** The parser declares its kinds of token as an enumeration that is not there when the program runs. */
const STRING: number = 10;
const COMMA: number = 5;
const CLOSING_BRACE: number = 2;
const END: number = 17;

/** Whether JSON has lines that nobody wrote: an export, one object a line. */
export function hasLongLine(text: string): boolean {
  return linesOf(text).some((line) => line.length > LONG_LINE_CHARS);
}

/**
 * JSON whose long lines are cut between members, their texts decoded and cut into sentences; other lines stay.
 * @returns pieces with the line ends of `source`
 */
export function longJsonPieces(source: string): readonly string[] {
  const pieces = new SourcePieces(source);
  let start = 0;
  for (const line of linesOf(source)) {
    if (line.length > LONG_LINE_CHARS) addLine(source, start, start + line.length, pieces);
    else pieces.add(line, start, start + line.length);
    pieces.end();
    start += line.length;
  }
  return pieces.all();
}

/** By tokens, for a line need not be JSON by itself. */
function addLine(source: string, from: number, to: number, pieces: SourcePieces): void {
  const scanner = createScanner(source.slice(from, to));
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const start = from + scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    const value = scanner.getTokenValue();
    if (kind === STRING && value.length > LONG_TEXT_CHARS) {
      pieces.end();
      for (const part of value.split('\n')) {
        pieces.add(part, start, start);
        pieces.end(sentencesOf);
      }
      pieces.add('', end, end);
      continue;
    }
    pieces.add(shown(kind, value, source.slice(start, end)), start, end);
    const mayEnd = kind === COMMA || kind === CLOSING_BRACE;
    if (mayEnd && pieces.piece.length >= PIECE_CHARS) pieces.end();
  }
}

/** A token as it is read, without what would end the line. */
function shown(kind: number, value: string, raw: string): string {
  return kind === STRING ? `"${value.replaceAll('\n', ' ')}"` : raw;
}
