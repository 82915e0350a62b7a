/** The editors that show a PDF; "Reopen Editor With…" opens them too, without evidence. */
import * as vscode from 'vscode';
import type { PagePlace } from '../../../contract/index.ts';
import type { Disposable } from '../../disposable.ts';
import type { Position, Span } from '../../evidence/spans.ts';
import { pdfViewType } from '../../ids.ts';
import { PdfEditor, type PageSpan } from './pdfEditor.ts';

export class PdfEditors implements Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #editors = new Set<PdfEditor>();
  /** By path: to be shown by the editor that is being opened. */
  readonly #wanted = new Map<string, PageSpan>();
  readonly #registration: Disposable;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
    const provider: vscode.CustomReadonlyEditorProvider = {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }, panel) => this.#adopt(uri, panel),
    };
    this.#registration = vscode.window.registerCustomEditorProvider(pdfViewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  /** Opens the document of a span and marks the span; an editor that shows it in the same group is used again. */
  async open(span: Span, place: PagePlace, show: vscode.TextDocumentShowOptions): Promise<void> {
    const uri = vscode.Uri.file(span.file);
    this.#wanted.set(uri.fsPath, { span, place });
    await vscode.commands.executeCommand('vscode.openWith', uri, pdfViewType, show);
    for (const editor of this.#editors) if (editor.isActive) this.#showWanted(editor);
  }

  /** Where the evidence shown last stands in the editor that has the focus. */
  get position(): Position | undefined {
    const active = [...this.#editors].find(({ isActive }) => isActive);
    // Before the first piece of evidence, which is then the next one.
    return active && { file: active.file, line: active.shown?.span.startLine ?? -1 };
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #adopt(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const editor = new PdfEditor(this.#extensionUri, uri, panel);
    this.#editors.add(editor);
    panel.onDidDispose(() => {
      this.#editors.delete(editor);
      editor.dispose();
    });
    this.#showWanted(editor);
  }

  #showWanted(editor: PdfEditor): void {
    const wanted = this.#wanted.get(editor.file);
    this.#wanted.delete(editor.file);
    if (wanted) editor.show(wanted);
  }
}
