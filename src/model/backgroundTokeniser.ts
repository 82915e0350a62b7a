import { Worker } from 'node:worker_threads';
import type { Tokeniser } from './tokeniser.ts';
import { unpackLists } from './tokenLists.ts';

/** What the thread is asked, and what it answers. */
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
 * Tokenises on a thread of its own, beside a run of the model, which blocks the thread that asks for it. The thread is
 * started by the first text and used when it is ready; until then, and when it fails, texts are tokenised at once.
 */
export class BackgroundTokeniser {
  private readonly tokeniser: Tokeniser;
  private readonly folder: string;
  /** Path of the program; everything is tokenised at once when not given, or when it has failed. */
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

  /** As `Tokeniser.encode`, text by text; rejects with what that throws. */
  async encode(texts: readonly string[]): Promise<Int32Array[]> {
    if (this.program !== undefined) this.worker ??= this.start(this.program);
    const { worker } = this;
    if (!worker || !this.isReady) return this.encodeHere(texts);
    return new Promise((resolve) => {
      const id = this.asked++;
      this.waiting.set(id, { texts, resolve });
      // An idle thread keeps no process alive, one that is waited for does.
      worker.ref();
      worker.postMessage({ id, texts } satisfies ToEncode);
    });
  }

  async dispose(): Promise<void> {
    const { worker } = this;
    this.giveUp();
    await worker?.terminate();
  }

  /** A promise, so that what is thrown reaches whoever asked, and nobody else. */
  // eslint-disable-next-line @typescript-eslint/require-await
  private async encodeHere(texts: readonly string[]): Promise<Int32Array[]> {
    return texts.map((text) => this.tokeniser.encode(text));
  }

  private start(program: string): Worker {
    const worker = new Worker(program, { workerData: this.folder });
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

  /** What was asked of the thread is done here, as everything from now on. */
  private giveUp(): void {
    this.program = undefined;
    this.worker = undefined;
    for (const { texts, resolve } of this.waiting.values()) resolve(this.encodeHere(texts));
    this.waiting.clear();
  }
}
