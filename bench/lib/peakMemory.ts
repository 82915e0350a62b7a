const INTERVAL_MS = 100;

/** Watches this process's resident memory from its construction until `stop`. */
export class PeakMemory {
  private peak = process.memoryUsage.rss();
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => this.look(), INTERVAL_MS);
  }

  /** @returns the largest value seen, in bytes */
  stop(): number {
    this.look();
    clearInterval(this.timer);
    return this.peak;
  }

  private look(): void {
    this.peak = Math.max(this.peak, process.memoryUsage.rss());
  }
}
