/** Byte-pair encoding (arXiv 1508.07909) on a compact vocabulary. */
import type { Vocabulary } from './vocabulary.ts';

/** As in the model of a `tokenizer.json`. */
export interface BpeOptions {
  /** Stands for what the vocabulary has no token for; without it, that is left out. */
  readonly unk_token?: string | null | undefined;
  /** Whether several unknown characters in a row are one token. */
  readonly fuse_unk?: boolean | undefined;
  /** Whether unknown characters are written as tokens for their bytes, `<0x0A>`. */
  readonly byte_fallback?: boolean | undefined;
  /** Whether a word that is a token is taken whole. */
  readonly ignore_merges?: boolean | undefined;
}

const NONE = -1;
/** Ranks are multiplied by this, to sort equal ones by their place; longer words than this have never been seen. */
const PLACES = 2 ** 25;

const MAX_KNOWN = 10_000;
/** Longer words hardly ever repeat. */
const MAX_KNOWN_CHARS = 64;

export class Bpe {
  private readonly vocabulary: Vocabulary;
  private readonly options: BpeOptions;
  private readonly unknown: number | undefined;
  /** Token of each byte, if the vocabulary has one for every byte. */
  private readonly bytes: readonly number[] | undefined;
  /** Tokens by code point; NONE where there is none. */
  private readonly characters = new Map<number, number>();
  private readonly known = new Map<string, readonly number[]>();

  constructor(vocabulary: Vocabulary, options: BpeOptions) {
    this.vocabulary = vocabulary;
    this.options = options;
    const { unk_token: unknown, byte_fallback: fallsBack } = options;
    this.unknown = typeof unknown === 'string' ? vocabulary.id(unknown) : undefined;
    if (!fallsBack) return;
    const bytes = Array.from({ length: 256 }, (_, byte) => vocabulary.id(byteName(byte)));
    if (bytes.every((id) => id !== undefined)) this.bytes = bytes;
  }

  /** Token ids of words, each of which is merged by itself. */
  encode(words: readonly string[]): number[] {
    const ids: number[] = [];
    for (const word of words) for (const id of this.idsOf(word)) this.push(ids, id);
    return ids;
  }

  private push(ids: number[], id: number): void {
    if (this.options.fuse_unk && id === this.unknown && ids.at(-1) === id) return;
    ids.push(id);
  }

  private idsOf(word: string): readonly number[] {
    const whole = this.options.ignore_merges ? this.vocabulary.id(word) : undefined;
    if (whole !== undefined) return [whole];
    if (word.length > MAX_KNOWN_CHARS) return this.mergedIds(word);
    let ids = this.known.get(word);
    if (!ids) {
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      ids = this.mergedIds(word);
      this.known.set(word, ids);
    }
    return ids;
  }

  private mergedIds(word: string): number[] {
    const characters = Array.from(word);
    const tokens = Int32Array.from(characters, (character) => this.tokenOf(character));
    const next = this.merge(tokens);
    const ids: number[] = [];
    for (let at = 0; at < tokens.length; at = next[at]!) {
      const token = tokens[at]!;
      if (token === NONE) ids.push(...this.fallback(characters[at]!));
      else ids.push(token);
    }
    return ids;
  }

  /**
   * Merges neighbours in place, the lowest rank first, of equal ranks the first in the word.
   * @returns for each place that is left, the next one
   */
  private merge(tokens: Int32Array): Int32Array {
    const { vocabulary } = this;
    const { length } = tokens;
    const next = Int32Array.from(tokens, (_, at) => at + 1);
    const previous = Int32Array.from(tokens, (_, at) => at - 1);
    const queue = new Queue();
    const offer = (at: number): void => {
      const after = next[at]!;
      if (after >= length || tokens[at] === NONE || tokens[after] === NONE) return;
      const rank = vocabulary.rank(tokens[at]!, tokens[after]!);
      if (rank >= 0) queue.push(rank * PLACES + at);
    };
    for (let at = 0; at < length - 1; at++) offer(at);
    for (let first; (first = queue.pop()) !== undefined;) {
      const at = first % PLACES;
      const rank = (first - at) / PLACES;
      const after = next[at]!;
      // What was offered may have been merged with something else since.
      if (after >= length || vocabulary.rank(tokens[at]!, tokens[after]!) !== rank) continue;
      tokens[at] = vocabulary.merged(rank);
      // No place that is gone merges again.
      tokens[after] = NONE;
      next[at] = next[after]!;
      if (next[at] < length) previous[next[at]] = at;
      next[after] = length;
      if (previous[at]! >= 0) offer(previous[at]!);
      offer(at);
    }
    return next;
  }

  private tokenOf(character: string): number {
    const code = character.codePointAt(0)!;
    let token = this.characters.get(code);
    if (token === undefined) {
      token = this.vocabulary.id(character) ?? NONE;
      this.characters.set(code, token);
    }
    return token;
  }

  private fallback(character: string): readonly number[] {
    if (this.bytes) return Array.from(Buffer.from(character), (byte) => this.bytes![byte]!);
    return this.unknown === undefined ? [] : [this.unknown];
  }
}

/** The smallest number first. */
class Queue {
  private readonly heap: number[] = [];

  push(value: number): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(value);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above]! <= value) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = value;
  }

  pop(): number | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && heap[below + 1]! < heap[below]!) below++;
      if (heap[below]! >= last) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
