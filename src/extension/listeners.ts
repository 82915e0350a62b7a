/** Calls listeners. An error of one goes to the log, so that neither the caller nor other listeners suffer. */
export class Listeners<Told extends readonly unknown[]> {
  readonly #listeners = new Set<(...told: Told) => void>();
  readonly #log: (error: unknown) => void;

  /** @param log default: the log of the process */
  // eslint-disable-next-line no-console -- the editor's own log, where the errors of its events go too
  constructor(log: (error: unknown) => void = (error) => console.error(error)) {
    this.#log = log;
  }

  add(listener: (...told: Told) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  tell(...told: Told): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...told);
      } catch (error) {
        this.#log(error);
      }
    }
  }
}
