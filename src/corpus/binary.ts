import { isBinaryFileSync } from 'isbinaryfile';
import { markedUtf16, unmarkedUtf16 } from './utf16.ts';

/** Git looks at as many bytes. */
const SAMPLE_BYTES = 8000;

/**
 * Judges a file by its content: a NUL byte or too many bytes that no text has make it binary. UTF-16, with or without
 * a byte order mark, is text. Bytes beyond ASCII, by which `isbinaryfile` judges, count only beside a control
 * character: older encodings have such bytes but no control characters, and of a hundred bytes of a picture or an
 * archive about ten are control characters.
 */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES));
  if (markedUtf16(sample)) return hasNulUnit(sample);
  if (sample.includes(0)) return unmarkedUtf16(sample) === undefined;
  return isBinaryFileSync(sample, sample.length) && !looksLikeText(sample);
}

/** A NUL character, in UTF-16 two bytes in step. */
function hasNulUnit(sample: Uint8Array): boolean {
  for (let i = 0; i + 1 < sample.length; i += 2) if (sample[i] === 0 && sample[i + 1] === 0) return true;
  return false;
}

/** Ctrl+Z, with which DOS ends a text. */
const END_OF_FILE = 0x1a;

function looksLikeText(sample: Uint8Array): boolean {
  const isPdf = sample[0] === 0x25 && sample[1] === 0x50 && sample[2] === 0x44 && sample[3] === 0x46;
  return !isPdf && !sample.some(isControl);
}

function isControl(byte: number): boolean {
  const isUsual = (byte >= 0x07 && byte <= 0x0d) || byte === 0x1b || byte === END_OF_FILE;
  return (byte < 0x20 && !isUsual) || byte === 0x7f;
}
