import type { FilePlace, PlaceStart } from '../contract/index.ts';

/** How a text is cut: `code` by lines, `prose` by sentences. */
export type Format = 'code' | 'prose';

/** A file that is to be read. */
export interface CorpusFile extends FilePlace {
  /** Where to open it, in this machine's notation. Below a followed link this is the link's path, not its target's. */
  readonly absolutePath: string;
  /** At the time of the walk; the file may have changed when it is read. */
  readonly sizeBytes: number;
  readonly format: Format;
}

/** What is read of a document. */
export interface Extracted {
  /** With the line ends of its text. */
  readonly pieces: readonly string[];
  /** Where a reader finds its lines, where not by their numbers. */
  readonly starts?: readonly PlaceStart[];
}

/** Files above this are skipped unless the caller says otherwise: 2 MiB. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 2 * 1024 * 1024;

/** The same for documents whose text is taken out of them: 64 MiB. */
export const DEFAULT_MAX_DOCUMENT_SIZE_BYTES = 64 * 1024 * 1024;
