/** One PDF in one tab. Its page may be thrown away at any moment, and is filled again when it is back. */
import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { HostToPdf, PagePlace, PdfPassage } from '../../../contract/index.ts';
import { disposeAll, type Disposable } from '../../disposable.ts';
import type { Span } from '../../evidence/spans.ts';
import { pdfHtml } from './pdfHtml.ts';
import { pdfStrings } from './pdfStrings.ts';

/** A piece of evidence that stands on pages. */
export interface PageSpan {
  readonly span: Span;
  readonly place: PagePlace;
}

export class PdfEditor implements Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables: Disposable[];
  #isReady = false;
  #shown: PageSpan | undefined;
  /** To be shown when the page is ready; after that the page keeps it. */
  #wanted: PdfPassage | undefined;

  constructor(extensionUri: vscode.Uri, uri: vscode.Uri, panel: vscode.WebviewPanel) {
    this.#extensionUri = extensionUri;
    this.#uri = uri;
    this.#panel = panel;
    const { fsPath } = uri;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(dirname(fsPath)), basename(fsPath)),
    );
    const fill = (): void => void (this.#isReady && this.#fill());
    this.#disposables = [
      watcher,
      watcher.onDidChange(fill),
      watcher.onDidCreate(fill),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away, and says `ready` again when it is back.
        if (!panel.visible) this.#isReady = false;
      }),
    ];
    this.#draw();
  }

  get file(): string {
    return this.#uri.fsPath;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** The piece of evidence shown last. */
  get shown(): PageSpan | undefined {
    return this.#shown;
  }

  /** Brings a piece of evidence into view. */
  show(shown: PageSpan): void {
    this.#shown = shown;
    const passage = passageOf(shown);
    if (this.#isReady) this.#post({ type: 'show', passage });
    else this.#wanted = passage;
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #draw(): void {
    const { webview } = this.#panel;
    const folder = (name: string) => vscode.Uri.joinPath(this.#extensionUri, name);
    const address = (name: string, file: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(folder(name), file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder('dist'), folder('media')] };
    webview.html = pdfHtml({
      cspSource: webview.cspSource,
      scriptUri: address('dist', 'pdfView.js'),
      styleUris: [
        address('dist', 'codicon.css'),
        address('dist', 'pdfPages.css'),
        address('media', 'pdf.css'),
      ],
      nonce: randomBytes(16).toString('base64url'),
      title: basename(this.file),
      language: vscode.env.language,
    });
  }

  get #files(): string {
    return `${this.#panel.webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, 'dist')).toString()}/`;
  }

  #receive(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    if (message.type !== 'ready') return;
    this.#isReady = true;
    void this.#fill();
  }

  async #fill(): Promise<void> {
    const bytes = await vscode.workspace.fs.readFile(this.#uri).then(
      // Copied: what the editor hands out may lie in memory with more.
      (read) => new Uint8Array(read),
      () => null,
    );
    const passage = this.#wanted ?? null;
    this.#wanted = undefined;
    this.#post({ type: 'open', strings: pdfStrings(vscode.l10n.t), files: this.#files, bytes, passage });
  }

  #post(message: HostToPdf): void {
    void this.#panel.webview.postMessage(message);
  }
}

function passageOf({ span, place }: PageSpan): PdfPassage {
  const { page, lastPage = page, areas } = place;
  return { page, lastPage, text: span.lines.join('\n'), areas };
}
