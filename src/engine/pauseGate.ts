/** Holds a question between two sections while it is paused, and knows for how long it was held. */
export class PauseGate {
  private paused = false;
  private release: () => void = () => undefined;
  private held = 0;

  /** Milliseconds that the question has waited here, the wait in hand not included. */
  get heldMs(): number {
    return this.held;
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    if (!paused) this.release();
  }

  /** Resolves as soon as the question may go on: at once when it is not paused, and when it is cancelled. */
  async pass(signal: AbortSignal): Promise<void> {
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
