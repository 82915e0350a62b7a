/** Which files are read, which are not, and why. Paths use `/`, sizes are bytes. */
import type { FilePlace } from './place.ts';

/** What the user chose about the files to read; every field has a default. */
export interface CorpusSettings {
  /** Larger files are skipped with a reason; default 2 MiB. */
  readonly maxFileSizeBytes?: number | undefined;
  /** The same for documents whose text is taken out of them, such as PDF; default 64 MiB. */
  readonly maxDocumentSizeBytes?: number | undefined;
  /**
   * Encoding of files that are not in UTF-8, as VS Code's setting `files.encoding` names it, such as `gbk`; not given
   * or unknown, each file's is guessed.
   */
  readonly encoding?: string | undefined;
  /** Whether to follow links out of the roots; default false: they are skipped as `outside`. */
  readonly followLinks?: boolean | undefined;
  /**
   * Names and patterns, as in `.gitignore`, of what is skipped as `excluded` where git does not track it; replaces
   * the built-in list.
   */
  readonly passOver?: readonly string[] | undefined;
}

/** One place to read: a folder or a single file. */
export interface Root {
  /** Absolute path on this machine. */
  readonly path: string;
  /**
   * Path to its files from the folder that its user works in, such as `src/lib/`; default empty. Files are read under
   * that path, so that what is known of them is found again whichever folder is asked about.
   */
  readonly prefix?: string;
}

/** Why a file or folder is not read. */
export type SkipReason =
  /** An ignore file says so. */
  | 'ignored'
  /** Its name is on the list of what is passed over, and git does not track it. */
  | 'excluded'
  /** Ignore files leave the folder out, and it is or holds a repository of its own. */
  | 'repository'
  /** A further working tree of a repository that is read already. */
  | 'worktree'
  /** Equal byte for byte to a file that is read: see `SkippedFile.of`. */
  | 'copy'
  /** A link that leads out of what was asked about. */
  | 'outside'
  | 'binary'
  | 'minified'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'vanished'
  /** A link to something that is read under its own path. */
  | 'linkLoop'
  /** A document whose text nothing extracts yet. */
  | 'unsupported'
  /** A document of pictures: its pages have no text. */
  | 'scanned'
  /** A document that only a password opens. */
  | 'encrypted'
  /** A document that is not what its name says, or is broken. */
  | 'damaged'
  /** Taking out a document's text took longer than it may. */
  | 'tooSlow'
  /** A document with too many pages, too much in it once unpacked, or nested too deep. */
  | 'tooComplex'
  /** A pipe, a socket or a device. */
  | 'special';

/**
 * A file or folder that is not read. A folder's path ends in `/` and stands for everything in it; a root's path is
 * `./`.
 */
export interface SkippedFile extends FilePlace {
  readonly reason: SkipReason;
  /** For `tooLarge`, where the size is known. */
  readonly sizeBytes?: number;
  /** For `tooLarge`: `maxDocumentSizeBytes` is the limit. */
  readonly isDocument?: true;
  /** For `minified`: only these lines, counted from 1, are not read. */
  readonly lines?: readonly number[];
  /** The file of which this one is a `copy`. */
  readonly of?: FilePlace;
}

/** A file that is not in UTF-8, read in the encoding that its bytes suggest; `CorpusSettings.encoding` overrules it. */
export interface GuessedFile extends FilePlace {
  /** As VS Code's setting `files.encoding` names it. */
  readonly encoding: string;
}
