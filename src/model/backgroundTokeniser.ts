import { Worker } from 'node:worker_threads';
import type { Tokeniser } from './tokeniser.ts';
import { unpackLists } from './tokenLists.ts';

/** Given to the thread when it starts. */
export interface ThreadData {
  readonly folder: string;
  /** See `Tokeniser.shared`. */
  readonly shared: SharedArrayBuffer | undefined;
}

/** Message to the thread, and its answer. */
export interface ToEncode {
  readonly id: number;
  readonly texts: readonly string[];
}
export interface Encoded {
  readonly id: number;
  /** See `packLists`; missing when a text could not be encoded. */
  readonly packed?: Int32Array;
}

interface Waiting {
  readonly texts: readonly string[];
  readonly resolve: (ids: Int32Array[] | Promise<Int32Array[]>) => void;
}

/**
 * Tokenises on a thread of its own, because a run of the model blocks the calling thread. The first text starts the
 * thread; until it is ready, and after it has failed, texts are tokenised by the caller.
 */
export class BackgroundTokeniser {
  private readonly tokeniser: Tokeniser;
  private readonly folder: string;
  /** Path of the thread's program; undefined where there is none, or it has failed. */
  private program: string | undefined;
  private worker: Worker | undefined;
  private isReady = false;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  /** @param folder of the model @param program the built `tokeniserThread.ts` */
  constructor(tokeniser: Tokeniser, folder: string, program: string | undefined) {
    this.tokeniser = tokeniser;
    this.folder = folder;
    this.program = program;
  }

  /** As `Tokeniser.encode` of each text; rejects with its errors. */
  async encode(texts: readonly string[]): Promise<Int32Array[]> {
    if (this.program !== undefined) this.worker ??= this.start(this.program);
    const { worker } = this;
    if (!worker || !this.isReady) return this.encodeHere(texts);
    return new Promise((resolve) => {
      const id = this.asked++;
      this.waiting.set(id, { texts, resolve });
      // An idle thread must not keep the process alive, but one that is waited for must.
      worker.ref();
      worker.postMessage({ id, texts } satisfies ToEncode);
    });
  }

  async dispose(): Promise<void> {
    const { worker } = this;
    this.giveUp();
    await worker?.terminate();
  }

  /** Async, so that an error reaches only the caller. */
  // eslint-disable-next-line @typescript-eslint/require-await
  private async encodeHere(texts: readonly string[]): Promise<Int32Array[]> {
    return texts.map((text) => this.tokeniser.encode(text));
  }

  private start(program: string): Worker {
    const workerData: ThreadData = { folder: this.folder, shared: this.tokeniser.shared };
    const worker = new Worker(program, { workerData });
    worker.unref();
    worker.on('message', (message: 'ready' | Encoded) => {
      if (message === 'ready') this.isReady = true;
      else this.take(message);
    });
    worker.on('error', () => this.giveUp());
    worker.on('exit', () => this.giveUp());
    return worker;
  }

  private take({ id, packed }: Encoded): void {
    const asked = this.waiting.get(id);
    asked?.resolve(packed ? unpackLists(packed, asked.texts.length) : this.encodeHere(asked.texts));
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker?.unref();
  }

  /** Tokenises here what the thread was asked, and everything from now on. */
  private giveUp(): void {
    this.program = undefined;
    this.worker = undefined;
    for (const { texts, resolve } of this.waiting.values()) resolve(this.encodeHere(texts));
    this.waiting.clear();
  }
}
