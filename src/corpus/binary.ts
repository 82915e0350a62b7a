import { isBinaryFileSync } from 'isbinaryfile';
import { utf16Of } from './decode.ts';

/** As much as git looks at. */
const SAMPLE_BYTES = 8000;

/**
 * Judges the content: a NUL byte or too many bytes that text does not have. UTF-16 with a byte order mark is text.
 * Short texts in windows-1252, which `isbinaryfile` takes for binary, are text when no control character speaks
 * against it and at most three bytes in ten lie beyond ASCII.
 */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES));
  const utf16 = utf16Of(sample);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(sample).includes('\0');
  if (sample.includes(0)) return true;
  return isBinaryFileSync(sample, sample.length) && !looksLikeWindows1252(sample);
}

function looksLikeWindows1252(sample: Uint8Array): boolean {
  let high = 0;
  for (const byte of sample) {
    const control = byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b;
    if (control || byte === 0x7f) return false;
    if (byte >= 0x80) high++;
  }
  const pdf = sample[0] === 0x25 && sample[1] === 0x50 && sample[2] === 0x44 && sample[3] === 0x46;
  return high <= 0.3 * sample.length && !pdf;
}
