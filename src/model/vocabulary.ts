/**
 * A BPE vocabulary in one block of memory: threads share it, it is read from disk as it is, and it takes a tenth of what
 * maps of strings take (Gemma's 262,144 tokens and 514,847 merges: 16 MB).
 */

/** The used part of a `tokenizer.json`'s model. */
export interface BpeVocabulary {
  /** Ids by token. */
  readonly vocab: Readonly<Record<string, number>>;
  /** Pairs of tokens, joined by a space or not, in the order in which they merge. */
  readonly merges: readonly (string | readonly [string, string])[];
}

/** Two tokens that merge into a third. */
interface Merge {
  readonly left: number;
  readonly right: number;
  readonly made: number;
}

/** Begins the block; another value is another layout. */
const LAYOUT = 0x31_63_6f_76;
/** Numbers before the arrays: layout, tokens, merges, slots of tokens, slots of merges, bytes of text. */
const HEADER = 6;
const EMPTY = -1;

/**
 * Two hash tables with open addressing. All numbers are int32, little-endian as every platform that we run on: the header, the
 * end of each token's text, the slots of tokens (an id each), left, right and made token of each merge, the slots of merges (a
 * rank each); then the texts in UTF-8.
 */
export class Vocabulary {
  /** The whole block. */
  readonly buffer: ArrayBufferLike;
  private readonly ends: Int32Array;
  private readonly tokenSlots: Int32Array;
  private readonly left: Int32Array;
  private readonly right: Int32Array;
  private readonly made: Int32Array;
  private readonly mergeSlots: Int32Array;
  private readonly texts: Buffer;

  /** @throws RangeError for another layout */
  constructor(buffer: ArrayBufferLike) {
    this.buffer = buffer;
    const header = buffer.byteLength >= 4 * HEADER ? new Int32Array(buffer, 0, HEADER) : [];
    const [layout, tokens = 0, merges = 0, tokenSlots = 0, mergeSlots = 0, textBytes = 0] = header;
    const numbers = HEADER + tokens + tokenSlots + 3 * merges + mergeSlots;
    if (layout !== LAYOUT || buffer.byteLength !== 4 * numbers + textBytes)
      throw new RangeError('This is no vocabulary of this version.');
    let at = 4 * HEADER;
    const next = (length: number): Int32Array => {
      const array = new Int32Array(buffer, at, length);
      at += array.byteLength;
      return array;
    };
    this.ends = next(tokens);
    this.tokenSlots = next(tokenSlots);
    this.left = next(merges);
    this.right = next(merges);
    this.made = next(merges);
    this.mergeSlots = next(mergeSlots);
    this.texts = Buffer.from(buffer, at, textBytes);
  }

  /** Merges of tokens, or to a token, that the vocabulary does not have are left out: they never happen. */
  static of({ vocab, merges }: BpeVocabulary): Vocabulary {
    const ids = new Map(Object.entries(vocab));
    const texts: (string | undefined)[] = [];
    for (const [text, id] of ids) texts[id] = text;
    const pairs: Merge[] = [];
    for (const merge of merges) {
      const [first, second] = typeof merge === 'string' ? merge.split(' ', 2) : merge;
      const [left, right, made] = [first, second, `${first}${second}`].map((text) => ids.get(text));
      if (left !== undefined && right !== undefined && made !== undefined) pairs.push({ left, right, made });
    }
    const encoded = Array.from(texts, (text = '') => Buffer.from(text));
    const textBytes = encoded.reduce((sum, { length }) => sum + length, 0);
    const [tokenSlots, mergeSlots] = [slotsFor(texts.length), slotsFor(pairs.length)];
    const numbers = HEADER + texts.length + tokenSlots + 3 * pairs.length + mergeSlots;
    const buffer = new SharedArrayBuffer(4 * numbers + textBytes);
    new Int32Array(buffer, 0, HEADER).set([
      LAYOUT,
      texts.length,
      pairs.length,
      tokenSlots,
      mergeSlots,
      textBytes,
    ]);
    const made = new Vocabulary(buffer);
    made.fill(encoded, new Set(ids.values()), pairs);
    return made;
  }

  get size(): number {
    return this.ends.length;
  }

  /** The text of a token; undefined where there is none. */
  text(id: number): string | undefined {
    const end = this.ends[id];
    return end === undefined ? undefined : this.texts.toString('utf8', this.startOf(id), end);
  }

  /** The token of a text. */
  id(text: string): number | undefined {
    const bytes = Buffer.from(text);
    for (let slot = this.tokenSlot(bytes); ; slot = (slot + 1) % this.tokenSlots.length) {
      const id = this.tokenSlots[slot]!;
      if (id === EMPTY) return undefined;
      if (bytes.equals(this.texts.subarray(this.startOf(id), this.ends[id]))) return id;
    }
  }

  /** The rank at which two tokens merge: the lowest merges first; -1 where they do not. */
  rank(left: number, right: number): number {
    const mask = this.mergeSlots.length - 1;
    for (let slot = hashOf(left, right) & mask; ; slot = (slot + 1) & mask) {
      const rank = this.mergeSlots[slot]!;
      if (rank === EMPTY || (this.left[rank] === left && this.right[rank] === right)) return rank;
    }
  }

  /** The token that a merge makes. */
  merged(rank: number): number {
    return this.made[rank]!;
  }

  private fill(texts: readonly Buffer[], ids: ReadonlySet<number>, merges: readonly Merge[]): void {
    let end = 0;
    for (const [id, text] of texts.entries()) {
      this.texts.set(text, end);
      this.ends[id] = end += text.length;
    }
    this.tokenSlots.fill(EMPTY);
    for (const [id, text] of texts.entries()) {
      if (!ids.has(id)) continue;
      let slot = this.tokenSlot(text);
      while (this.tokenSlots[slot] !== EMPTY) slot = (slot + 1) % this.tokenSlots.length;
      this.tokenSlots[slot] = id;
    }
    const mask = this.mergeSlots.length - 1;
    this.mergeSlots.fill(EMPTY);
    for (const [rank, { left, right, made }] of merges.entries()) {
      this.left[rank] = left;
      this.right[rank] = right;
      this.made[rank] = made;
      // Of a pair that is there twice, the later rank counts, as in the library's map.
      let slot = hashOf(left, right) & mask;
      for (let other; (other = this.mergeSlots[slot]!) !== EMPTY; slot = (slot + 1) & mask)
        if (this.left[other] === left && this.right[other] === right) break;
      this.mergeSlots[slot] = rank;
    }
  }

  private startOf(id: number): number {
    return id === 0 ? 0 : this.ends[id - 1]!;
  }

  /** FNV-1a. */
  private tokenSlot(bytes: Uint8Array): number {
    let hash = 0x811c9dc5;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash >>> 0) % this.tokenSlots.length;
  }
}

/** A power of two, of which at most a half is filled. */
function slotsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * entries + 2));
}

function hashOf(left: number, right: number): number {
  const hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
