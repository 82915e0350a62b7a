/** Opens the zip files that office documents and books are, within limits. */
import { unzipSync } from 'fflate';
import { DocumentRefused } from './types.ts';

/** Of all entries that are wanted. A page of text unpacks to a few kilobytes. */
const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;
const MAX_ENTRIES = 50_000;

/** The entries of a zip file, by their path. */
export type Entries = ReadonlyMap<string, Uint8Array>;

/**
 * Unpacks some entries of a document.
 * @throws DocumentRefused `tooComplex` above the limits, `encrypted` for a document with a password; anything for
 * what is no zip file
 */
export function unpacked(bytes: Uint8Array, isWanted: (path: string) => boolean): Entries {
  if (isEncryptedOffice(bytes)) throw new DocumentRefused('encrypted');
  let [entries, size] = [0, 0];
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      // Counted before anything is unpacked, and no entry gets more room than it says.
      if (++entries > MAX_ENTRIES) throw new DocumentRefused('tooComplex');
      if (!isWanted(name)) return false;
      size += originalSize;
      if (size > MAX_UNPACKED_BYTES) throw new DocumentRefused('tooComplex');
      return true;
    },
  });
  return new Map(Object.entries(files));
}

/** The beginning of a compound file, in which Microsoft's programs put what they encrypt. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

function isEncryptedOffice(bytes: Uint8Array): boolean {
  return COMPOUND.every((byte, i) => bytes[i] === byte) && Buffer.from(bytes).includes(ENCRYPTED);
}

/** An entry as text, in UTF-8 or UTF-16 with a mark; undefined where there is none. */
export function textOf(entries: Entries, path: string): string | undefined {
  const bytes = entries.get(path);
  if (!bytes) return undefined;
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** As `textOf`. @throws Error where there is none: the document is damaged */
export function requiredText(entries: Entries, path: string): string {
  const text = textOf(entries, path);
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
}
