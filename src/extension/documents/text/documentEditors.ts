/** The editors that show the text of documents, or their sheets, at the places of evidence; they also open by "Reopen Editor With…". */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DocumentContent, DocumentParams, DocumentResult } from '../../../contract/index.ts';
import type { Disposable } from '../../disposable.ts';
import type { Position, Span } from '../../evidence/spans.ts';
import type { SpanTracker } from '../../evidence/spanTracker.ts';
import { documentViewType, type CommandId } from '../../ids.ts';
import { readSettings } from '../../settings.ts';
import { documentContent } from './documentContent.ts';
import { DocumentView } from './documentView.ts';

export interface DocumentEditorsOptions {
  readonly extensionUri: vscode.Uri;
  readonly tracker: SpanTracker;
  /** The text of a document. @throws for a failure of the engine */
  readonly document: (params: DocumentParams) => Promise<DocumentResult>;
  readonly toText: (error: unknown) => string;
}

export class DocumentEditors implements Disposable {
  readonly #options: DocumentEditorsOptions;
  readonly #views = new Set<DocumentView>();
  readonly #registration: Disposable;
  /** What to show in views that are only being opened. */
  readonly #wanted = new Map<string, Span>();

  constructor(options: DocumentEditorsOptions) {
    this.#options = options;
    this.#registration = this.#register();
  }

  /** Opens the document of a span and shows the span; a view of it that is open in that group is used again. */
  async open(span: Span, show: vscode.TextDocumentShowOptions): Promise<void> {
    const uri = vscode.Uri.file(span.file);
    this.#wanted.set(uri.fsPath, span);
    const here = [...this.#views].find((view) => view.isActive && view.file === uri.fsPath);
    // Opened again, it would lose the focus for a moment, and with it keys that are pressed meanwhile.
    if (here && isSameGroup(here.column, show)) {
      this.#reveal(here);
      return;
    }
    await vscode.commands.executeCommand('vscode.openWith', uri, documentViewType, show);
    const open = [...this.#views].find((view) => view.isActive && view.file === uri.fsPath);
    if (open) this.#reveal(open);
  }

  /** Where the user is in the document that has the focus; undefined when none has. */
  get position(): Position | undefined {
    const active = [...this.#views].find((view) => view.isActive);
    return active && { file: active.file, line: active.line ?? -1 };
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #reveal(view: DocumentView): void {
    const span = this.#wanted.get(view.file);
    this.#wanted.delete(view.file);
    if (span) view.reveal(span);
  }

  #register(): Disposable {
    const provider: vscode.CustomReadonlyEditorProvider = {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }, panel) => this.#resolve(uri.fsPath, panel),
    };
    return vscode.window.registerCustomEditorProvider(documentViewType, provider, {
      webviewOptions: { enableFindWidget: true },
      supportsMultipleEditorsPerDocument: true,
    });
  }

  #resolve(file: string, panel: vscode.WebviewPanel): void {
    const { extensionUri, tracker } = this.#options;
    const view = new DocumentView({
      panel,
      file,
      extensionUri,
      tracker,
      content: () => this.#content(file),
      onMessage: (message) => {
        const [command, target]: [CommandId, unknown] =
          message.type === 'showPanel'
            ? ['infiniask.showPanel', { id: message.id }]
            : [message.step === 1 ? 'infiniask.nextSpan' : 'infiniask.previousSpan', undefined];
        void vscode.commands.executeCommand(command, target);
      },
    });
    this.#views.add(view);
    panel.onDidDispose(() => {
      this.#views.delete(view);
      view.dispose();
    });
    this.#reveal(view);
  }

  async #content(file: string): Promise<DocumentContent> {
    try {
      const { corpus } = readSettings();
      const result = await this.#options.document({ root: { path: file }, path: basename(file), corpus });
      return documentContent(vscode.l10n.t, result);
    } catch (error) {
      return { kind: 'failed', message: this.#options.toText(error) };
    }
  }
}

/** Whether what is to be shown there may stay as it is where it is open. */
function isSameGroup(
  column: vscode.ViewColumn | undefined,
  { viewColumn, preview }: vscode.TextDocumentShowOptions,
): boolean {
  return preview !== false && (viewColumn === vscode.ViewColumn.Active || viewColumn === column);
}
