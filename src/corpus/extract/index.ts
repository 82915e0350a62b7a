/** Decides what of a file is read: its lines or sentences, or the text of a page, a notebook or an export. */
import { extensionOf } from '../extension.ts';
import { canBeMinified } from '../formats.ts';
import { codePieces } from '../lines.ts';
import { withoutSqueezedLines } from '../minified.ts';
import { prosePieces } from '../prose.ts';
import { DEFAULT_MAX_SEGMENT_CHARS } from '../segments.ts';
import type { Extracted, Format } from '../types.ts';
import { withoutEncodedData } from './encodedData.ts';
import { extractPage, isPage } from './html.ts';
import { hasLongLine, longJsonPieces } from './longJson.ts';
import { extractNotebook } from './notebook.ts';

const JSON_NAMES: ReadonlySet<string> = new Set(['json', 'jsonl', 'ndjson', 'geojson', 'har', 'ipynb']);

/** Reads one kind of document whose text has to be taken out of its file. */
interface Extractor {
  /** Judges by the name and by how the text begins. */
  readonly isFor: (name: string, text: string) => boolean;
  /** Undefined for a file that only looks like one. */
  readonly extract: (text: string) => Extracted | undefined;
}

/** The first one that is for a file reads it. */
const EXTRACTORS: readonly Extractor[] = [
  { isFor: isPage, extract: extractPage },
  { isFor: (name) => extensionOf(name) === 'ipynb', extract: extractNotebook },
];

/** What is read of a text. */
export interface Readable extends Extracted {
  /** Numbers, from 1, of lines that a minifier wrote: no piece has them. */
  readonly passedOver: readonly number[];
}

/**
 * Cuts a text into the pieces that are read. They keep its line ends; without markup, encoded data or escapes they
 * concatenate to the text.
 * @param name of the file, which says what it holds
 * @param maxChars of a list item, see `prosePieces`
 * @returns undefined where a minifier wrote every line
 */
export function readablePieces(
  text: string,
  name: string,
  format: Format,
  maxChars = DEFAULT_MAX_SEGMENT_CHARS,
): Readable | undefined {
  const document = EXTRACTORS.find(({ isFor }) => isFor(name, text))?.extract(text);
  if (document) return { ...document, passedOver: [] };
  const plain = withoutEncodedData(text);
  const read = canBeMinified(name) ? withoutSqueezedLines(plain) : { text: plain, passedOver: [] };
  return (
    read && {
      pieces: plainPieces(read.text, extensionOf(name), format, maxChars),
      passedOver: read.passedOver,
    }
  );
}

function plainPieces(text: string, extension: string, format: Format, maxChars: number): readonly string[] {
  if (JSON_NAMES.has(extension) && hasLongLine(text)) return longJsonPieces(text);
  return format === 'code' ? codePieces(text) : prosePieces(text, maxChars);
}
