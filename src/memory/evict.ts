/** Size and last use of one file of the store. */
export interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly tick: number;
}

interface EvictionLimits {
  /** Bytes of other files, which cannot be evicted. */
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
 * Chooses the least recently used entries to remove. It spares what the current pass has used: a text larger than the
 * cap is read in the same order every time, and plain least-recently-used would evict each window just before its
 * turn. Processes that look at the same time choose the same entries.
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
