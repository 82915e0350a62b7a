/** Leads from evidence to its place in the editor. */
import * as vscode from 'vscode';
import type { Session } from '../session/session.ts';
import { openSpan, peekSpans, type DocumentOpener, type OpenOptions } from './links.ts';
import {
  isInFile,
  neighbour,
  signatureSpan,
  spansOf,
  walkingOrder,
  type Position,
  type Span,
} from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

/** The documents that are open in views of their own. */
export interface OpenDocuments extends DocumentOpener {
  /** Where the user is in the one that has the focus. */
  readonly position: Position | undefined;
}

export class EvidenceLinks {
  readonly #session: Session;
  readonly #tracker: SpanTracker;
  readonly #documents: OpenDocuments;
  readonly #panelColumn: () => vscode.ViewColumn | undefined;
  /** The span opened last. */
  #last: Span | undefined;

  /** @param panelColumn where the panel is, undefined when it is not visible */
  constructor(
    session: Session,
    tracker: SpanTracker,
    documents: OpenDocuments,
    panelColumn: () => vscode.ViewColumn | undefined,
  ) {
    this.#session = session;
    this.#tracker = tracker;
    this.#documents = documents;
    this.#panelColumn = panelColumn;
  }

  /** Opens the place of a span; if the span is no longer kept, the place where it was read. */
  async open(id: number, options?: OpenOptions): Promise<boolean> {
    const span = this.spanOf(id);
    if (!span) return false;
    await this.#open(span, options);
    return true;
  }

  /** Opens the line of a span's signature. */
  async openSignature(id: number): Promise<void> {
    const [span, evidence] = [this.spanOf(id), this.#session.state.known[id]];
    const signature = span && evidence && signatureSpan(span, evidence);
    if (signature) await this.#open(signature);
  }

  /** Goes to the span after (or before) the cursor. */
  async openNeighbour(step: 1 | -1): Promise<boolean> {
    const span = neighbour(this.#tracker.spans, this.#position(), step);
    if (span) await this.#open(span);
    return span !== undefined;
  }

  /**
   * Shows all spans in a peek at the cursor; without an editor, opens the first span for it. Documents have no lines for a
   * peek: where there is nothing else, the best of them is opened.
   */
  async peek(): Promise<boolean> {
    const order = walkingOrder(this.#tracker.spans);
    const [best] = this.#tracker.spans;
    if (!best) return false;
    const firstInFile = order.find(isInFile);
    if (!firstInFile) {
      await this.#open(best);
      return true;
    }
    if (!vscode.window.activeTextEditor) await this.#open(firstInFile);
    await peekSpans(order);
    return true;
  }

  async #open(span: Span, options?: OpenOptions): Promise<void> {
    this.#last = span;
    await openSpan(span, this.#documents, this.#panelColumn(), options);
  }

  /** Where the user is: in a document, a notebook or a text. */
  #position(): Position | undefined {
    const inDocument = this.#documents.position;
    if (inDocument) return inDocument;
    // The cursor is in a cell, whose lines are not those of the file.
    const notebook = vscode.window.activeNotebookEditor?.notebook.uri.fsPath;
    if (notebook !== undefined && this.#last?.file === notebook) {
      return { file: notebook, line: this.#last.startLine };
    }
    const editor = vscode.window.activeTextEditor;
    return editor && { file: editor.document.uri.fsPath, line: editor.selection.active.line };
  }

  /** A span as it stands in its file now, or where it was read; also one that is no longer kept. */
  spanOf(id: number): Span | undefined {
    const tracked = this.#tracker.spans.find((candidate) => candidate.id === id);
    return tracked ?? spansOf({ ...this.#session.state, kept: [id] })[0];
  }
}
