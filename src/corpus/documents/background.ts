import { Worker } from 'node:worker_threads';
import type { DocumentKindId, DocumentText, Refusal } from './types.ts';

/** Message to the thread, and its answer. */
export interface Extracting {
  readonly kind: DocumentKindId;
  readonly bytes: Uint8Array;
}
export type Taken = DocumentText | Refusal;

export interface ExtractionLimits {
  /** For one document. */
  readonly timeMs: number;
  /** Of the thread's heap, and of what the process grows by while a document is taken apart. */
  readonly memoryMB: number;
}

/** A PDF of 2,400 pages takes about a quarter of a minute. */
const DEFAULT_LIMITS: ExtractionLimits = { timeMs: 120_000, memoryMB: 2048 };

const MB = 1024 * 1024;
/** How often the memory is looked at. */
const WATCH_MS = 100;

/** An idle thread, which holds what the libraries loaded, ends after this time. */
const IDLE_MS = 5000;

/**
 * Takes the text out of documents on a thread of its own, one after the other. A document that takes too long, too
 * much memory or the thread with it costs only itself: the thread is ended, and the next document gets another one.
 */
export class BackgroundExtractor {
  readonly #program: string;
  readonly #limits: ExtractionLimits;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param program the built `thread.ts` */
  constructor(program: string, limits: Partial<ExtractionLimits> = {}) {
    this.#program = program;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Takes the text out of one document; never rejects.
   * @param signal ends it
   * @param onStart called when its turn has come
   * @returns undefined when it was ended
   */
  text(
    kind: DocumentKindId,
    bytes: Uint8Array,
    signal?: AbortSignal,
    onStart?: () => void,
  ): Promise<DocumentText | Refusal | undefined> {
    this.#waiting++;
    const text = this.#last.then(() => {
      if (signal?.aborted) return undefined;
      onStart?.();
      return this.#run({ kind, bytes }, signal);
    });
    this.#last = text.then(() => {
      if (--this.#waiting === 0) this.#rest();
    });
    return text;
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#end();
  }

  #run(document: Extracting, signal: AbortSignal | undefined): Promise<Taken | undefined> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    // The thread that is waited for keeps the process alive.
    worker.ref();
    return new Promise<Taken | undefined>((resolve) => {
      const finish = (taken: Taken | undefined, ended = true): void => {
        clearTimeout(timer);
        clearInterval(watch);
        signal?.removeEventListener('abort', onAbort);
        for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
        // A later error of a thread that was given up must not end the process.
        if (ended) worker.on('error', () => undefined);
        void (ended ? this.#end() : undefined);
        resolve(taken);
      };
      const onAbort = (): void => finish(undefined);
      signal?.addEventListener('abort', onAbort);
      const timer = setTimeout(() => finish('tooSlow'), this.#limits.timeMs);
      // What a document unpacks to lies outside of the heap that the thread is limited to.
      const allowed = process.memoryUsage.rss() + this.#limits.memoryMB * MB;
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() > allowed) finish('tooComplex');
      }, WATCH_MS);
      const listeners = {
        message: (taken: Taken) => finish(taken, false),
        messageerror: () => finish('damaged'),
        error: (error: unknown) => finish(isOutOfMemory(error) ? 'tooComplex' : 'damaged'),
        exit: () => finish('damaged'),
      };
      for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
      worker.postMessage(document);
    });
  }

  #start(): Worker {
    return new Worker(this.#program, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMB },
      // Libraries print warnings about documents, and standard output is for the answer.
      stdout: true,
      stderr: true,
      env: {},
      argv: [],
      execArgv: [],
    });
  }

  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
