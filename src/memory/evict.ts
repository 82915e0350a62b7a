/** What one file of the store takes and when it was last used. */
export interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly tick: number;
}

export interface EvictionLimits {
  /** What is there besides the entries and cannot be evicted. */
  readonly otherBytes: number;
  /** Evict until no more than this is left. */
  readonly targetBytes: number;
  /** Values used at this tick or later go only while more than `capBytes` is there. */
  readonly protectedFrom: number;
  readonly capBytes: number;
}

const BLOCK_BYTES = 4096;

/** What a file takes on the disk: whole blocks. */
export function diskBytes(fileBytes: number): number {
  return Math.ceil(fileBytes / BLOCK_BYTES) * BLOCK_BYTES;
}

/**
 * The least recently used entries that have to go. Sparing what the pass in hand has used is what keeps a text larger
 * than the cap useful: read in the same order again and again, plain least-recently-used would evict each window just
 * before its turn and never hit. Processes that look at the same time choose the same ones.
 */
export function chooseVictims(entries: readonly Entry[], limits: EvictionLimits): Entry[] {
  const { otherBytes, targetBytes, protectedFrom, capBytes } = limits;
  let total = entries.reduce((sum, { bytes }) => sum + bytes, otherBytes);
  const victims: Entry[] = [];
  for (const entry of entries.toSorted((a, b) => a.tick - b.tick || (a.path < b.path ? -1 : 1))) {
    if (total <= targetBytes || (entry.tick >= protectedFrom && total <= capBytes)) break;
    victims.push(entry);
    total -= entry.bytes;
  }
  return victims;
}
