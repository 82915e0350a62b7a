/** Owns the state of the extension and everything that must be disposed of; the parts meet only here. */
import * as vscode from 'vscode';
import { disposeAll, type Disposable } from './disposable.ts';
import { EngineClient, EngineError, type EngineClientOptions } from '../client/index.ts';
import type { PanelState, PanelToHost } from '../contract/index.ts';
import type { Snapshot } from './api.ts';
import { askerOf } from './asker.ts';
import type { BackgroundState } from './backgroundReading.ts';
import { Decorations } from './decorations.ts';
import { editorWriter } from './editorAccess.ts';
import { EndpointKeys } from './endpointKeys.ts';
import { failureText } from './failureText.ts';
import { EvidenceView } from './evidenceView.ts';
import { registerHovers } from './hover.ts';
import { contextKeys, savedRunKey, savedScopeKey } from './ids.ts';
import { openSpan, peekSpans, type OpenOptions } from './links.ts';
import { registerMcpProvider } from './mcpProvider.ts';
import { suggestFolder } from './noFolder.ts';
import { Panel, type PanelOwner } from './panel.ts';
import { PanelModel, type PanelContext } from './panelModel.ts';
import { carry } from './pinned.ts';
import { ReadAhead } from './readAhead.ts';
import {
  isRunning,
  keptEvidence,
  type RunError,
  type RunEvent,
  type RunState,
  type ScopeRoot,
} from './runState.ts';
import { restoreRun, saveRun } from './savedRun.ts';
import { restoreScope } from './savedScope.ts';
import { workspaceScope } from './scope.ts';
import { Session } from './session.ts';
import { cacheEnvironment, readSettings } from './settings.ts';
import { neighbour, signatureSpan, spansOf, walkingOrder, type Span } from './spans.ts';
import { SpanTracker } from './spanTracker.ts';
import { StatusBar } from './statusBar.ts';
import { registerTool } from './tool.ts';

export class Context implements PanelOwner, PanelContext, Disposable {
  readonly log = vscode.window.createOutputChannel('InfiniAsk', { log: true });
  readonly session: Session;
  readonly panel: Panel;
  readonly keys: EndpointKeys;
  readonly #client: EngineClient;
  readonly #readAhead: ReadAhead;
  readonly #model: PanelModel;
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
    this.#chosen = restoreScope(this.#storage.get(savedScopeKey));
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
    this.#readAhead = new ReadAhead(engine, () => this.#toRead, log);
    const asker = askerOf(this.#client, this.keys);
    this.session = new Session(asker, readSettings, toRunError);
    this.panel = new Panel(extension.extensionUri, this);
    this.#tracker = new SpanTracker(this.session);
    this.#model = new PanelModel({
      asker,
      context: this,
      workspaceStorage: extension.workspaceState,
      machineStorage: extension.globalState,
      toText: (error) => toRunError(error).message,
      log: (line) => this.log.warn(line),
      onChange: () => this.panel.update(),
      onHistory: () => this.panel.updateHistory(),
    });
    this.#disposables = [
      this.log,
      this.#statusBar,
      this.#changed,
      this.panel,
      this.#model,
      this.#tracker,
      this.#readAhead,
      this.#readAhead.reading.onDidChange((state) => this.#onBackground(state)),
      new Decorations(this.#tracker, extension.extensionUri),
      new EvidenceView(this.#tracker),
      registerHovers(this.session, this.#tracker),
      registerTool(this.#client),
      registerMcpProvider(extension) ?? { dispose: () => undefined },
      this.session.onDidChange((run, event) => this.#onRun(run, event)),
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

  /** What the user has chosen to read; undefined: the folders of the workspace. */
  get chosen(): readonly ScopeRoot[] | undefined {
    return this.#chosen;
  }

  /** What the next question reads, where nothing is pinned. */
  get #toRead(): readonly ScopeRoot[] {
    return carry(this.scope, undefined).roots;
  }

  get spans(): readonly Span[] {
    return this.#tracker.spans;
  }

  /** Sets where the next question reads; undefined: all folders of the workspace. */
  choose(scope: readonly ScopeRoot[] | undefined): void {
    const before = this.#toRead;
    this.#chosen = scope;
    void this.#storage.update(savedScopeKey, scope);
    this.#readAhead.onScope(before);
    this.#model.refresh();
    this.panel.update();
  }

  /**
   * Asks and resolves with the outcome, undefined when there is nothing to read; the panel shows it as it comes.
   * `keepPinned`: what is pinned now stands in front of the evidence.
   */
  async ask(question: string, { keepPinned = false } = {}): Promise<Snapshot | undefined> {
    if (this.scope.length === 0) {
      suggestFolder();
      return undefined;
    }
    this.panel.show(true);
    void this.#model.remember(question);
    const { roots, pinned } = carry(this.scope, keepPinned ? this.session.state : undefined);
    await this.session.ask(question, roots, pinned);
    return this.snapshot();
  }

  /** Opens the lines of a span; of one that is no longer kept, the lines where it was read. */
  async openEvidence(id: number, options?: OpenOptions): Promise<boolean> {
    const span = this.spanOf(id);
    if (!span) return false;
    await openSpan(span, this.panel.column, options);
    return true;
  }

  /** Opens the line of a span's signature. */
  async openSignature(id: number): Promise<void> {
    const [span, evidence] = [this.spanOf(id), this.session.state.known[id]];
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
    return this.#model.state();
  }

  panelHistory(): readonly string[] {
    return this.#model.history;
  }

  onPanelVisible(): void {
    this.#model.onVisible();
    this.panel.update();
  }

  onPanelMessage(message: PanelToHost): void {
    this.#model.handle(message).catch((error: unknown) => this.log.error(String(error)));
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** Ends the engines; resolves when their processes are gone. */
  async stop(): Promise<void> {
    await Promise.all([this.#client.dispose(), this.#readAhead.stop()]);
  }

  /** A span as it stands in its file now, or where it was read; also of one that is no longer kept. */
  spanOf(id: number): Span | undefined {
    const tracked = this.#tracker.spans.find((candidate) => candidate.id === id);
    return tracked ?? spansOf({ ...this.session.state, kept: [id] })[0];
  }

  #onRun(run: RunState, event: RunEvent | undefined): void {
    // A refused question has left what is kept as it was.
    if (event && event.type !== 'refused' && !isRunning(run))
      void this.#storage.update(savedRunKey, saveRun(run));
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

/** Tests and development may put another engine in place; an installed extension always runs its own. */
function enginePath(extension: vscode.ExtensionContext): string {
  const other = process.env['INFINIASK_ENGINE_PATH'];
  const isInstalled = extension.extensionMode === vscode.ExtensionMode.Production;
  return other && !isInstalled ? other : extension.asAbsolutePath('dist/engine.cjs');
}

function toRunError(error: unknown): RunError {
  if (error instanceof EngineError) {
    const { id, told, skipped } = error;
    return { id, message: failureText(vscode.l10n.t, told, skipped), skipped };
  }
  return { id: 'internal', message: error instanceof Error ? error.message : String(error), skipped: [] };
}
