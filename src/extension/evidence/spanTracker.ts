/** Follows the kept spans through the edits of open documents. */
import * as vscode from 'vscode';
import { disposeAll, type Disposable } from '../disposable.ts';
import type { Session } from '../session/session.ts';
import { isInFile, locate, shift, spansOf, type Span } from './spans.ts';

/** Spans are searched for after a pause, so that typing stays smooth. */
const pauseMs = 200;

export class SpanTracker implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: Disposable[] = [this.#changed];
  readonly onDidChange = this.#changed.event;
  #kept: readonly number[] = [];
  #spans: Span[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(session: Session) {
    this.#disposables.push(
      session.onDidChange((run) => {
        // Most events are progress, which changes no span.
        if (run.kept === this.#kept) return;
        this.#kept = run.kept;
        this.#spans = spansOf(run);
        this.#locateAll();
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (this.in(document).length > 0) this.#locateAll();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0 || this.in(document).length === 0) return;
        const changes = contentChanges.map(({ range, text }) => ({
          startLine: range.start.line,
          endLine: range.end.line,
          newLines: text.split('\n').length,
        }));
        this.#spans = this.#spans.map((span) => (isOf(span, document) ? shift(span, changes) : span));
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#locateAll(), pauseMs);
      }),
    );
  }

  /** All spans that are shown in editors, best first. */
  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** The spans of one document. */
  in(document: vscode.TextDocument): Span[] {
    return this.#spans.filter((span) => isOf(span, document));
  }

  /** Shows no span until the next list comes. */
  clear(): void {
    this.#spans = [];
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    disposeAll(this.#disposables);
  }

  #locateAll(): void {
    const documents = vscode.workspace.textDocuments.filter(({ isClosed }) => !isClosed);
    this.#spans = this.#spans.map((span) => {
      const document = documents.find((candidate) => isOf(span, candidate));
      return document ? locate(span, (line) => document.lineAt(line).text, document.lineCount) : span;
    });
    this.#changed.fire();
  }
}

function isOf(span: Span, document: vscode.TextDocument): boolean {
  return (
    isInFile(span) &&
    document.uri.scheme === 'file' &&
    document.uri.fsPath === vscode.Uri.file(span.file).fsPath
  );
}
