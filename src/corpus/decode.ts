/** The encoding that a text was read as; `windows-1252` stands for everything of one byte per character. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Decoded {
  /** Without byte order mark, line ends normalised to `\n`, NUL replaced by U+FFFD. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** The UTF-16 encoding that a byte order mark announces. UTF-32 is not supported and yields `undefined`. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 2) return undefined;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return undefined;
  const utf32 = bytes.length >= 4 && bytes[2] === 0 && bytes[3] === 0;
  return utf32 ? undefined : 'utf-16le';
}

/**
 * Bytes of a text file to text; never fails. A byte order mark decides; else valid UTF-8 is UTF-8; else the text is
 * UTF-8 with a few broken bytes, where these are much rarer than good sequences, or windows-1252, whose letters
 * hardly ever form a good sequence.
 */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = utf16Of(bytes) ?? eightBitEncodingOf(bytes);
  const text = encoding === 'windows-1252' ? fromWindows1252(bytes) : new TextDecoder(encoding).decode(bytes);
  return { text: normalise(text), encoding };
}

function eightBitEncodingOf(bytes: Uint8Array): 'utf-8' | 'windows-1252' {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    const lossy = new TextDecoder('utf-8').decode(bytes);
    const broken = count(lossy, /\uFFFD/g);
    const beyondAscii = count(lossy, /[^\0-\x7f]/gu);
    return beyondAscii - broken > 4 * broken ? 'utf-8' : 'windows-1252';
  }
}

/** What windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters; the five unused ones stay those. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** By hand, because several Node versions decode `windows-1252` as Latin-1. */
function fromWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (unit) => WINDOWS_1252.charAt(unit.charCodeAt(0) - 0x80));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Lines as editors count them: `\r\n` and a lone `\r` end one too. */
function normalise(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  // Some tokenisers take NUL for the end of their input.
  return lines.includes('\0') ? lines.replaceAll('\0', '\uFFFD') : lines;
}
