/** What of a file is read: its lines or sentences, or of pages, notebooks and exports their text. */
import { canBeMinified, extensionOf } from '../formats.ts';
import { codePieces } from '../lines.ts';
import { withoutSqueezedLines } from '../minified.ts';
import { prosePieces } from '../prose.ts';
import { DEFAULT_MAX_SEGMENT_CHARS } from '../segments.ts';
import type { Format } from '../types.ts';
import { withoutEncodedData } from './encodedData.ts';
import { htmlPieces, isPage } from './html.ts';
import { hasLongLine, longJsonPieces } from './longJson.ts';
import { notebookPieces } from './notebook.ts';

const JSON_NAMES: ReadonlySet<string> = new Set(['json', 'jsonl', 'ndjson', 'geojson', 'har', 'ipynb']);

/**
 * Cuts a text into the pieces that are read. They keep its line ends; without markup, encoded data or escapes they
 * concatenate to the text.
 * @param name of the file, which says what it holds
 * @param maxChars of a list item, see `prosePieces`
 * @returns undefined for program text of which a tool has squeezed every line
 */
export function readablePieces(
  text: string,
  name: string,
  format: Format,
  maxChars = DEFAULT_MAX_SEGMENT_CHARS,
): readonly string[] | undefined {
  const extension = extensionOf(name);
  const document = isPage(name, text)
    ? htmlPieces(text)
    : extension === 'ipynb'
      ? notebookPieces(text)
      : undefined;
  if (document) return document;
  const plain = withoutEncodedData(text);
  const read = canBeMinified(name) ? withoutSqueezedLines(plain) : plain;
  if (read === undefined) return undefined;
  if (JSON_NAMES.has(extension) && hasLongLine(read)) return longJsonPieces(read);
  return format === 'code' ? codePieces(read) : prosePieces(read, maxChars);
}
