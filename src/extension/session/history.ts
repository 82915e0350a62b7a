/** The questions asked in this workspace, the last one first. */
import type { Memento } from 'vscode';
import { historyKey } from '../ids.ts';
import { Listeners } from '../listeners.ts';

const mostKept = 50;

export class QuestionHistory {
  readonly #storage: Memento;
  readonly #listeners = new Listeners<[]>();
  #questions: readonly string[];

  constructor(storage: Memento) {
    this.#storage = storage;
    this.#questions = restoreHistory(storage.get(historyKey));
  }

  get questions(): readonly string[] {
    return this.#questions;
  }

  /** Puts a question in front. */
  add(question: string): void {
    this.#questions = remember(this.#questions, question);
    void this.#storage.update(historyKey, this.#questions);
    this.#listeners.tell();
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }
}

/** Puts a question first in the list; a question asked before moves there. */
export function remember(history: readonly string[], question: string): string[] {
  return [question, ...history.filter((one) => one !== question)].slice(0, mostKept);
}

/** Restores the list from the storage, which may hold anything. */
export function restoreHistory(saved: unknown): string[] {
  const list = Array.isArray(saved) ? saved : [];
  return list.filter((one): one is string => typeof one === 'string').slice(0, mostKept);
}
