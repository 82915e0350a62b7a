import type { CorpusSettings } from '../contract/index.ts';
import { documentKindOf } from './documents/index.ts';
import { DEFAULT_MAX_DOCUMENT_SIZE_BYTES, DEFAULT_MAX_FILE_SIZE_BYTES } from './types.ts';

/** A larger file of this name is skipped. */
export function maxSizeBytes(path: string, settings: CorpusSettings): number {
  return documentKindOf(path.slice(path.lastIndexOf('/') + 1)) === undefined
    ? (settings.maxFileSizeBytes ?? DEFAULT_MAX_FILE_SIZE_BYTES)
    : (settings.maxDocumentSizeBytes ?? DEFAULT_MAX_DOCUMENT_SIZE_BYTES);
}
