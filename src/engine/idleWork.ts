/** Does a piece of work when nothing has been asked for a while, and stops it as soon as something is. */
export class IdleWork {
  private readonly work: (signal: AbortSignal) => Promise<boolean>;
  private readonly idleMs: number;
  /** Questions that run. */
  private busy = 0;
  private finished = false;
  private timer: NodeJS.Timeout | undefined;
  private abort: AbortController | undefined;
  private running: Promise<void> = Promise.resolve();

  /** @param work resolves with whether it came to its end, else it is tried again after the next question */
  constructor(work: (signal: AbortSignal) => Promise<boolean>, idleMs: number) {
    this.work = work;
    this.idleMs = idleMs;
  }

  /** Runs something that is more important. */
  async yieldTo<T>(question: () => Promise<T>): Promise<T> {
    this.busy++;
    this.halt();
    try {
      return await question();
    } finally {
      this.busy--;
      this.wait();
    }
  }

  /** Ends it for good; resolves when it has stopped. */
  async stop(): Promise<void> {
    this.finished = true;
    this.halt();
    await this.running;
  }

  private wait(): void {
    if (this.busy > 0 || this.finished) return;
    clearTimeout(this.timer);
    // A command that has its answer must not wait for this.
    this.timer = setTimeout(() => {
      this.running = this.running.then(() => this.run());
    }, this.idleMs).unref();
  }

  private halt(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  private async run(): Promise<void> {
    if (this.busy > 0 || this.finished) return;
    const abort = new AbortController();
    this.abort = abort;
    try {
      if (await this.work(abort.signal)) this.finished = true;
    } catch (error) {
      // Nobody asked for it, so nobody is told but the log.
      process.stderr.write(`${String(error)}\n`);
      this.finished = true;
    }
  }
}
