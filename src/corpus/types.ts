import type { FilePlace } from '../contract/index.ts';

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

/** Files above this are skipped unless the caller says otherwise: 2 MiB. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 2 * 1024 * 1024;
