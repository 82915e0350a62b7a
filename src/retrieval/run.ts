/** Work under way for somebody, who can stop it, pause it between two steps, and follow its progress. */
export class Run<Progress = never> {
  /** Aborted to stop the work, which then returns what it has found. */
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

  /** Milliseconds that the work was paused, a pause that still lasts not included. */
  get heldMs(): number {
    return this.held;
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    if (!paused) this.release();
  }

  /** Resolves when the work may go on: at once unless it is paused, and when it is stopped. */
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
