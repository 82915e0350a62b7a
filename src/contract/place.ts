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
  | PagePlace
  | HeadingPlace
  | SlidePlace
  | RowsPlace
  | MessagePlace
  | TurnPlace;

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

/** A paragraph, item or row of a document without pages. */
export interface HeadingPlace {
  readonly kind: 'heading';
  /** The headings that it stands under, the outermost first; empty in front of the first one. */
  readonly headings: readonly string[];
  /** Paragraphs, items and rows below the last heading count together; 0 is the heading itself. */
  readonly paragraph: number;
  /** Where it goes on to further ones under the same heading, the last one. */
  readonly lastParagraph?: number | undefined;
}

/** A slide of a presentation, or what its speaker noted. */
export interface SlidePlace {
  readonly kind: 'slide';
  readonly slide: number;
  /** Where it goes on to a further slide, the last one. */
  readonly lastSlide?: number | undefined;
  /** Empty where it has none. */
  readonly title: string;
  readonly isNotes: boolean;
}

/** Rows of a sheet, by the numbers that the program shows beside them. */
export interface RowsPlace {
  readonly kind: 'rows';
  readonly sheet: string;
  readonly startRow: number;
  readonly endRow: number;
}

/** A message of a mailbox, or the only one of its file. Texts are empty where the message does not say. */
export interface MessagePlace {
  readonly kind: 'message';
  readonly message: number;
  readonly subject: string;
  readonly from: string;
  /** ISO 8601. */
  readonly date: string;
}

/** What somebody said: of a conversation, or a subtitle. Texts are empty where the file does not say. */
export interface TurnPlace {
  readonly kind: 'turn';
  readonly turn: number;
  /** Where it goes on to a further turn, the last one. */
  readonly lastTurn?: number | undefined;
  readonly speaker: string;
  /** As the file has it: ISO 8601, or of subtitles the time from the beginning, such as `00:12:03`. */
  readonly time: string;
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
  | { readonly kind: 'heading'; readonly headings: readonly string[]; readonly paragraph: number }
  | { readonly kind: 'slide'; readonly slide: number; readonly title: string; readonly isNotes: boolean }
  /** The rows follow each other line by line. */
  | { readonly kind: 'rows'; readonly sheet: string; readonly row: number }
  | MessagePlace
  | { readonly kind: 'turn'; readonly turn: number; readonly speaker: string; readonly time: string }
);
