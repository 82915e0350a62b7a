/** Content of the panel: the run, what the next question would read, examples, facts and details. */
import * as vscode from 'vscode';
import type { Description, PanelState } from '../../contract/index.ts';
import { disposeAll, type Disposable } from '../disposable.ts';
import { fileLines } from '../evidence/fileLines.ts';
import type { SpanTracker } from '../evidence/spanTracker.ts';
import { hasAskedKey } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { QuestionHistory } from '../session/history.ts';
import { isRunning, toRoots, type RunEvent, type RunState } from '../session/runState.ts';
import type { ScopeChoice } from '../session/scopeChoice.ts';
import type { Asker, Session } from '../session/session.ts';
import { changesModel, chosenModel, readSettings } from '../settings.ts';
import { Details } from './details.ts';
import { exampleQuestions, sampleOf } from './examples.ts';
import type { PanelChange, PanelSource } from './panel.ts';
import { factsOf } from './panelFacts.ts';
import { panelState } from './panelView.ts';
import { Preview } from './preview.ts';

export interface PanelContentOptions {
  readonly asker: Asker;
  readonly session: Session;
  readonly scope: ScopeChoice;
  readonly tracker: Pick<SpanTracker, 'spans'> & { onDidChange(listener: () => void): Disposable };
  readonly history: QuestionHistory;
  /** Storage that remembers that somebody has asked on this machine. */
  readonly machineStorage: vscode.Memento;
  readonly toText: (error: unknown) => string;
  readonly log: (line: string) => void;
}

export class PanelContent implements PanelSource, Disposable {
  readonly details: Details;
  readonly #options: PanelContentOptions;
  readonly #preview: Preview;
  readonly #listeners = new Listeners<[PanelChange]>();
  readonly #disposables: Disposable[];
  #examples: readonly string[] = [];
  #description: Description | undefined;
  /** The scope that examples and preview tell of; undefined: none yet. */
  #shown: string | undefined;
  #visible = false;

  constructor(options: PanelContentOptions) {
    const { asker, session, scope, tracker, history, toText } = options;
    const onChange = (): void => this.#listeners.tell('state');
    const onScope = (): void => {
      this.#refresh();
      onChange();
    };
    this.#options = options;
    this.#preview = new Preview(asker, onChange, toText);
    this.details = new Details({
      asker,
      readLines: fileLines,
      toText,
      changed: () => vscode.l10n.t('The file does not hold these lines as text any more.'),
      onChange,
    });
    this.#disposables = [
      this.#preview,
      session.onDidChange((run, event) => this.#onRun(run, event)),
      tracker.onDidChange(onChange),
      history.onDidChange(() => this.#listeners.tell('history')),
      scope.onDidChange(onScope),
      vscode.workspace.onDidChangeWorkspaceFolders(onScope),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration('infiniask')) return;
        if (changesModel(change, 'reader')) this.#description = undefined;
        onChange();
        this.#count();
      }),
    ];
  }

  state(): PanelState {
    const { session, scope, tracker, machineStorage } = this.#options;
    const { writer } = readSettings();
    const [reader, writerModel] = [chosenModel('reader'), chosenModel('writer')];
    return panelState(vscode.l10n.t, {
      run: session.state,
      scope: scope.roots,
      chosen: scope.chosen !== undefined,
      stale: new Set(tracker.spans.filter((span) => span.stale).map(({ id }) => id)),
      preview: this.#preview.state,
      examples: this.#examples,
      facts: factsOf(vscode.l10n.t, { reader, writerModel, writer }, this.#description),
      writes: writer !== 'none',
      firstRun: machineStorage.get(hasAskedKey) !== true,
      detailOf: (id) => this.details.of(id),
    });
  }

  history(): readonly string[] {
    return this.#options.history.questions;
  }

  /** Works out what the panel tells of the scope, if it has not yet. */
  onVisible(): void {
    this.#visible = true;
    this.#refresh();
    this.#listeners.tell('state');
  }

  onDidChange(listener: (change: PanelChange) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** The scope may have changed. */
  #refresh(): void {
    const key = JSON.stringify(this.#options.scope.roots.map(({ path }) => path));
    if (!this.#visible || key === this.#shown) return;
    this.#shown = key;
    this.#count();
    void this.#findExamples(key);
  }

  #onRun(run: RunState, event: RunEvent | undefined): void {
    if (event?.type === 'asked') {
      this.details.clear();
      this.#preview.stop();
      void this.#options.machineStorage.update(hasAskedKey, true);
    }
    // A reading has just measured the speed of this machine.
    if (event?.type === 'finished' || (event?.type === 'failed' && !isRunning(run))) this.#count();
    this.#listeners.tell('state');
  }

  /** Counts what the next question would read, unless a question runs, which counting would slow. */
  #count(): void {
    const { session, scope } = this.#options;
    if (!this.#visible || isRunning(session.state)) return;
    const { corpus } = readSettings();
    this.#preview.update({ roots: toRoots(scope.roots), corpus });
    if (scope.roots.length > 0) void this.#describe();
  }

  async #describe(): Promise<void> {
    if (this.#description) return;
    const reader = chosenModel('reader');
    try {
      const description = await this.#options.asker.describe();
      // Another model may have been chosen meanwhile, and is described by its own call.
      if (reader !== chosenModel('reader')) return;
      this.#description = description;
      this.#listeners.tell('state');
    } catch (error) {
      // The first question will fail with the same error and tell of it.
      this.#options.log(`describe: ${this.#options.toText(error)}`);
    }
  }

  async #findExamples(key: string): Promise<void> {
    const found = await Promise.all(this.#options.scope.roots.map(sampleOf));
    if (key !== this.#shown) return;
    this.#examples = exampleQuestions(vscode.l10n.t, found.flat());
    this.#listeners.tell('state');
  }
}
