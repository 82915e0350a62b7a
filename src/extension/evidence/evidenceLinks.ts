/** Leads from evidence to its place in the editor. */
import * as vscode from 'vscode';
import type { Session } from '../session/session.ts';
import { openSpan, peekSpans, type DocumentOpener, type OpenOptions } from './links.ts';
import { neighbour, signatureSpan, spansOf, walkingOrder, type Position, type Span } from './spans.ts';
import type { SpanTracker } from './spanTracker.ts';

/** The documents that are open in views of our own. */
export interface OpenDocuments extends DocumentOpener {
  /** Where the user is in the one that has the focus; undefined when none has. */
  readonly position: Position | undefined;
}

export class EvidenceLinks {
  readonly #session: Session;
  readonly #tracker: SpanTracker;
  readonly #documents: OpenDocuments;
  readonly #panelColumn: () => vscode.ViewColumn | undefined;

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
    await openSpan(span, this.#documents, this.#panelColumn(), options);
    return true;
  }

  /** Opens the line of a span's signature. */
  async openSignature(id: number): Promise<void> {
    const [span, evidence] = [this.spanOf(id), this.#session.state.known[id]];
    const signature = span && evidence && signatureSpan(span, evidence);
    if (signature) await openSpan(signature, this.#documents, this.#panelColumn());
  }

  /** Goes to the span after (or before) the cursor. */
  async openNeighbour(step: 1 | -1): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    const cursor = editor && { file: editor.document.uri.fsPath, line: editor.selection.active.line };
    const span = neighbour(this.#tracker.spans, this.#documents.position ?? cursor, step);
    if (span) await openSpan(span, this.#documents, this.#panelColumn());
    return span !== undefined;
  }

  /** Shows all spans in a peek at the cursor; without an editor, opens the first span for it. */
  async peek(): Promise<boolean> {
    const order = walkingOrder(this.#tracker.spans);
    const [first] = order;
    if (!first) return false;
    if (!vscode.window.activeTextEditor) await openSpan(first, this.#documents, this.#panelColumn());
    await peekSpans(order);
    return true;
  }

  /** A span as it stands in its file now, or where it was read; also one that is no longer kept. */
  spanOf(id: number): Span | undefined {
    const tracked = this.#tracker.spans.find((candidate) => candidate.id === id);
    return tracked ?? spansOf({ ...this.#session.state, kept: [id] })[0];
  }
}
