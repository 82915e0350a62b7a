import { readManifest, readerDepth } from '../../src/model/manifest.ts';
import { ModelRuntime } from '../../src/model/runtime.ts';

/** Reads made-up windows with a given number of threads, to see how long it takes on this machine. */
export class ThreadTrial {
  private readonly runtime: ModelRuntime;
  private readonly window: Int32Array;

  private constructor(runtime: ModelRuntime, window: Int32Array) {
    this.runtime = runtime;
    this.window = window;
  }

  /**
   * Loads the reader of a built model, whose files must have been checked.
   * @throws ModelError
   */
  static async open(folder: string, threads: number): Promise<ThreadTrial> {
    const { config, reader } = await readManifest(folder);
    const depth = readerDepth(reader.heads);
    const runtime = await ModelRuntime.open({ folder, config, depth, threads });
    // What the tokens are makes no difference to the time.
    const window = Int32Array.from(
      { length: reader.windowTokens },
      (_, i) => (i * 97) % config.vocabularySize,
    );
    return new ThreadTrial(runtime, window);
  }

  /**
   * Reads windows together, as rows of one run.
   * @param shares the length of each as a share of a full window
   * @returns milliseconds
   */
  async time(shares: readonly number[] = [1]): Promise<number> {
    const rows = shares.map((share) => this.window.subarray(0, Math.ceil(share * this.window.length)));
    const started = performance.now();
    await this.runtime.encode(rows);
    return performance.now() - started;
  }

  dispose(): Promise<void> {
    return this.runtime.dispose();
  }
}
