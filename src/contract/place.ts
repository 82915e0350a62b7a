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
 * evidence goes by it. Documents of a further kind bring a further kind of place. All numbers count from 1.
 */
export type Place =
  /** Lines of a text file. */
  | ({ readonly kind: 'lines' } & LineRange)
  /** A cell of a notebook, with its output. */
  | {
      readonly kind: 'cell';
      readonly cell: number;
      /** Of the cell's own text; not given for its output. */
      readonly lines?: LineRange | undefined;
    }
  | PagePlace;

/** A page of a PDF. */
export interface PagePlace {
  readonly kind: 'page';
  readonly page: number;
  /** Where it goes on to a further page, the last one. */
  readonly lastPage?: number | undefined;
  /** The headings that it stands under, the outermost first; empty where the document has none. */
  readonly headings: readonly string[];
  /** Its lines on the pages, from top to bottom. */
  readonly areas: readonly PageArea[];
}

/** A rectangle on a page, in points (1/72 inch) from the left and the top of the page as it is shown. */
export interface PageArea {
  readonly page: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Lines that the engine counts by, those of the file on the disk or of the text that was taken out of a document, and
 * their place.
 */
export interface PlacedLines extends FilePlace, LineRange {
  readonly place: Place;
}

/**
 * From a line of a document's text on, up to the next start, where what stands there is found. The lines of a text
 * are 1-based.
 */
export type PlaceStart = { readonly line: number } & (
  | {
      readonly kind: 'cell';
      readonly cell: number;
      /** Which of the cell's own lines that is; undefined for its output, and where several stand on that line. */
      readonly cellLine: number | undefined;
    }
  | {
      readonly kind: 'page';
      readonly page: number;
      readonly headings: readonly string[];
      /** Four numbers for each line of the text: left, top, right, bottom, see `PageArea`; all 0 for a blank line. */
      readonly areas: readonly number[];
    }
);
