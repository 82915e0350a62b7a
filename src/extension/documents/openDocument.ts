/** Chooses what shows a document at the place of its evidence: a view of our own, or else the editor by itself. */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { OpenDocuments } from '../evidence/evidenceLinks.ts';
import type { Position, Span } from '../evidence/spans.ts';
import { PdfEditors } from './pdf/pdfEditors.ts';

export class Documents implements OpenDocuments, Disposable {
  readonly #pdf: PdfEditors;

  constructor(extensionUri: vscode.Uri) {
    this.#pdf = new PdfEditors(extensionUri);
  }

  async open(span: Span, show: vscode.TextDocumentShowOptions): Promise<void> {
    if (span.place.kind === 'page') await this.#pdf.open(span, span.place, show);
    else await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(span.file), show);
  }

  get position(): Position | undefined {
    return this.#pdf.position;
  }

  dispose(): void {
    this.#pdf.dispose();
  }
}
