import { type EncodingName, isEncodingName } from './encodings.ts';
import { decodeAs, decodeCleanly, guessEncoding } from './guess.ts';
import { labelOf, markedUtf16, unmarkedUtf16, type Utf16 } from './utf16.ts';

export interface Decoded {
  /** Without byte order mark, line ends normalised to `\n`, NUL replaced by U+FFFD. */
  readonly text: string;
  readonly encoding: EncodingName;
  /** Only the bytes themselves speak for this encoding, so the user is told of the guess. */
  readonly guessed: boolean;
}

/** What is known of a file's encoding besides its bytes. */
export interface EncodingHints {
  /** The user's choice for what is not UTF-8, see `CorpusSettings.encoding`. */
  readonly chosen?: string | undefined;
  /** The encoding of the files beside this one; asked only when its own bytes leave doubt. */
  readonly neighbours?: (() => Promise<EncodingName | undefined>) | undefined;
}

/** The search for UTF-16 without a mark looks at as many bytes. */
const SAMPLE_BYTES = 8000;

/**
 * Decodes the bytes of a text file (see `looksBinary`); never fails. A byte order mark decides. Valid UTF-8 is UTF-8,
 * also with a few broken bytes among many good sequences, which other encodings hardly ever form. Otherwise the
 * user's choice counts, then the look of the bytes, then, where that leaves doubt, the neighbours; at last
 * windows-1252, in which any bytes are a text.
 */
export async function decode(bytes: Uint8Array, hints: EncodingHints = {}): Promise<Decoded> {
  const known = decodeUnicode(bytes);
  if (known) return normalised(known);
  const { chosen } = hints;
  if (isEncodingName(chosen)) {
    const text = await (isUtf8(chosen) ? decodeAs(bytes, 'utf8') : decodeCleanly(bytes, chosen));
    if (text !== undefined) return normalised({ text, encoding: chosen, guessed: false });
  }
  const guess = await guessEncoding(bytes);
  const neighbour = guess?.sure ? undefined : await hints.neighbours?.();
  for (const encoding of [neighbour, guess?.encoding]) {
    const text = encoding && (await decodeCleanly(bytes, encoding));
    if (text !== undefined) return normalised({ text, encoding: encoding!, guessed: true });
  }
  const encoding = guess?.encoding ?? 'windows1252';
  return normalised({ text: await decodeAs(bytes, encoding), encoding, guessed: true });
}

/** Decodes what is Unicode beyond doubt. */
function decodeUnicode(bytes: Uint8Array): Decoded | undefined {
  const marked = markedUtf16(bytes);
  if (marked) return { text: fromUtf16(bytes, marked), encoding: marked, guessed: false };
  const unmarked = unmarkedUtf16(bytes.subarray(0, SAMPLE_BYTES));
  if (unmarked) return { text: fromUtf16(bytes, unmarked), encoding: unmarked, guessed: true };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: 'utf8', guessed: false };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const broken = count(text, /\uFFFD/g);
    const beyondAscii = count(text, /[^\0-\x7f]/gu);
    return beyondAscii - broken > 4 * broken ? { text, encoding: 'utf8', guessed: false } : undefined;
  }
}

/** Own code, because iconv-lite silently drops half a unit at the end. */
function fromUtf16(bytes: Uint8Array, encoding: Utf16): string {
  return new TextDecoder(labelOf(encoding)).decode(bytes);
}

function isUtf8(encoding: EncodingName): boolean {
  return encoding === 'utf8' || encoding === 'utf8bom';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * Ends lines as editors do: `\r\n` and a lone `\r` become `\n`. Half a surrogate pair, which iconv-lite lets through,
 * and NUL, at which some tokenisers stop, become U+FFFD.
 */
function normalised(decoded: Decoded): Decoded {
  const { text } = decoded;
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return { ...decoded, text: lines.toWellFormed().replaceAll('\0', '\uFFFD') };
}
