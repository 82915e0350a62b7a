/** A piece of work under way for somebody: it can be stopped, held between two steps, and tells how far it is. */
export class Run<Progress = never> {
  /** Aborted when the work is to stop; what was found until then is kept. */
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
  private paused = false;
  private release: () => void = () => undefined;
  private held = 0;

  constructor(
    tell: (progress: Progress) => void = () => undefined,
    signal: AbortSignal = new AbortController().signal,
  ) {
    this.tell = tell;
    this.signal = signal;
  }

  /** Milliseconds that the work has waited, the wait in hand not included. */
  get heldMs(): number {
    return this.held;
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    if (!paused) this.release();
  }

  /** Resolves as soon as the work may go on: at once when it is not paused, and when it is stopped. */
  async pass(): Promise<void> {
    const { signal } = this;
    const started = performance.now();
    let waited = false;
    while (this.paused && !signal.aborted) {
      waited = true;
      await new Promise<void>((resolve) => {
        this.release = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (waited) this.held += performance.now() - started;
  }
}
