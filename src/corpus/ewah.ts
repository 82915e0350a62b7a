const WORD_BITS = 64;
/** A larger bitmap would fill the memory. */
const MAX_BITS = 8_000_000;

/**
 * Positions of the set bits of git's compressed bitmap (EWAH, see git's bitmap-format documentation): words that
 * count runs of equal words, each followed by words that are bits themselves.
 * @throws RangeError when it is damaged
 */
export function ewahBits(bytes: Buffer): Set<number> {
  const bits = bytes.readUInt32BE(0);
  const words = bytes.readUInt32BE(4);
  if (bits > MAX_BITS) throw new RangeError('The bitmap is larger than any index.');
  const set = new Set<number>();
  let position = 0;
  for (let w = 0; w < words;) {
    const run = bytes.readBigUInt64BE(8 + 8 * w++);
    const runEnd = position + WORD_BITS * Number((run >> 1n) & 0xffff_ffffn);
    if (run & 1n) for (let i = position; i < Math.min(runEnd, bits); i++) set.add(i);
    position = runEnd;
    for (let literals = Number(run >> 33n); literals > 0; literals--) {
      if (w >= words || position >= bits) throw new RangeError('The bitmap is longer than it says.');
      const word = bytes.readBigUInt64BE(8 + 8 * w++);
      for (let i = 0; i < WORD_BITS; i++) if ((word >> BigInt(i)) & 1n) set.add(position + i);
      position += WORD_BITS;
    }
  }
  return set;
}
