import * as vscode from 'vscode';
import { EngineClient, type EngineClientOptions } from '../../client/index.ts';
import { inWords } from '../../messages/index.ts';
import { disposeAll, type Disposable } from '../disposable.ts';
import { toRoots, type ScopeRoot } from '../session/runState.ts';
import { chosenModel, readSettings, readsInBackground } from '../settings.ts';
import { BackgroundReading, type BackgroundState } from './backgroundReading.ts';
import { onBattery } from './battery.ts';

/** Settings that decide which files are read, and how: see `readSettings`. */
const READING_SETTINGS = [
  ...['maxFileSizeKB', 'maxDocumentSizeMB', 'encoding', 'followLinks', 'passOver', 'reader'].map(
    (name) => `infiniask.${name}`,
  ),
  'files.encoding',
];

/** Folders whose files change often and are not read. */
const UNREAD_FOLDER = /[\\/](?:\.git|node_modules)[\\/]/;

/**
 * The editor's side of reading ahead: the setting, the watcher of files, and an engine of its own, which lives only
 * while there is something to read.
 */
export class ReadAhead implements Disposable {
  readonly reading: BackgroundReading;
  readonly #client: EngineClientOptions;
  readonly #scope: () => readonly ScopeRoot[];
  readonly #log: (line: string) => void;
  readonly #disposables: Disposable[];
  /** Of the files, while it is on. */
  #watcher: Disposable | undefined;

  /** @param client as for the engine that answers; the process of this one works at low priority, with one thread */
  constructor(client: EngineClientOptions, scope: () => readonly ScopeRoot[], log: (line: string) => void) {
    this.#client = {
      ...client,
      log: (line) => log(`in the background: ${line}`),
      environment: () => ({ ...client.environment?.(), INFINIASK_BACKGROUND: '1' }),
    };
    this.#scope = scope;
    this.#log = log;
    this.reading = new BackgroundReading({
      read: async (onProgress, signal) => {
        const roots = toRoots(this.#scope());
        const { corpus } = readSettings();
        const client = new EngineClient(this.#client);
        try {
          // What one model has read is of no use to another.
          await client.replace({ role: 'reader', folder: chosenModel('reader') || undefined });
          return await client.readAhead({ roots, corpus }, onProgress, signal);
        } finally {
          // Between two readings the process would only take memory.
          await client.dispose();
        }
      },
      onBattery,
      now: () => performance.now(),
      after: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    });
    this.#disposables = [
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('infiniask.readInBackground')) this.#follow();
        if (READING_SETTINGS.some((name) => change.affectsConfiguration(name))) this.reading.changed();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#follow()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#follow();
        this.reading.changed();
      }),
      this.reading.onDidChange((state) => this.#tell(state)),
    ];
    this.#follow();
  }

  /** Told when the user chose another scope. */
  onScope(before: readonly ScopeRoot[]): void {
    this.#follow();
    const paths = (scope: readonly ScopeRoot[]) => JSON.stringify(scope.map(({ path }) => path));
    if (paths(before) !== paths(this.#scope())) this.reading.changed();
  }

  /** Resolves when the process of the reading is gone. */
  stop(): Promise<void> {
    return this.reading.stop();
  }

  dispose(): void {
    this.#watcher?.dispose();
    disposeAll(this.#disposables);
    void this.stop();
  }

  /** Turns the reading on or off, as setting and folders say. */
  #follow(): void {
    const enabled = readsInBackground() && this.#scope().length > 0;
    this.reading.setEnabled(enabled);
    if (enabled === (this.#watcher !== undefined)) return;
    this.#watcher?.dispose();
    this.#watcher = enabled ? this.#watch() : undefined;
  }

  #watch(): Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const changed = ({ path }: vscode.Uri): void => {
      if (!UNREAD_FOLDER.test(path)) this.reading.changed();
    };
    // A deleted file changes the windows around its place.
    const events = [watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)];
    return { dispose: () => disposeAll([watcher, ...events]) };
  }

  #tell(state: BackgroundState): void {
    if (state.kind === 'done') this.#log('in the background: everything is read');
    if (state.kind === 'battery') this.#log('in the background: waiting until the computer is plugged in');
    if (state.kind === 'stopped') this.#log(`in the background: ${inWords(state.reason)}`);
  }
}
