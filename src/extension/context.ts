/** Owns the state of the extension and everything that must be disposed of; the parts meet only here. */
import * as vscode from 'vscode';
import { disposeAll, type Disposable } from './disposable.ts';
import { EngineClient, EngineError, type EngineClientOptions } from '../engine/client.ts';
import type { PanelState, PanelToHost } from '../engine/panelProtocol.ts';
import type { Snapshot } from './api.ts';
import type { BackgroundState } from './backgroundReading.ts';
import { Decorations } from './decorations.ts';
import { editorWriter } from './editorAccess.ts';
import { EndpointKeys } from './endpointKeys.ts';
import { engineText } from './engineText.ts';
import { EvidenceView } from './evidenceView.ts';
import { registerHovers } from './hover.ts';
import { contextKeys, savedRunKey } from './ids.ts';
import { openSpan, peekSpans } from './links.ts';
import { registerMcpProvider } from './mcpProvider.ts';
import { suggestFolder } from './noFolder.ts';
import { Panel, type PanelOwner } from './panel.ts';
import { panelState } from './panelView.ts';
import { ReadAhead } from './readAhead.ts';
import { isRunning, keptEvidence, type RunError, type RunState, type ScopeRoot } from './runState.ts';
import { restoreRun, saveRun } from './savedRun.ts';
import { workspaceScope } from './scope.ts';
import { Session, type Asker } from './session.ts';
import { cacheEnvironment, readSettings } from './settings.ts';
import { neighbour, signatureSpan, spansOf, walkingOrder, type Span } from './spans.ts';
import { SpanTracker } from './spanTracker.ts';
import { StatusBar } from './statusBar.ts';
import { registerTool } from './tool.ts';

export class Context implements PanelOwner, Disposable {
  readonly log = vscode.window.createOutputChannel('InfiniAsk', { log: true });
  readonly session: Session;
  readonly panel: Panel;
  readonly keys: EndpointKeys;
  readonly #client: EngineClient;
  readonly #readAhead: ReadAhead;
  readonly #tracker: SpanTracker;
  readonly #statusBar = new StatusBar();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #storage: vscode.Memento;
  readonly #disposables: Disposable[];
  /** Undefined: the folders of the workspace, whichever they are when the question is asked. */
  #chosen: readonly ScopeRoot[] | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(extension: vscode.ExtensionContext) {
    this.#storage = extension.workspaceState;
    this.keys = new EndpointKeys(extension.secrets);
    const log = (line: string) => this.log.info(line);
    const engine: EngineClientOptions = {
      enginePath: enginePath(extension),
      log,
      environment: () => cacheEnvironment(extension.globalStorageUri),
    };
    this.#client = new EngineClient({
      ...engine,
      write: editorWriter(extension.globalState),
      onBusy: (busy) => this.#readAhead.reading.setBusy(busy),
    });
    this.#readAhead = new ReadAhead(engine, () => this.scope, log);
    this.session = new Session(withKeys(this.#client, this.keys), readSettings, toRunError);
    this.panel = new Panel(extension.extensionUri, this);
    this.#tracker = new SpanTracker(this.session);
    this.#disposables = [
      this.log,
      this.#statusBar,
      this.#changed,
      this.panel,
      this.#tracker,
      this.#readAhead,
      this.#readAhead.reading.onDidChange((state) => this.#onBackground(state)),
      new Decorations(this.#tracker, extension.extensionUri),
      new EvidenceView(this.#tracker),
      registerHovers(this.session, this.#tracker),
      registerTool(this.#client),
      registerMcpProvider(extension) ?? { dispose: () => undefined },
      this.session.onDidChange((run) => this.#onRun(run)),
      this.#tracker.onDidChange(() => this.#onSpans()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.panel.update()),
    ];
    this.#statusBar.update(this.session.state);
    this.#statusBar.updateBackground(this.#readAhead.reading.state);
    const saved = restoreRun(this.#storage.get(savedRunKey));
    if (saved) this.session.restore(saved);
    this.#disposables.push(this.panel.registerSerializer());
  }

  /** Where the next question reads; empty when no folder is open. */
  get scope(): readonly ScopeRoot[] {
    return this.#chosen ?? workspaceScope();
  }

  /** Sets where the next question reads; undefined: all folders of the workspace. */
  choose(scope: readonly ScopeRoot[] | undefined): void {
    const before = this.scope;
    this.#chosen = scope;
    this.#readAhead.onScope(before);
    this.panel.update();
  }

  /** Asks and resolves with the outcome, undefined when there is nothing to read; the panel shows it as it comes. */
  async ask(question: string): Promise<Snapshot | undefined> {
    if (this.scope.length === 0) {
      suggestFolder();
      return undefined;
    }
    this.panel.show(true);
    const run = await this.session.ask(question, this.scope);
    await this.#storage.update(savedRunKey, saveRun(run));
    return this.snapshot();
  }

  /** Opens the lines of a span; of one that is no longer kept, the lines where it was read. */
  async openEvidence(id: number): Promise<boolean> {
    const span = this.#spanOf(id);
    if (!span) return false;
    await openSpan(span, this.panel.column);
    return true;
  }

  /** Opens the line of a span's signature. */
  async #openSignature(id: number): Promise<void> {
    const [span, evidence] = [this.#spanOf(id), this.session.state.known[id]];
    const signature = span && evidence && signatureSpan(span, evidence);
    if (signature) await openSpan(signature, this.panel.column);
  }

  /** Goes to the span after (or before) the cursor. */
  async openNeighbour(step: 1 | -1): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    const at = editor && { file: editor.document.uri.fsPath, line: editor.selection.active.line };
    const span = neighbour(this.#tracker.spans, at, step);
    if (span) await openSpan(span, this.panel.column);
    return span !== undefined;
  }

  /** Shows all spans in a peek at the cursor; without an editor, in one on the first of them. */
  async peekEvidence(): Promise<boolean> {
    const order = walkingOrder(this.#tracker.spans);
    const [first] = order;
    if (!first) return false;
    if (!vscode.window.activeTextEditor) await openSpan(first, this.panel.column);
    await peekSpans(order);
    return true;
  }

  /** Takes the marks out of the editors; the panel keeps the evidence. */
  clear(): void {
    this.#tracker.clear();
  }

  /** Forgets what the engine keeps on disk between questions. @returns bytes that were freed */
  async clearCache(): Promise<number> {
    const bytes = await this.#client.clearMemory();
    this.#readAhead.reading.changed();
    const size = Math.round(bytes / 1e6).toLocaleString(vscode.env.language);
    void vscode.window.showInformationMessage(vscode.l10n.t('The cache is empty. {0} MB were freed.', size));
    return bytes;
  }

  snapshot(): Snapshot {
    const run = this.session.state;
    return {
      status: run.phase,
      question: run.question,
      scope: this.scope,
      reading: run.read && { tokens: run.read.tokens, windows: run.read.windows },
      scannedFiles: run.scan?.files ?? null,
      evidence: keptEvidence(run).map(({ evidence }) => evidence),
      spans: this.#tracker.spans,
      result: run.result,
      error: run.error,
      panel: this.panelState(),
      panelOpen: this.panel.isOpen,
      engineProcessId: this.#client.processId ?? null,
      background: this.#readAhead.reading.state,
    };
  }

  panelState(): PanelState {
    const stale = new Set(this.#tracker.spans.filter((span) => span.stale).map(({ id }) => id));
    return panelState(vscode.l10n.t, { run: this.session.state, scope: this.scope, stale });
  }

  onPanelVisible(): void {
    this.panel.update();
  }

  onPanelMessage(message: PanelToHost): void {
    this.#handle(message).catch((error: unknown) => this.log.error(String(error)));
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** Ends the engines; resolves when their processes are gone. */
  async stop(): Promise<void> {
    await Promise.all([this.#client.dispose(), this.#readAhead.stop()]);
  }

  async #handle(message: PanelToHost): Promise<void> {
    const run = this.session.state;
    switch (message.type) {
      case 'ask':
        await this.#askFromPanel(message.question.trim());
        break;
      case 'cancel':
        this.session.cancel();
        break;
      case 'open':
        await this.openEvidence(message.id);
        break;
      case 'openSignature':
        await this.#openSignature(message.id);
        break;
      case 'copyEvidence':
        await copy(run.known[message.id]?.text);
        break;
      case 'copyAnswer':
        await copy(run.answerText);
        break;
      case 'ready':
        break;
    }
  }

  async #askFromPanel(question: string): Promise<void> {
    if (question !== '') {
      await this.ask(question);
      return;
    }
    const message = vscode.l10n.t('The question is empty. Type what you want to know.');
    this.session.refuse({ id: 'questionEmpty', message, skipped: [] });
  }

  #spanOf(id: number): Span | undefined {
    const tracked = this.#tracker.spans.find((candidate) => candidate.id === id);
    return tracked ?? spansOf({ ...this.session.state, kept: [id] })[0];
  }

  #onRun(run: RunState): void {
    this.#statusBar.update(run);
    this.panel.update();
    void vscode.commands.executeCommand('setContext', contextKeys.running, isRunning(run));
    if (run.phase === 'failed' && run.error) this.log.error(`${run.error.id}: ${run.error.message}`);
    this.#changed.fire();
  }

  #onBackground(state: BackgroundState): void {
    this.#statusBar.updateBackground(state);
    this.#changed.fire();
  }

  #onSpans(): void {
    this.panel.update();
    void vscode.commands.executeCommand('setContext', contextKeys.hasSpans, this.#tracker.spans.length > 0);
    this.#changed.fire();
  }
}

/** Gives the key of an endpoint to the questions that it answers, and to no others. */
function withKeys(client: EngineClient, keys: EndpointKeys): Asker {
  return {
    ask: async (question, onProgress, signal) => client.ask(await keys.withKey(question), onProgress, signal),
  };
}

async function copy(text: string | undefined): Promise<void> {
  if (text) await vscode.env.clipboard.writeText(text);
}

/** Tests and development may put another engine in place; an installed extension always runs its own. */
function enginePath(extension: vscode.ExtensionContext): string {
  const other = process.env['INFINIASK_ENGINE_PATH'];
  const isInstalled = extension.extensionMode === vscode.ExtensionMode.Production;
  return other && !isInstalled ? other : extension.asAbsolutePath('dist/engine.cjs');
}

function toRunError(error: unknown): RunError {
  if (error instanceof EngineError) {
    const { id, skipped } = error;
    return { id, message: engineText(vscode.l10n.t, error.message, skipped), skipped };
  }
  return { id: 'internal', message: error instanceof Error ? error.message : String(error), skipped: [] };
}
