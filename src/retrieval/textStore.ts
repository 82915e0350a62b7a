/** Keeps packed text until it is read, so that its keeper decides how much of it memory holds. */
export interface TextStore {
  /**
   * @param bytes not to be changed any more
   * @returns gives the same bytes back, as often as asked, at the start of a buffer of their own
   */
  keep(bytes: Uint8Array): () => Uint8Array;
}

/** For texts of which there are few. */
export const memoryStore: TextStore = { keep: (bytes) => () => bytes };
