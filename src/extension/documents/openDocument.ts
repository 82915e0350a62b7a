/** Chooses the view of ours that shows a document at the place of its evidence: the pages of a PDF, else text or sheets. */
import type * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { OpenDocuments } from '../evidence/evidenceLinks.ts';
import type { Position, Span } from '../evidence/spans.ts';
import { PdfEditors } from './pdf/pdfEditors.ts';
import { DocumentEditors, type DocumentEditorsOptions } from './text/documentEditors.ts';

export class Documents implements OpenDocuments, Disposable {
  readonly #pdf: PdfEditors;
  readonly #text: DocumentEditors;

  constructor(options: DocumentEditorsOptions) {
    this.#pdf = new PdfEditors(options.extensionUri);
    this.#text = new DocumentEditors(options);
  }

  async open(span: Span, show: vscode.TextDocumentShowOptions): Promise<void> {
    if (span.place.kind === 'page') await this.#pdf.open(span, span.place, show);
    else await this.#text.open(span, show);
  }

  get position(): Position | undefined {
    return this.#pdf.position ?? this.#text.position;
  }

  dispose(): void {
    this.#pdf.dispose();
    this.#text.dispose();
  }
}
