/** Owns the state of the extension and everything to be disposed of; the parts meet only here. */
import * as vscode from 'vscode';
import type { PanelToHost, QuestionBefore } from '../contract/index.ts';
import type { Snapshot } from './api.ts';
import { disposeAll, type Disposable } from './disposable.ts';
import { Documents } from './documents/openDocument.ts';
import { Engines } from './engines.ts';
import { Decorations } from './evidence/decorations.ts';
import { EvidenceLinks } from './evidence/evidenceLinks.ts';
import { EvidenceView } from './evidence/evidenceView.ts';
import { registerHovers } from './evidence/hover.ts';
import { SpanTracker } from './evidence/spanTracker.ts';
import { toRunError } from './failureText.ts';
import { contextKeys, savedRunKey } from './ids.ts';
import { followChosenModels } from './models/chosenModels.ts';
import { registerMcpProvider } from './mcpProvider.ts';
import { suggestFolder } from './noFolder.ts';
import { Panel } from './panel/panel.ts';
import { act, type PanelAskOptions } from './panel/panelActions.ts';
import { PanelContent } from './panel/panelContent.ts';
import { QuestionHistory } from './session/history.ts';
import { questionBefore } from './session/before.ts';
import { carry } from './session/pinned.ts';
import { isRunning, keptEvidence, type RunEvent, type RunState, type ScopeRoot } from './session/runState.ts';
import { restoreRun, saveRun } from './session/savedRun.ts';
import { ScopeChoice } from './session/scopeChoice.ts';
import { Session } from './session/session.ts';
import { readSettings } from './settings.ts';
import { StatusBar } from './statusBar.ts';
import { registerTool } from './tool.ts';
import { EndpointKeys } from './writing/endpointKeys.ts';

export class Context implements Disposable {
  readonly log = vscode.window.createOutputChannel('InfiniAsk', { log: true });
  readonly keys: EndpointKeys;
  readonly scope: ScopeChoice;
  readonly engines: Engines;
  readonly session: Session;
  readonly evidence: EvidenceLinks;
  readonly panel: Panel;
  readonly #content: PanelContent;
  readonly #history: QuestionHistory;
  readonly #tracker: SpanTracker;
  readonly #statusBar = new StatusBar();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #storage: vscode.Memento;
  readonly #disposables: Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(extension: vscode.ExtensionContext) {
    const toError = (error: unknown) => toRunError(vscode.l10n.t, error);
    this.#storage = extension.workspaceState;
    this.keys = new EndpointKeys(extension.secrets);
    this.scope = new ScopeChoice(this.#storage);
    this.engines = new Engines(extension, this.scope, this.keys, (line) => this.log.info(line));
    const { asker, client, readAhead } = this.engines;
    // Before whoever describes the engine when the same setting changes: it must have been told of the new model by then.
    const models = followChosenModels(client, (line) => this.log.warn(line));
    this.session = new Session(asker, readSettings, toError);
    this.#tracker = new SpanTracker(this.session);
    this.#history = new QuestionHistory(this.#storage);
    this.#content = new PanelContent({
      asker,
      session: this.session,
      scope: this.scope,
      tracker: this.#tracker,
      history: this.#history,
      machineStorage: extension.globalState,
      toText: (error) => toError(error).message,
      log: (line) => this.log.warn(line),
    });
    this.panel = new Panel(extension.extensionUri, this.#content, (message) => this.receive(message));
    const documents = new Documents({
      extensionUri: extension.extensionUri,
      tracker: this.#tracker,
      document: (params) => client.document(params),
      toText: (error) => toError(error).message,
    });
    this.evidence = new EvidenceLinks(this.session, this.#tracker, documents, () => this.panel.column);
    this.#disposables = [
      this.log,
      this.#statusBar,
      this.#changed,
      this.panel,
      documents,
      this.#content,
      this.#tracker,
      this.engines,
      readAhead.reading.onDidChange((state) => {
        this.#statusBar.updateBackground(state);
        this.#changed.fire();
      }),
      new Decorations(this.#tracker, extension.extensionUri),
      new EvidenceView(this.#tracker),
      registerHovers(this.session, this.#tracker),
      registerTool(client),
      models,
      registerMcpProvider(extension) ?? { dispose: () => undefined },
      this.session.onDidChange((run, event) => this.#onRun(run, event)),
      this.#tracker.onDidChange(() => this.#onSpans()),
    ];
    this.#statusBar.update(this.session.state);
    this.#statusBar.updateBackground(readAhead.reading.state);
    const saved = restoreRun(this.#storage.get(savedRunKey));
    if (saved) this.session.restore(saved);
    this.#disposables.push(this.panel.registerSerializer());
  }

  /**
   * Asks and resolves with the outcome, undefined when there is nothing to read; the panel shows it as it comes.
   * `keepPinned`: what is pinned now stands in front of the evidence. `goesOn`: the question may lean on the one before it.
   */
  async ask(question: string, { keepPinned = false, goesOn = false } = {}): Promise<Snapshot | undefined> {
    if (this.scope.roots.length === 0) {
      suggestFolder();
      return undefined;
    }
    this.panel.show(true);
    this.#history.add(question);
    const { roots, pinned } = carry(this.scope.roots, keepPinned ? this.session.state : undefined);
    await this.session.ask(question, roots, pinned, goesOn ? this.#before(question, roots) : undefined);
    return this.snapshot();
  }

  /** Does what a message of the panel asks for. */
  receive(message: PanelToHost): void {
    const { session, scope, evidence } = this;
    const { details } = this.#content;
    const ask = (question: string, options: PanelAskOptions) => this.ask(question, options);
    act({ session, scope, evidence, details, ask }, message).catch((error: unknown) =>
      this.log.error(String(error)),
    );
  }

  /** Removes the marks from the editors; the panel keeps the evidence. */
  clear(): void {
    this.#tracker.clear();
  }

  snapshot(): Snapshot {
    const run = this.session.state;
    return {
      status: run.phase,
      question: run.question,
      scope: this.scope.roots,
      reading: run.read && { tokens: run.read.tokens, windows: run.read.windows },
      scannedFiles: run.scan?.files ?? null,
      evidence: keptEvidence(run).map(({ evidence }) => evidence),
      spans: this.#tracker.spans,
      result: run.result,
      error: run.error,
      panel: this.#content.state(),
      panelOpen: this.panel.isOpen,
      engineProcessId: this.engines.client.processId ?? null,
      background: this.engines.readAhead.reading.state,
    };
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** What a question may lean on: asked once more, what it leant on before. */
  #before(question: string, roots: readonly ScopeRoot[]): QuestionBefore | undefined {
    const { state } = this.session;
    return question === state.asked.question ? state.asked.before : questionBefore(state, roots);
  }

  #onRun(run: RunState, event: RunEvent | undefined): void {
    // A refused question has left what is kept as it was.
    if (event && event.type !== 'refused' && !isRunning(run))
      void this.#storage.update(savedRunKey, saveRun(run));
    this.#statusBar.update(run);
    void vscode.commands.executeCommand('setContext', contextKeys.running, isRunning(run));
    if (run.phase === 'failed' && run.error) this.log.error(`${run.error.id}: ${run.error.message}`);
    this.#changed.fire();
  }

  #onSpans(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.hasSpans, this.#tracker.spans.length > 0);
    this.#changed.fire();
  }
}
