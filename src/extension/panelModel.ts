/** What the panel shows beside the question itself, and what its buttons do. */
import * as vscode from 'vscode';
import type {
  Description,
  Evidence,
  PanelFact,
  PanelState,
  PanelToHost,
  WriterId,
} from '../contract/index.ts';
import { answerMarkdown, evidenceMarkdown } from './asMarkdown.ts';
import { Details } from './details.ts';
import type { Disposable } from './disposable.ts';
import { exampleQuestions, someFiles } from './examples.ts';
import { fileLines } from './fileLines.ts';
import { remember, restoreHistory } from './history.ts';
import { hasAskedKey, historyKey } from './ids.ts';
import type { OpenOptions } from './links.ts';
import { linkPath } from './panelCoverage.ts';
import { panelState } from './panelView.ts';
import { pickScope } from './pickScope.ts';
import { Preview } from './preview.ts';
import {
  isRunning,
  keptEvidence,
  toRoots,
  type RunEvent,
  type RunState,
  type ScopeRoot,
} from './runState.ts';
import type { Asker, Session } from './session.ts';
import { readSettings } from './settings.ts';
import type { Span } from './spans.ts';
import { writerText } from './strings.ts';

/** What the model needs of the context. */
export interface PanelContext {
  readonly session: Session;
  /** Where the next question reads. */
  readonly scope: readonly ScopeRoot[];
  /** Undefined: the folders of the workspace. */
  readonly chosen: readonly ScopeRoot[] | undefined;
  readonly spans: readonly Span[];
  choose(scope: readonly ScopeRoot[] | undefined): void;
  ask(question: string, options?: { readonly keepPinned?: boolean }): Promise<unknown>;
  openEvidence(id: number, options?: OpenOptions): Promise<boolean>;
  openSignature(id: number): Promise<void>;
  spanOf(id: number): Span | undefined;
}

export interface PanelModelOptions {
  readonly asker: Asker;
  readonly context: PanelContext;
  readonly workspaceStorage: vscode.Memento;
  readonly machineStorage: vscode.Memento;
  readonly toText: (error: unknown) => string;
  readonly log: (line: string) => void;
  /** The state has changed. */
  readonly onChange: () => void;
  /** The list of earlier questions has changed. */
  readonly onHistory: () => void;
}

export class PanelModel implements Disposable {
  readonly #options: PanelModelOptions;
  readonly #preview: Preview;
  readonly #details: Details;
  readonly #disposables: Disposable[];
  #history: readonly string[];
  #examples: readonly string[] = [];
  #description: Description | undefined;
  /** The scope that examples and preview tell of; undefined: none yet. */
  #shown: string | undefined;
  #visible = false;

  constructor(options: PanelModelOptions) {
    const { asker, context, onChange, toText } = options;
    this.#options = options;
    this.#history = restoreHistory(options.workspaceStorage.get(historyKey));
    this.#preview = new Preview(asker, onChange, toText);
    this.#details = new Details({
      asker,
      readLines: fileLines,
      toText,
      changed: () => vscode.l10n.t('The file does not hold these lines as text any more.'),
      onChange,
    });
    this.#disposables = [
      this.#preview,
      context.session.onDidChange((run, event) => this.#onRun(run, event)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('infiniask')) this.#count();
      }),
    ];
  }

  /** Earlier questions, the last one first. */
  get history(): readonly string[] {
    return this.#history;
  }

  state(): PanelState {
    const { session, scope, chosen, spans } = this.#options.context;
    const { writer } = readSettings();
    return panelState(vscode.l10n.t, {
      run: session.state,
      scope,
      chosen: chosen !== undefined,
      stale: new Set(spans.filter((span) => span.stale).map(({ id }) => id)),
      preview: this.#preview.state,
      examples: this.#examples,
      facts: facts(this.#description, writer),
      writes: writer !== 'none',
      firstRun: this.#options.machineStorage.get(hasAskedKey) !== true,
      detailOf: (id) => this.#details.of(id),
    });
  }

  /** The panel is shown: what it tells of the scope is worked out if that has not been done. */
  onVisible(): void {
    this.#visible = true;
    this.refresh();
  }

  /** The scope may have changed. */
  refresh(): void {
    const key = JSON.stringify(this.#options.context.scope.map(({ path }) => path));
    if (!this.#visible || key === this.#shown) return;
    this.#shown = key;
    this.#count();
    void this.#findExamples(key);
  }

  /** Keeps a question for the arrow keys. */
  async remember(question: string): Promise<void> {
    this.#history = remember(this.#history, question);
    this.#options.onHistory();
    await this.#options.workspaceStorage.update(historyKey, this.#history);
  }

  /** Does what a button of the panel asks for; resolves when that is done. */
  async handle(message: PanelToHost): Promise<void> {
    const { context } = this.#options;
    const { session } = context;
    switch (message.type) {
      case 'ready':
        break;
      case 'ask':
        await this.#ask(message.question.trim(), message.keepPinned ?? true);
        break;
      case 'retry':
        await this.#ask(session.state.asked.question, true);
        break;
      case 'cancel':
        session.cancel();
        break;
      case 'pause':
        await session.pause(message.paused);
        break;
      case 'open':
        await context.openEvidence(message.id);
        break;
      case 'openSide':
        await context.openEvidence(message.id, { toSide: true });
        break;
      case 'openSignature':
        await context.openSignature(message.id);
        break;
      case 'openAll':
        await this.#openAll();
        break;
      case 'copyEvidence':
        await copy(this.#evidenceText(message.id));
        break;
      case 'copyAnswer':
        await copy(this.#answerText());
        break;
      case 'pin':
        session.pin(message.id, message.pinned);
        break;
      case 'drop':
        session.drop(message.id);
        break;
      case 'restore':
        session.restoreDropped();
        break;
      case 'answerAgain':
        await session.answerAgain();
        break;
      case 'why':
        await this.#why(message.id);
        break;
      case 'expand':
        await this.#expand(message.id);
        break;
      case 'addScope':
        await this.#addScope();
        break;
      case 'removeScope':
        this.#removeScope(message.id);
        break;
      case 'settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'infiniask');
        break;
    }
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }

  async #ask(question: string, keepPinned: boolean): Promise<void> {
    if (question !== '') {
      await this.#options.context.ask(question, { keepPinned });
      return;
    }
    const message = vscode.l10n.t('The question is empty. Type what you want to know.');
    this.#options.context.session.refuse({ id: 'questionEmpty', message, skipped: [] });
  }

  /** One editor for each file, at its best piece. */
  async #openAll(): Promise<void> {
    const { context } = this.#options;
    const seen = new Set<string>();
    for (const { id } of keptEvidence(context.session.state)) {
      const file = context.spanOf(id)?.file;
      if (file === undefined || seen.has(file)) continue;
      seen.add(file);
      await context.openEvidence(id, { keep: true });
    }
  }

  async #why(id: number): Promise<void> {
    const piece = this.#piece(id);
    const { question: asked, roots, result } = this.#options.context.session.state;
    if (!piece) return;
    // The lines were found by this part of a long question, with what is rare in the text known.
    const question = result?.used?.text ?? asked;
    const { evidence } = piece;
    const prefix = roots[evidence.root]?.prefix;
    await this.#details.why(id, prefix ? { question, evidence, prefix } : { question, evidence });
  }

  async #expand(id: number): Promise<void> {
    const span = this.#options.context.spanOf(id);
    if (span) await this.#details.expand(id, span);
  }

  async #addScope(): Promise<void> {
    const { context } = this.#options;
    const scope = await pickScope(context.chosen);
    if (scope !== null) context.choose(scope);
  }

  #removeScope(id: number): void {
    const { context } = this.#options;
    const left = context.chosen?.filter((_, i) => i !== id) ?? [];
    context.choose(left.length > 0 ? left : undefined);
  }

  #evidenceText(id: number): string {
    const piece = this.#piece(id);
    return piece ? evidenceMarkdown(piece.path, piece.evidence) : '';
  }

  #answerText(): string {
    const { written, answerText } = this.#options.context.session.state;
    return written && written.answer.text !== ''
      ? answerMarkdown(written, (id) => this.#piece(id))
      : answerText;
  }

  #piece(id: number): { readonly path: string; readonly evidence: Evidence } | undefined {
    const { known, roots } = this.#options.context.session.state;
    const evidence = known[id];
    return evidence && { path: linkPath(roots, evidence), evidence };
  }

  #onRun(run: RunState, event: RunEvent | undefined): void {
    if (event?.type === 'asked') {
      this.#details.clear();
      this.#preview.stop();
      void this.#options.machineStorage.update(hasAskedKey, true);
    }
    // How fast this machine reads is known better now.
    if (event?.type === 'finished' || (event?.type === 'failed' && !isRunning(run))) this.#count();
  }

  /** Counts what the next question would read; a question under way would only be slowed by it. */
  #count(): void {
    const { context } = this.#options;
    if (!this.#visible || isRunning(context.session.state)) return;
    const { corpus } = readSettings();
    this.#preview.update({ roots: toRoots(context.scope), corpus });
    if (context.scope.length > 0) void this.#describe();
  }

  async #describe(): Promise<void> {
    if (this.#description) return;
    try {
      this.#description = await this.#options.asker.describe();
      this.#options.onChange();
    } catch (error) {
      // The first question will fail with the same error, and say so.
      this.#options.log(`describe: ${this.#options.toText(error)}`);
    }
  }

  async #findExamples(key: string): Promise<void> {
    const found = await Promise.all(this.#options.context.scope.map(someFiles));
    if (key !== this.#shown) return;
    this.#examples = exampleQuestions(vscode.l10n.t, found.flat());
    this.#options.onChange();
  }
}

function facts(description: Description | undefined, writer: WriterId): PanelFact[] {
  const { t } = vscode.l10n;
  const written = { label: t('Answer by'), value: writerText(t, writer) };
  if (!description) return [written];
  return [
    { label: t('Model'), value: description.model },
    { label: t('Strategy'), value: description.strategy },
    written,
  ];
}

async function copy(text: string): Promise<void> {
  if (text !== '') await vscode.env.clipboard.writeText(text);
}
