/** Keeps packed text until it is read. The caller chooses how much of it stays in memory. */
export interface TextStore {
  /**
   * @param bytes must not be changed afterwards
   * @returns gives the same bytes at every call, at the start of a buffer of their own
   */
  keep(bytes: Uint8Array): () => Uint8Array;
}

/** Keeps everything in memory, for small texts. */
export const memoryStore: TextStore = { keep: (bytes) => () => bytes };
