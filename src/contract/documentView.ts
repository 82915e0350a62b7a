/**
 * Messages between the extension host and the page that shows the text of a document or its sheets. The host works out every
 * text; the page names a piece of evidence by its number, and nothing by a path.
 */
import type { LineRange } from './place.ts';

/** Texts of the page in the user's language; the page fills in `{0}` and `{1}`. */
export interface DocumentStrings {
  readonly evidence: string;
  readonly noEvidence: string;
  readonly previousEvidence: string;
  readonly nextEvidence: string;
  readonly showPanel: string;
  readonly document: string;
  readonly contents: string;
  readonly sheets: string;
}

/** Something that the question found in the document that is shown. */
export interface DocumentPassage extends LineRange {
  /** Of the evidence. */
  readonly id: number;
  /** 1 is the best. */
  readonly rank: number;
  /** Where it stands, in words. */
  readonly place: string;
  /** The line that answers best; null when unknown. */
  readonly bestLine: number | null;
}

/** What the question found in the document that is shown. */
export interface DocumentMarks {
  /** From top to bottom. */
  readonly passages: readonly DocumentPassage[];
  /** Number of pieces of evidence in all files. */
  readonly total: number;
}

/** An entry of the list beside a document: a heading, slide, message or turn. */
export interface DocumentSection {
  /** The line of the text at which it begins. */
  readonly line: number;
  readonly title: string;
  /** In a smaller hand behind the title, such as a time; empty for nothing. */
  readonly note: string;
  /** From 1. */
  readonly level: number;
}

export interface SheetRow {
  /** As the program shows it. */
  readonly number: number;
  /** The line of the text. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly name: string;
  /** The line of the text at which it begins. */
  readonly line: number;
  /** The row with the headings of the columns; null where there is none. */
  readonly head: SheetRow | null;
  readonly rows: readonly SheetRow[];
}

export type DocumentContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** What people and programs wrote as Markdown; else only headings, lists and tables are markup. */
      readonly isMarkdown: boolean;
      readonly sections: readonly DocumentSection[];
    }
  | { readonly kind: 'sheets'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'failed'; readonly message: string };

export type HostToDocument =
  /** The answer to `ready`, and when the file has changed. */
  | {
      readonly type: 'init';
      readonly strings: DocumentStrings;
      readonly name: string;
      readonly content: DocumentContent;
      readonly marks: DocumentMarks;
    }
  | { readonly type: 'marks'; readonly marks: DocumentMarks }
  /** Bring a piece of evidence into view. */
  | { readonly type: 'reveal'; readonly id: number };

export type DocumentToHost =
  | { readonly type: 'ready' }
  /** The evidence after or before the one that is shown, in whichever file. */
  | { readonly type: 'neighbour'; readonly step: 1 | -1 }
  /** Show a piece of evidence in the panel. */
  | { readonly type: 'showPanel'; readonly id: number }
  /** This piece of evidence is in view now. */
  | { readonly type: 'shown'; readonly id: number };

/** What a page keeps while it is hidden and over a reload of the window. */
export interface DocumentSaved {
  /** The piece of evidence shown last. */
  readonly shown?: number;
  /** Scroll position in pixels. */
  readonly top?: number;
}
