/** Walks through earlier questions as a shell does, and back to the draft. Pure. */
export class QuestionHistory {
  #questions: readonly string[] = [];
  /** -1: the draft. */
  #at = -1;
  #draft = '';

  /** Replaces the list, the last question first, and returns to the draft. */
  set(questions: readonly string[]): void {
    this.#questions = questions;
    this.#at = -1;
  }

  /** The question before; undefined when there is none. @param typed the draft in the box now */
  older(typed: string): string | undefined {
    const next = this.#questions.findIndex((question, i) => i > this.#at && question !== typed);
    if (next === -1) return undefined;
    if (this.#at === -1) this.#draft = typed;
    this.#at = next;
    return this.#questions[next];
  }

  /** The question after, at the end the draft; undefined after the draft. */
  newer(): string | undefined {
    if (this.#at === -1) return undefined;
    this.#at--;
    return this.#at === -1 ? this.#draft : this.#questions[this.#at];
  }
}
