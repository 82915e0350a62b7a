import type { PlaceStart, SkipReason } from '../../contract/index.ts';

/** Kinds of documents whose text has to be taken out of their bytes. */
export type DocumentKindId =
  | 'pdf'
  | 'docx'
  | 'xlsx'
  | 'ods'
  | 'pptx'
  | 'odp'
  | 'epub'
  | 'odt'
  | 'rtf'
  | 'mail'
  | 'mailbox'
  | 'subtitles'
  | 'chat';

/** The text of a document, and where each of its lines is found. */
export interface DocumentText {
  /**
   * Written as Markdown: `#` before headings, `-` before items of lists, `|` between the cells of a row, a blank line
   * between paragraphs.
   */
  readonly text: string;
  /** In the order of the lines. */
  readonly starts: readonly PlaceStart[];
}

/** Why nothing is read of a document. */
export type Refusal = Extract<
  SkipReason,
  'scanned' | 'encrypted' | 'damaged' | 'tooSlow' | 'tooComplex' | 'empty'
>;

/** An extractor throws it where it knows why a document has no text for it; any other error means `damaged`. */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused';
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(reason);
    this.reason = reason;
  }
}

/** Takes the text out of a document. @throws DocumentRefused; anything for a damaged document */
export type Extractor = (bytes: Uint8Array) => Promise<DocumentText> | DocumentText;

/** Takes the text out of a document of a kind. Never rejects. */
export type ExtractDocument = (kind: DocumentKindId, bytes: Uint8Array) => Promise<DocumentText | Refusal>;

/** Takes the text out of documents beside the caller's work, and never throws. */
export interface DocumentSource {
  /**
   * @param digest equal for equal bytes only
   * @param path of the file, to be told to people
   * @returns undefined where documents of this kind are not to be read now
   */
  text(
    kind: DocumentKindId,
    bytes: Uint8Array,
    digest: string,
    path: string,
  ): Promise<DocumentText | Refusal | undefined>;
}
