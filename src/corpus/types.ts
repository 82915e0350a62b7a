/** How a text is cut: `code` by lines, `prose` by sentences. */
export type Format = 'code' | 'prose';

/** Why something that was found is not read; the same names as in the engine's protocol. */
export type SkipReason =
  | 'ignored'
  | 'binary'
  | 'minified'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'vanished'
  | 'linkLoop'
  | 'unsupported';

/** A file that is to be read. */
export interface CorpusFile {
  /** Index into the list of roots. */
  readonly root: number;
  /** Relative to that root, with `/`; the file's own name when the root is a file. */
  readonly path: string;
  /** Where to open it, in this machine's notation. Below a followed link this is the link's path, not its target's. */
  readonly absolutePath: string;
  /** At the time of the walk; the file may have changed when it is read. */
  readonly sizeBytes: number;
  readonly format: Format;
}

/** A file or folder that is not read. */
export interface SkippedFile {
  /** Index into the list of roots. */
  readonly root: number;
  /** Relative to that root, with `/`; a folder ends in `/` and stands for everything in it; the root itself is `./`. */
  readonly path: string;
  readonly reason: SkipReason;
}

/** What the user chose about which files are read, and how; the same as the protocol's `CorpusSettings`. */
export interface CorpusOptions {
  /** Larger files are skipped as `tooLarge`, at the walk and when they are read; default 2 MiB. */
  readonly maxFileSizeBytes?: number | undefined;
  /** Of files that are not in UTF-8, as the editor's `files.encoding` names it; guessed when not given or not known. */
  readonly encoding?: string | undefined;
}

/** Files above this are skipped unless the caller says otherwise: 2 MiB. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 2 * 1024 * 1024;
