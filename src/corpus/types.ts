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

/** From a line of a notebook's file on, up to the next one, a cell's text or output stands there. */
export interface CellStart {
  /** Of the file, 1-based. */
  readonly line: number;
  /** From 1. */
  readonly cell: number;
  /** Which of the cell's own lines that is, from 1; undefined for its output, and where several stand on that line. */
  readonly cellLine: number | undefined;
}

/** What is read of a document. */
export interface Extracted {
  /** With the line ends of its text. */
  readonly pieces: readonly string[];
  /** Of a notebook. */
  readonly cells?: readonly CellStart[];
}

/** Files above this are skipped unless the caller says otherwise: 2 MiB. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 2 * 1024 * 1024;
