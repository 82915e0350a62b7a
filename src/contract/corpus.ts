/** What is read, and what is not and why. Paths use `/`, sizes are bytes. */
import type { FilePlace } from './place.ts';

/** What the user chose about which files are read, and how; every field has a default. */
export interface CorpusSettings {
  /** Larger files are skipped with a reason; default 2 MiB. */
  readonly maxFileSizeBytes?: number | undefined;
  /**
   * Of files that are not in UTF-8, by the name that VS Code's setting `files.encoding` gives it, such as `gbk`; guessed
   * file by file when not given or not known.
   */
  readonly encoding?: string | undefined;
  /** Links are followed to where they lead, also out of the roots; default false: these are skipped as `outside`. */
  readonly followLinks?: boolean | undefined;
  /**
   * What is skipped as `excluded` where git does not track it: names and patterns as in `.gitignore`, in place of the
   * list that is built in.
   */
  readonly passOver?: readonly string[] | undefined;
}

/** One place to read: a folder or a single file. */
export interface Root {
  /** Absolute path on this machine. */
  readonly path: string;
  /**
   * The way to its files from what its user works in, such as `src/lib/`; nothing by default. The files are read under their
   * paths from there, so that what is known of them is found again, whichever of the folders is asked about.
   */
  readonly prefix?: string;
}

/** Why something that was found is not read. */
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

/** A file or folder that is not read. A folder's path ends in `/` and stands for everything in it; that of a root is `./`. */
export interface SkippedFile extends FilePlace {
  readonly reason: SkipReason;
  /** Of what is `tooLarge`, where it is known. */
  readonly sizeBytes?: number;
  /** Only these lines of it, counted from 1, are not read: those of a program that are `minified`. */
  readonly lines?: readonly number[];
  /** The file of which this one is a `copy`. */
  readonly of?: FilePlace;
}

/** A file that is not in UTF-8, read as what its bytes look like; `CorpusSettings.encoding` names another encoding. */
export interface GuessedFile extends FilePlace {
  /** As VS Code's setting `files.encoding` names it. */
  readonly encoding: string;
}
