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

/** The list with this question in front; asked before, it moves there. */
export function remember(history: readonly string[], question: string): string[] {
  return [question, ...history.filter((one) => one !== question)].slice(0, mostKept);
}

/** Takes what the storage has only as far as it is a list of questions. */
export function restoreHistory(saved: unknown): string[] {
  const list = Array.isArray(saved) ? saved : [];
  return list.filter((one): one is string => typeof one === 'string').slice(0, mostKept);
}
