/** How a text is cut: `code` by lines, `prose` by sentences. */
export type Format = 'code' | 'prose';

/** Why something that was found is not read; the same names as in the engine's protocol. */
export type SkipReason =
  /** An ignore file says so. */
  | 'ignored'
  /** Its name is on the list of what is passed over, and git does not track it. */
  | 'excluded'
  /** A folder that ignore files leave out, and that is, or holds, a repository of its own. */
  | 'repository'
  /** A further working tree of a repository that is read. */
  | 'worktree'
  /** Byte for byte a file that is read: see `SkippedFile.of`. */
  | 'copy'
  /** A link to a place outside of what was asked about. */
  | 'outside'
  | 'binary'
  | 'minified'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'vanished'
  /** A link to something that is read under its own path. */
  | 'linkLoop'
  /** A document whose text cannot be had yet. */
  | 'unsupported'
  /** A pipe, a socket or a device. */
  | 'special';

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
  /** Of what is `tooLarge`, where it is known. */
  readonly sizeBytes?: number;
  /** Only these lines of it, counted from 1, are not read: those of a program that are `minified`. */
  readonly lines?: readonly number[];
  /** The path of the file of which this one is a `copy`; below the root of that number. */
  readonly of?: { readonly root: number; readonly path: string };
}

/** What the user chose about which files are read, and how; the same as the protocol's `CorpusSettings`. */
export interface CorpusOptions {
  /** Larger files are skipped as `tooLarge`, at the walk and when they are read; default 2 MiB. */
  readonly maxFileSizeBytes?: number | undefined;
  /** Of files that are not in UTF-8, as the editor's `files.encoding` names it; guessed when not given or not known. */
  readonly encoding?: string | undefined;
  /** Links are followed to where they lead, also out of the roots; default false: these are skipped as `outside`. */
  readonly followLinks?: boolean | undefined;
  /**
   * What is skipped as `excluded` where git does not track it: names and patterns as in `.gitignore`, in place of the
   * list that is built in.
   */
  readonly passOver?: readonly string[] | undefined;
}

/** Files above this are skipped unless the caller says otherwise: 2 MiB. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 2 * 1024 * 1024;
