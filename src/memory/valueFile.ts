/**
 * The file of one value: a header of 64 bytes, then the value. The checksum covers both, so that a flipped bit, a cut
 * file or a file under the wrong name is noticed.
 *
 * | bytes | little-endian                                  |
 * | ----- | ---------------------------------------------- |
 * | 0-7   | `IAskWin` and a zero                           |
 * | 8-11  | version of this layout                         |
 * | 12-15 | version of what the values hold                |
 * | 16-19 | bytes of the value                             |
 * | 20-51 | the key                                        |
 * | 52-59 | zeros                                          |
 * | 60-63 | CRC-32 of bytes 0-59 and the value             |
 */
import { crc32 } from 'node:zlib';

/** Version of header and folders; another version is another store. */
export const LAYOUT_VERSION = 1;
export const HEADER_BYTES = 64;
export const KEY_BYTES = 32;
/** Far above any value: a damaged file's size must not decide how much memory is taken. */
export const MAX_VALUE_BYTES = 64 * 1024 * 1024;

const MAGIC = Buffer.from('IAskWin\0', 'latin1');
const CHECKSUM_AT = 60;

/** The header of a value that is given in parts. */
export function encodeHeader(
  key: Uint8Array,
  formatVersion: number,
  parts: readonly Uint8Array[],
): Uint8Array {
  const header = fieldsOf(key, formatVersion, byteLength(parts));
  let sum = crc32(header.subarray(0, CHECKSUM_AT));
  for (const part of parts) sum = checksum(part, sum);
  header.writeUInt32LE(sum, CHECKSUM_AT);
  return header;
}

/** Whether header and value are those that were written under this key. */
export function isIntact(
  header: Uint8Array,
  value: Uint8Array,
  key: Uint8Array,
  formatVersion: number,
): boolean {
  const expected = fieldsOf(key, formatVersion, value.byteLength).subarray(0, CHECKSUM_AT);
  if (!expected.equals(header.subarray(0, CHECKSUM_AT))) return false;
  return (
    checksum(value, crc32(expected)) ===
    new DataView(header.buffer, header.byteOffset).getUint32(CHECKSUM_AT, true)
  );
}

/** zlib.crc32 restarts at 0 for an empty buffer, so empty parts are skipped. */
function checksum(bytes: Uint8Array, before: number): number {
  return bytes.byteLength === 0 ? before : crc32(bytes, before);
}

export function byteLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

function fieldsOf(key: Uint8Array, formatVersion: number, bytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.set(MAGIC, 0);
  header.writeUInt32LE(LAYOUT_VERSION, 8);
  header.writeUInt32LE(formatVersion, 12);
  header.writeUInt32LE(bytes, 16);
  header.set(key, 20);
  return header;
}
