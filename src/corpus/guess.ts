import type { EncodingName } from './encodings.ts';

/** The probable encoding of bytes that are neither UTF-8 nor UTF-16. */
interface Guess {
  readonly encoding: EncodingName;
  /**
   * False where only a few words speak for it: then the library's first guess is often right, but not more often than
   * that.
   */
  readonly sure: boolean;
}

/**
 * jschardet's names of the encodings that are guessed. Each further one would make guesses about short texts less
 * certain.
 */
const GUESSED: Readonly<Record<string, EncodingName>> = {
  gb18030: 'gbk',
  big5: 'cp950',
  cp949: 'euckr',
  cp932: 'shiftjis',
  'euc-jp': 'eucjp',
  'windows-1251': 'windows1251',
  'windows-1252': 'windows1252',
  'koi8-r': 'koi8r',
};

/** Above this jschardet 4.1 was never wrong on short samples of all these encodings. */
const SURE_CONFIDENCE = 0.25;

/** More bytes would tell no more. */
const MAX_EVIDENCE_BYTES = 16_000;

/** Guesses by the lines with a byte beyond ASCII; the other lines of a program would look like English. */
export async function guessEncoding(bytes: Uint8Array): Promise<Guess | undefined> {
  // Imported here, since its tables would slow every start and most texts are UTF-8.
  const { detect } = await import('jschardet');
  const found = detect(linesBeyondAscii(bytes), { detectEncodings: Object.keys(GUESSED) });
  const encoding = GUESSED[found.encoding?.toLowerCase() ?? ''];
  if (!encoding) return undefined;
  const wider =
    encoding === 'gbk' && (await decodeCleanly(bytes, 'gbk')) === undefined ? 'gb18030' : encoding;
  return { encoding: wider, sure: found.confidence >= SURE_CONFIDENCE };
}

/** Characters that a wrong encoding makes of a text: unassigned, private or control characters. */
const IMPLAUSIBLE = /[\uFFFD\uE000-\uF8FF\x80-\x9f]/g;
/** Lets real files have a broken character now and then. */
const MAX_IMPLAUSIBLE_SHARE = 0.002;

/** The text of these bytes, if nearly all of them are valid in this encoding. */
export async function decodeCleanly(bytes: Uint8Array, encoding: EncodingName): Promise<string | undefined> {
  const text = await decodeAs(bytes, encoding);
  const slips = text.match(IMPLAUSIBLE)?.length ?? 0;
  return slips <= MAX_IMPLAUSIBLE_SHARE * text.length ? text : undefined;
}

/** The text of these bytes in this encoding; what is not of it becomes U+FFFD. */
export async function decodeAs(bytes: Uint8Array, encoding: EncodingName): Promise<string> {
  // Imported here as well.
  const { default: iconv } = await import('iconv-lite');
  return iconv.decode(bytes, encoding);
}

function linesBeyondAscii(bytes: Uint8Array): Uint8Array {
  const lines: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length && length < MAX_EVIDENCE_BYTES;) {
    const end = bytes.indexOf(0x0a, start) + 1 || bytes.length;
    const line = bytes.subarray(start, Math.min(end, start + MAX_EVIDENCE_BYTES));
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line);
      length += line.length;
    }
    start = end;
  }
  return Buffer.concat(lines);
}
