/** Walks through earlier questions as a shell does; what was being typed is found again at the end. Pure. */
export class QuestionHistory {
  #questions: readonly string[] = [];
  /** -1: at what is being typed. */
  #at = -1;
  #draft = '';

  /** Takes another list, the last question first, and begins at its front. */
  set(questions: readonly string[]): void {
    this.#questions = questions;
    this.#at = -1;
  }

  /** The question before; undefined when there is none. @param typed what stands in the box now */
  older(typed: string): string | undefined {
    const next = this.#questions.findIndex((question, i) => i > this.#at && question !== typed);
    if (next === -1) return undefined;
    if (this.#at === -1) this.#draft = typed;
    this.#at = next;
    return this.#questions[next];
  }

  /** The question after, at the end what was being typed; undefined there. */
  newer(): string | undefined {
    if (this.#at === -1) return undefined;
    this.#at--;
    return this.#at === -1 ? this.#draft : this.#questions[this.#at];
  }
}
