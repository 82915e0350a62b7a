import type { Message } from '../contract/index.ts';
import { documentKey, textsKey, WindowStore, windowKey } from '../memory/index.ts';
import type { ModelIdentity, StateKind, StateMemory } from '../model/index.ts';
import { LastQuestions } from './lastQuestion.ts';
import { LastSpeed } from './speed.ts';

export interface MemoryOptions {
  /** Made when needed. */
  readonly folder: string;
  /** Default: 4 GB or a tenth of the free disk. */
  readonly capBytes?: number | undefined;
}

/** Raised whenever the layout of the kept values changes. */
const FORMAT_VERSION = 1;

/** What the engine keeps on disk between questions. Nothing depends on it: a disk that fails only costs speed. */
export class EngineMemory {
  readonly speed: LastSpeed;
  private readonly questions: LastQuestions;
  private readonly store: WindowStore;
  /** Number of running questions and readings, and whether they evict. */
  private running = 0;
  private evicts = true;

  private constructor(store: WindowStore, folder: string) {
    this.store = store;
    this.speed = new LastSpeed(folder);
    this.questions = new LastQuestions(folder);
  }

  static async open({ folder, capBytes }: MemoryOptions): Promise<EngineMemory> {
    const store = await WindowStore.open({
      folder,
      formatVersion: FORMAT_VERSION,
      capBytes,
    });
    return new EngineMemory(store, folder);
  }

  /** Why nothing is kept, for people; undefined when all is well. */
  get problem(): Message | undefined {
    return this.store.problem;
  }

  /**
   * Works for a question or a reading: what it uses is evicted last. What begins meanwhile shares its pass, since otherwise
   * windows of the first would give way to those of the second. Only a question never shares the pass of a reading, which
   * evicts nothing.
   * @param evict whether to evict what was used longest ago when there is no room
   */
  async inPass<T>(work: () => Promise<T>, evict = true): Promise<T> {
    const isFirst = this.running++ === 0;
    if (isFirst || (evict && !this.evicts)) {
      this.evicts = evict;
      await this.store.beginPass(evict);
    }
    try {
      return await work();
    } finally {
      this.running--;
    }
  }

  /** Whether nothing more will be kept in this pass. */
  get isFull(): boolean {
    return this.store.isFull;
  }

  /** A model's share: states are found by tokens of this model only, tokens by every model of its vocabulary. */
  of({ model, vocabulary }: ModelIdentity): StateMemory {
    const keyOf = (kind: StateKind, content: Uint8Array): Uint8Array =>
      kind === 'tokens' ? textsKey(vocabulary, content) : windowKey(model, content);
    return {
      has: (kind, content) => this.store.has(keyOf(kind, content)),
      get: (kind, content, into) => this.store.get(keyOf(kind, content), into),
      put: (kind, content, parts) => this.store.put(keyOf(kind, content), parts),
    };
  }

  /** What was kept of a document. @param name see `documentKey` */
  async document(name: string): Promise<string | undefined> {
    const value = await this.store.get(documentKey(name));
    return value && new TextDecoder().decode(value);
  }

  /** Never rejects. */
  async keepDocument(name: string, text: string): Promise<void> {
    await this.store.put(documentKey(name), [new TextEncoder().encode(text)]);
  }

  /** Writes what is waiting. */
  flush(): Promise<void> {
    return this.store.flush();
  }

  /** Removes everything. @returns bytes that were kept */
  async clear(): Promise<number> {
    // The store counts in the background.
    await this.store.flush();
    const { bytes } = this.store.stats();
    await this.store.clear();
    await this.speed.forget();
    await this.questions.forget();
    return bytes;
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
