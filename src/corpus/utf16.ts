export type Utf16 = 'utf16le' | 'utf16be';

/** The name by which `TextDecoder` knows an encoding. */
export function labelOf(encoding: Utf16): string {
  return encoding === 'utf16le' ? 'utf-16le' : 'utf-16be';
}

/** The UTF-16 encoding that a byte order mark announces. UTF-32 is not supported and yields `undefined`. */
export function markedUtf16(bytes: Uint8Array): Utf16 | undefined {
  if (bytes.length < 2) return undefined;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return undefined;
  const utf32 = bytes.length >= 4 && bytes[2] === 0 && bytes[3] === 0;
  return utf32 ? undefined : 'utf16le';
}

/**
 * Characters that texts are made of: ASCII, Latin, Greek, Cyrillic, punctuation, arrows, frames, Chinese, Japanese,
 * Korean and full-width forms. Two bytes read the wrong way round hardly ever give one of these.
 */
const PLAUSIBLE =
  /[\t\n\f\r\x20-\x7e\xa0-\u024f\u0370-\u052f\u1e00-\u1eff\u2010-\u203a\u20ac\u2100-\u21ff\u2500-\u25ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]/g;
const ASCII = /[\t\n\r\x20-\x7e]/g;
const MIN_PLAUSIBLE_SHARE = 0.95;

/**
 * The UTF-16 encoding of bytes without a mark: the byte order in which nearly every character is plausible, and of
 * two such the one with more ASCII. Bytes without a NUL are no UTF-16, because every space and line end of such a
 * text has one.
 * @param sample of an even number of bytes, but for the end of the file
 */
export function unmarkedUtf16(sample: Uint8Array): Utf16 | undefined {
  if (sample.length < 4 || !sample.includes(0)) return undefined;
  const found = (['utf16le', 'utf16be'] as const)
    .map((encoding) => ({ encoding, ...judge(sample, encoding) }))
    .filter(({ plausible, ascii }) => plausible >= MIN_PLAUSIBLE_SHARE && ascii > 0)
    .sort((a, b) => b.ascii - a.ascii);
  return found[0]?.encoding;
}

/** Shares of a text's characters. */
function judge(sample: Uint8Array, encoding: Utf16): { plausible: number; ascii: number } {
  const whole = sample.subarray(0, sample.length & ~1);
  const text = new TextDecoder(labelOf(encoding), { ignoreBOM: true }).decode(whole);
  const count = (pattern: RegExp): number => (text.match(pattern)?.length ?? 0) / text.length;
  return { plausible: count(PLAUSIBLE), ascii: count(ASCII) };
}
