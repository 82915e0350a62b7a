import { createScanner } from 'jsonc-parser';
import { linesOf } from '../lines.ts';
import { sentencesOf } from '../sentences.ts';
import { SourcePieces } from './sourcePieces.ts';

/** Shorter lines are read as they stand. */
const LONG_LINE_CHARS = 1000;
/** A longer text becomes pieces of its own. */
const LONG_TEXT_CHARS = 80;
/** Members of an object share a piece of about this length. */
const PIECE_CHARS = 160;
/**
 * Numbers of the parser's token kinds: its enumeration is declared for the compiler only and absent when the program
 * runs.
 */
const STRING: number = 10;
const COMMA: number = 5;
const CLOSING_BRACE: number = 2;
const END: number = 17;

/** Whether a JSON text has a line that no person wrote, as exports have. */
export function hasLongLine(text: string): boolean {
  return linesOf(text).some((line) => line.length > LONG_LINE_CHARS);
}

/**
 * Cuts the long lines of a JSON text between members, decodes their texts and cuts these into sentences; other lines
 * stay as they are.
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

/** Goes by tokens, since a line need not be valid JSON by itself. */
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

/** The text of a token, without line ends, which would end its line. */
function shown(kind: number, value: string, raw: string): string {
  return kind === STRING ? `"${value.replaceAll('\n', ' ')}"` : raw;
}
