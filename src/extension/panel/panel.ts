/** Hosts the panel, which may be closed or hidden at any time: its state comes from here when it is back. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { HostToPanel, PanelState, PanelToHost } from '../../contract/index.ts';
import { panelViewType } from '../ids.ts';
import { panelStrings } from '../strings.ts';
import { panelHtml } from './panelHtml.ts';
import { panelMessage } from './panelMessages.ts';

/** Least time between two states, so that the panel is not flooded. */
const stateIntervalMs = 100;

/** What has changed of what the panel shows. */
export type PanelChange = 'state' | 'history';

/** Source of what the panel shows; asked again whenever it tells of a change. */
export interface PanelSource {
  state(): PanelState;
  /** Earlier questions, the last one first. */
  history(): readonly string[];
  /** The panel has come into view. */
  onVisible(): void;
  onDidChange(listener: (change: PanelChange) => void): { dispose(): void };
}

export class Panel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #source: PanelSource;
  readonly #onMessage: (message: PanelToHost) => void;
  readonly #following: { dispose(): void };
  #panel: vscode.WebviewPanel | undefined;
  #ready = false;
  /** Messages for the page, sent when it is ready. */
  #pending: HostToPanel[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(extensionUri: vscode.Uri, source: PanelSource, onMessage: (message: PanelToHost) => void) {
    this.#extensionUri = extensionUri;
    this.#source = source;
    this.#onMessage = onMessage;
    this.#following = source.onDidChange((change) => {
      if (change === 'state') this.#update();
      else if (this.#ready) this.#post({ type: 'history', history: source.history() });
    });
  }

  /** Where the panel is, undefined when it is closed or hidden. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel?.visible ? this.#panel.viewColumn : undefined;
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** Opens the panel or brings it to the front. */
  show(preserveFocus = false): void {
    if (this.#panel) {
      if (!this.#panel.visible || !preserveFocus) this.#panel.reveal(undefined, preserveFocus);
      return;
    }
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.#adopt(
      vscode.window.createWebviewPanel(
        panelViewType,
        'InfiniAsk',
        { viewColumn, preserveFocus },
        { enableFindWidget: true },
      ),
    );
  }

  /** @param draft stands in the question box, for the user to add to */
  focusQuestion(draft?: string): void {
    this.show();
    this.#whenReady(draft ? { type: 'focusQuestion', draft } : { type: 'focusQuestion' });
  }

  /** Brings one piece of evidence into view. */
  reveal(id: number): void {
    this.show();
    this.#whenReady({ type: 'reveal', id });
  }

  /** Takes over a panel that the editor has kept over a reload of the window. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(panelViewType, {
      deserializeWebviewPanel: (panel) => {
        this.#panel?.dispose();
        this.#adopt(panel);
        return Promise.resolve();
      },
    });
  }

  dispose(): void {
    this.#following.dispose();
    clearTimeout(this.#timer);
    this.#panel?.dispose();
  }

  /** Shows the present state soon. */
  #update(): void {
    if (!this.#panel || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#ready) this.#post({ type: 'state', state: this.#source.state() });
    }, stateIntervalMs);
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const folder = (name: string) => vscode.Uri.joinPath(this.#extensionUri, name);
    const { webview } = panel;
    this.#panel = panel;
    this.#ready = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(folder('media'), 'panel-light.svg'),
      dark: vscode.Uri.joinPath(folder('media'), 'panel-dark.svg'),
    };
    webview.options = { enableScripts: true, localResourceRoots: [folder('dist'), folder('media')] };
    webview.onDidReceiveMessage((value: unknown) => this.#receive(value));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away, and says `ready` again when it is back.
      if (panel.visible) this.#source.onVisible();
      else this.#ready = false;
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#ready = false;
      this.#pending = [];
    });
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder('dist'), 'panel.js')).toString(),
      iconsUri: webview.asWebviewUri(vscode.Uri.joinPath(folder('dist'), 'codicon.css')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder('media'), 'panel.css')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: 'InfiniAsk',
      language: vscode.env.language,
    });
  }

  #receive(value: unknown): void {
    const message = panelMessage(value);
    if (!message) return;
    if (message.type !== 'ready') {
      this.#onMessage(message);
      return;
    }
    this.#ready = true;
    this.#post({
      type: 'init',
      strings: panelStrings(vscode.l10n.t),
      state: this.#source.state(),
      history: this.#source.history(),
    });
    this.#source.onVisible();
    for (const pending of this.#pending.splice(0)) this.#post(pending);
  }

  #whenReady(message: HostToPanel): void {
    if (this.#ready) this.#post(message);
    else this.#pending.push(message);
  }

  #post(message: HostToPanel): void {
    void this.#panel?.webview.postMessage(message);
  }
}
