/**
 * Messages between the extension host and the page that shows a PDF. The host reads the file and says what to mark in
 * it; the page names nothing outside of itself.
 */
import type { PageArea } from './place.ts';

/** Texts of the page in the user's language; the page fills in `{0}` and `{1}`. */
export interface PdfStrings {
  readonly tools: string;
  readonly pages: string;
  readonly page: string;
  readonly pageNumber: string;
  readonly ofPages: string;
  readonly previousPage: string;
  readonly nextPage: string;
  readonly zoomOut: string;
  readonly zoomIn: string;
  readonly fitWidth: string;
  readonly passage: string;
  readonly passageMarked: string;
  readonly passageNotFound: string;
  readonly find: string;
  readonly findPrevious: string;
  readonly findNext: string;
  readonly findClose: string;
  readonly findCount: string;
  readonly findNothing: string;
  readonly document: string;
  readonly opening: string;
  readonly locked: string;
  readonly damaged: string;
  readonly unreadable: string;
}

/** A piece of evidence in a PDF. */
export interface PdfPassage {
  /** Pages count from 1. */
  readonly page: number;
  /** The same page where it does not go on. */
  readonly lastPage: number;
  /** As it was taken out of the pages: without hyphens at line ends, tables as rows. */
  readonly text: string;
  /** Its lines on the pages, to be marked where the text is not found. */
  readonly areas: readonly PageArea[];
}

export type HostToPdf =
  /** The answer to `ready`, and when the file has changed. */
  | {
      readonly type: 'open';
      readonly strings: PdfStrings;
      /** Address of the viewer's own files, with a slash at the end. */
      readonly files: string;
      /** Null for a file that cannot be read. */
      readonly bytes: Uint8Array | null;
      /** Null: what the page has kept, see `PdfSaved`. */
      readonly passage: PdfPassage | null;
    }
  /** Bring another passage of the same document into view. */
  | { readonly type: 'show'; readonly passage: PdfPassage };

export interface PdfToHost {
  readonly type: 'ready';
}

/** What the page keeps while it is hidden, and over a reload of the window. */
export interface PdfSaved {
  readonly passage: PdfPassage | null;
  /** What is at the top left of the window: a page, and points from its left and from its bottom. */
  readonly page: number;
  readonly left: number;
  readonly top: number;
  /** As pdf.js has it: a number, or a name such as `page-width`. */
  readonly zoom: string;
  /** Whether the small pictures of the pages are shown. */
  readonly hasThumbnails: boolean;
}
