import { fileKey, WindowStore, windowKey } from '../memory/index.ts';
import type { StateKind, StateMemory } from '../model/index.ts';
import { LastSpeed } from './speed.ts';

export interface MemoryOptions {
  /** Created when needed. */
  readonly folder: string;
  /** Default: 4 GB or a tenth of the free disk. */
  readonly capBytes?: number | undefined;
}

/** Changes when what is kept under a key is laid out differently. */
const FORMAT_VERSION = 1;

/** What the engine keeps on disk between questions; everything goes on without it when the disk does not play along. */
export class EngineMemory {
  readonly speed: LastSpeed;
  private readonly store: WindowStore;

  private constructor(store: WindowStore, folder: string) {
    this.store = store;
    this.speed = new LastSpeed(folder);
  }

  static async open({ folder, capBytes }: MemoryOptions): Promise<EngineMemory> {
    const store = await WindowStore.open({
      folder,
      formatVersion: FORMAT_VERSION,
      ...(capBytes === undefined ? {} : { capBytes }),
    });
    return new EngineMemory(store, folder);
  }

  /** Why nothing is kept, in words for people; undefined when all is well. */
  get problem(): string | undefined {
    return this.store.problem;
  }

  /**
   * To be called before each question: what is used from now on is the last to be dropped.
   * @param evict whether to drop what was used longest ago when there is no room
   */
  begin(evict = true): Promise<void> {
    return this.store.beginPass(evict);
  }

  /** Whether nothing more will be kept before `begin` is called again. */
  get isFull(): boolean {
    return this.store.isFull;
  }

  /** The part of a model: its states are found by its own tokens and texts only. */
  of(model: string): StateMemory {
    const keyOf = (kind: StateKind, content: Uint8Array): Uint8Array =>
      kind === 'tokens'
        ? fileKey({ tokeniser: model, content })
        : windowKey({
            model,
            tokens: new Int32Array(content.buffer, content.byteOffset, content.length / 4),
          });
    return {
      has: (kind, content) => this.store.has(keyOf(kind, content)),
      get: (kind, content, into) => this.store.get(keyOf(kind, content), into),
      put: (kind, content, parts) => this.store.put(keyOf(kind, content), parts),
    };
  }

  /** Writes what is waiting. */
  flush(): Promise<void> {
    return this.store.flush();
  }

  /** Forgets everything. @returns bytes that were kept */
  async clear(): Promise<number> {
    // Counting goes on in the background.
    await this.store.flush();
    const { bytes } = this.store.stats();
    await this.store.clear();
    await this.speed.forget();
    return bytes;
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
