/** Where something stands: in which file, and where in the file. */

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

/**
 * Where in its file something stands, as a person who opens the file counts. Everything that tells, shows or links
 * evidence goes by it. Documents of a further kind bring a further kind of place.
 */
export type Place =
  /** Lines of a text file. */
  | ({ readonly kind: 'lines' } & LineRange)
  /** A cell of a notebook, with its output. */
  | {
      readonly kind: 'cell';
      /** From 1. */
      readonly cell: number;
      /** Of the cell's own text; not given for its output. */
      readonly lines?: LineRange | undefined;
    };

/** Lines of a file as it is on the disk, which the engine counts by, and the place of these lines. */
export interface PlacedLines extends FilePlace, LineRange {
  readonly place: Place;
}
