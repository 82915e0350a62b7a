import { createHash } from 'node:crypto';
import { constants, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { basename } from 'node:path/posix';
import { looksBinary } from './binary.ts';
import { decode, type EncodingHints } from './decode.ts';
import type { EncodingName } from './encodings.ts';
import { reasonOf } from './errors.ts';
import { readablePieces } from './extract/index.ts';
import { markExtracted, type Segment, segmentsOf, segmentText } from './segments.ts';
import { maxSizeBytes } from './limits.ts';
import type { CorpusSettings, PlaceStart, SkipReason } from '../contract/index.ts';
import { documentKindBy } from './documents/index.ts';
import type { DocumentKindId, DocumentSource, DocumentText } from './documents/index.ts';
import type { CorpusFile } from './types.ts';

export interface ReadOptions extends CorpusSettings {
  /** UTF-16 code units, at least 16; default 600. */
  readonly maxSegmentChars?: number | undefined;
  /** What the files beside this one are in, see `EncodingHints`. */
  readonly neighbours?: EncodingHints['neighbours'];
  /** Takes the text out of documents; not given, they are skipped as `unsupported`. */
  readonly documents?: DocumentSource | undefined;
}

export type ReadResult =
  | {
      readonly kind: 'read';
      readonly segments: readonly Segment[];
      /** Where a reader finds the lines of a document; empty for a file whose lines have numbers. */
      readonly starts: readonly PlaceStart[];
      /** Lines that were passed over, see `Readable`. */
      readonly passedOver: readonly number[];
      /** Bytes read, which is the file's size now, not at the time of the walk. */
      readonly bytes: number;
      readonly encoding: EncodingName;
      /** The encoding is a guess that the reader should be told of. */
      readonly guessed: boolean;
      /** Equal for files of equal bytes only. */
      readonly digest: string;
    }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

const skipped = (reason: SkipReason): ReadResult => ({ kind: 'skipped', reason });

/**
 * Reads one file and cuts it into segments. A file that vanished, grew, cannot be read or turns out binary, minified
 * or empty is skipped with that reason, never thrown over. Reads at most `maxFileSizeBytes` + 1 bytes.
 * @throws RangeError when `maxSegmentChars` is below 16
 */
export async function readFileSegments(file: CorpusFile, options: ReadOptions = {}): Promise<ReadResult> {
  const max = maxSizeBytes(file.path, options);
  let bytes: Uint8Array | SkipReason;
  try {
    bytes = await readAtMost(file.absolutePath, max);
  } catch (error) {
    return skipped(reasonOf(error, file.absolutePath));
  }
  if (typeof bytes === 'string') return skipped(bytes);
  const kind = documentKindBy(basename(file.path), bytes);
  if (kind) {
    const document = await readDocument(kind, bytes, file, options);
    // JSON that is no conversation is read as it stands.
    if (kind !== 'chat' || document.kind === 'read') return document;
  }
  if (looksBinary(bytes)) return skipped('binary');
  const { text, encoding, guessed } = await decode(bytes, {
    chosen: options.encoding,
    neighbours: options.neighbours,
  });
  if (text.trim() === '') return skipped('empty');
  const { maxSegmentChars } = options;
  const readable = readablePieces(text, basename(file.path), file.format, maxSegmentChars);
  if (!readable) return skipped('minified');
  const segments = markExtracted(segmentsOf(readable.pieces, maxSegmentChars), text);
  if (segments.length === 0) return skipped('empty');
  const digest = digestOf(bytes);
  const { passedOver, starts = [] } = readable;
  return { kind: 'read', segments, starts, passedOver, bytes: bytes.length, encoding, guessed, digest };
}

/** Every segment is marked as extracted, because its column in the file means nothing. */
async function readDocument(
  kind: DocumentKindId,
  bytes: Uint8Array,
  { path, format }: CorpusFile,
  { documents, maxSegmentChars }: ReadOptions,
): Promise<ReadResult> {
  const digest = digestOf(bytes);
  const document = await documents?.text(kind, bytes, digest, path);
  if (document === undefined) return skipped('unsupported');
  if (typeof document === 'string') return skipped(document);
  const { text, starts } = document;
  const segments = segmentText(text, kind === 'chat' ? 'prose' : format, maxSegmentChars).map(
    (segment): Segment => ({
      ...segment,
      isExtracted: true,
    }),
  );
  if (segments.length === 0) return skipped('empty');
  const read = { segments, starts, passedOver: [], bytes: bytes.length, digest };
  return { kind: 'read', ...read, encoding: 'utf8', guessed: false };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/**
 * The text that is read of one document.
 * @param root a folder, or the document itself
 * @returns why there is none: `unsupported` for a file that is no document
 */
export async function readDocumentText(
  root: string,
  path: string,
  options: ReadOptions,
): Promise<DocumentText | { readonly reason: SkipReason }> {
  const name = basename(path);
  const absolutePath = (await isFile(root)) ? root : join(root, path);
  try {
    const bytes = await readAtMost(absolutePath, maxSizeBytes(name, options));
    if (typeof bytes === 'string') return { reason: bytes };
    const kind = documentKindBy(name, bytes);
    const document = kind && (await options.documents?.text(kind, bytes, digestOf(bytes), path));
    if (document === undefined) return { reason: 'unsupported' };
    return typeof document === 'string' ? { reason: document } : document;
  } catch (error) {
    return { reason: reasonOf(error, absolutePath) };
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readAtMost(path: string, maxBytes: number): Promise<Uint8Array | SkipReason> {
  // O_NONBLOCK (absent on Windows) keeps a pipe that took the file's place since the walk from blocking for ever.
  const nonBlocking = (constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0;
  const handle = await open(path, constants.O_RDONLY | nonBlocking);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return 'vanished';
    if (found.size > maxBytes) return 'tooLarge';
    const chunks: Buffer[] = [];
    let total = 0;
    // Room for one byte more than expected, so that a file that grew is noticed.
    for (let room = found.size + 1; total <= maxBytes; room = Math.min(64 * 1024, maxBytes + 1 - total)) {
      const chunk = Buffer.allocUnsafe(room);
      const { bytesRead } = await handle.read(chunk, 0, room, null);
      if (bytesRead === 0) return Buffer.concat(chunks, total);
      chunks.push(chunk.subarray(0, bytesRead));
      total += bytesRead;
    }
    return 'tooLarge';
  } finally {
    await handle.close();
  }
}
