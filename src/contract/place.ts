/** Where something stands. A place of another kind (a page, a cell, a turn) is added here, and `Evidence` has it. */

/** A file below one of the places asked about. */
export interface FilePlace {
  /** Index into `Question.roots`. */
  readonly root: number;
  /** Relative to that root, with `/`; the file's own name when the root is a file. */
  readonly path: string;
}

/** Lines of a text, 1-based and inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** Lines of a file. */
export interface Place extends FilePlace, LineRange {}
