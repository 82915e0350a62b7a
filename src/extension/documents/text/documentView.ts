/** One document in one tab: its page, and what is marked in it. */
import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { DocumentContent, DocumentToHost, HostToDocument } from '../../../contract/index.ts';
import { disposeAll, type Disposable } from '../../disposable.ts';
import { walkingOrder, type Span } from '../../evidence/spans.ts';
import type { SpanTracker } from '../../evidence/spanTracker.ts';
import { pageHtml } from '../../pageHtml.ts';
import { documentMessage } from './documentMessages.ts';
import { documentStrings } from './documentStrings.ts';
import { marksOf } from './marks.ts';

export interface DocumentViewOptions {
  readonly panel: vscode.WebviewPanel;
  /** Absolute path. */
  readonly file: string;
  readonly extensionUri: vscode.Uri;
  readonly tracker: SpanTracker;
  /** What the page shows; asked again when the file has changed. Never rejects. */
  readonly content: () => Promise<DocumentContent>;
  /** Messages that lead out of the document. */
  readonly onMessage: (message: Extract<DocumentToHost, { type: 'neighbour' | 'showPanel' }>) => void;
}

export class DocumentView implements Disposable {
  readonly #options: DocumentViewOptions;
  readonly #disposables: Disposable[] = [];
  #isReady = false;
  /** To be brought into view when the page is ready. */
  #wanted: number | undefined;
  /** Shown although it is not kept any more. */
  #extra: Span | undefined;
  /** The piece of evidence that is in view. */
  #shown: number | undefined;

  constructor(options: DocumentViewOptions) {
    this.#options = options;
    const { panel, file, tracker } = options;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(file)), basename(file));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    const onChange = (): void => void (this.#isReady && this.#init());
    this.#disposables.push(
      watcher,
      watcher.onDidChange(onChange),
      watcher.onDidCreate(onChange),
      tracker.onDidChange(() => this.#post({ type: 'marks', marks: this.#marks() })),
      panel.webview.onDidReceiveMessage((value: unknown) => this.#receive(value)),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away, and says `ready` again when it is back.
        if (!panel.visible) this.#isReady = false;
      }),
    );
    this.#show();
  }

  get file(): string {
    return this.#options.file;
  }

  get isActive(): boolean {
    return this.#options.panel.active;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#options.panel.viewColumn;
  }

  /** The line, from 0, that the evidence before and after is counted from. */
  get line(): number | undefined {
    return this.#spans().find(({ id }) => id === this.#shown)?.startLine;
  }

  /** Brings a piece of evidence of this document into view. */
  reveal(span: Span): void {
    this.#extra = span;
    this.#shown = span.id;
    this.#wanted = span.id;
    if (!this.#isReady) return;
    this.#post({ type: 'marks', marks: this.#marks() });
    this.#revealWanted();
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #show(): void {
    const { panel, extensionUri, file } = this.#options;
    const { webview } = panel;
    const folder = (name: string) => vscode.Uri.joinPath(extensionUri, name);
    const uri = (...path: string[]) =>
      webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder('dist'), folder('media')] };
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      scriptUri: uri('dist', 'documentView.js'),
      styleUris: [uri('dist', 'codicon.css'), uri('media', 'document.css')],
      nonce: randomBytes(16).toString('base64url'),
      title: basename(file),
      language: vscode.env.language,
    });
  }

  #receive(value: unknown): void {
    const message = documentMessage(value);
    switch (message?.type) {
      case 'ready':
        this.#isReady = true;
        void this.#init();
        break;
      case 'shown':
        this.#shown = message.id;
        break;
      case 'neighbour':
      case 'showPanel':
        this.#options.onMessage(message);
        break;
    }
  }

  async #init(): Promise<void> {
    const content = await this.#options.content();
    const name = basename(this.file);
    const strings = documentStrings(vscode.l10n.t);
    this.#post({ type: 'init', strings, name, content, marks: this.#marks() });
    this.#revealWanted();
  }

  #revealWanted(): void {
    const id = this.#wanted;
    this.#wanted = undefined;
    if (id !== undefined) this.#post({ type: 'reveal', id });
  }

  #spans(): readonly Span[] {
    const { spans } = this.#options.tracker;
    const extra = this.#extra;
    // After the marks were removed, or with the next question, nothing is left of it.
    if (!extra || spans.length === 0 || spans.some(({ id }) => id === extra.id)) return spans;
    return walkingOrder([...spans, extra]);
  }

  #marks(): ReturnType<typeof marksOf> {
    return marksOf(vscode.l10n.t, this.#spans(), ({ file }) => vscode.Uri.file(file).fsPath === this.file);
  }

  #post(message: HostToDocument): void {
    if (this.#isReady) void this.#options.panel.webview.postMessage(message);
  }
}
