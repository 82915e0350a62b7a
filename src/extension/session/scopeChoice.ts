import type { Memento } from 'vscode';
import { savedScopeKey } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { ScopeRoot } from './runState.ts';
import { restoreScope } from './savedScope.ts';
import { workspaceScope } from './scope.ts';

/** Where the next question reads. */
export class ScopeChoice {
  readonly #storage: Memento;
  readonly #listeners = new Listeners<[before: readonly ScopeRoot[]]>();
  #chosen: readonly ScopeRoot[] | undefined;

  constructor(storage: Memento) {
    this.#storage = storage;
    this.#chosen = restoreScope(storage.get(savedScopeKey));
  }

  /** The user's choice; undefined: the folders of the workspace at the time of the question. */
  get chosen(): readonly ScopeRoot[] | undefined {
    return this.#chosen;
  }

  /** Empty when no folder is open. */
  get roots(): readonly ScopeRoot[] {
    return this.#chosen ?? workspaceScope();
  }

  /** @param scope undefined: all folders of the workspace */
  choose(scope: readonly ScopeRoot[] | undefined): void {
    const before = this.roots;
    this.#chosen = scope;
    void this.#storage.update(savedScopeKey, scope);
    this.#listeners.tell(before);
  }

  /** @param listener gets the roots before the change */
  onDidChange(listener: (before: readonly ScopeRoot[]) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }
}
