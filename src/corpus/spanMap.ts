/** Where a run of tokens comes from. */
export interface Span {
  /** Position of the segment among those appended. */
  readonly segment: number;
  /** The number that the file was appended with. */
  readonly file: number;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Offset of its first token in the whole stream. */
  readonly startToken: number;
  readonly tokenCount: number;
}

const FIELDS = 5;

/**
 * From a token's offset in the stream back to file and lines. 20 bytes per segment (five Uint32), at most twice that
 * while it grows: 100 million tokens of code, some ten per line, take 200 MB, their text would take far more.
 */
export class SpanMap {
  #cells: Uint32Array;
  #length = 0;

  /** @param capacity segments to make room for at first */
  constructor(capacity = 1024) {
    this.#cells = new Uint32Array(Math.max(1, capacity) * FIELDS);
  }

  /** Segments appended. */
  get length(): number {
    return this.#length;
  }

  /** Offset behind the last token; 0 when empty. */
  get endToken(): number {
    if (this.#length === 0) return 0;
    const at = (this.#length - 1) * FIELDS;
    return this.#cells[at]! + this.#cells[at + 1]!;
  }

  /**
   * Appends a segment behind all others; gaps are allowed, for tokens that come from no file. A segment without
   * tokens cannot be located and is passed over.
   * @throws RangeError when it begins before `endToken` or the stream exceeds 2^32 - 1 tokens
   */
  append(file: number, startToken: number, tokenCount: number, startLine: number, endLine: number): void {
    if (startToken < this.endToken || startToken + tokenCount > 0xffffffff) {
      throw new RangeError(`a segment cannot begin at token ${startToken} behind token ${this.endToken}`);
    }
    if (tokenCount === 0) return;
    const at = this.#length * FIELDS;
    if (at === this.#cells.length) {
      const larger = new Uint32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells.set([startToken, tokenCount, file, startLine, endLine], at);
    this.#length++;
  }

  /** The segment at a position; `undefined` outside 0 … `length` - 1. */
  at(segment: number): Span | undefined {
    if (!Number.isInteger(segment) || segment < 0 || segment >= this.#length) return undefined;
    const [startToken, tokenCount, file, startLine, endLine] = this.#cells.subarray(
      segment * FIELDS,
      (segment + 1) * FIELDS,
    ) as unknown as [number, number, number, number, number];
    return { segment, file, startLine, endLine, startToken, tokenCount };
  }

  /** The segment that a token belongs to, by binary search; `undefined` outside the stream and in a gap. */
  locate(token: number): Span | undefined {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#cells[middle * FIELDS]! <= token) low = middle + 1;
      else high = middle;
    }
    const span = this.at(low - 1);
    return span !== undefined && token < span.startToken + span.tokenCount ? span : undefined;
  }
}
