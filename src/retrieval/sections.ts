import { estimateTokens, PassageDetector } from './passages.ts';
import { memoryStore } from './textStore.ts';
import type { TextStore } from './textStore.ts';
import type { TextSegment } from './types.ts';

/** Passages of about three windows, read together: the unit of reading order and of what is kept between questions. */
export interface Section {
  /** The section's segments, made anew by every call from the stored text. */
  unpack(): TextSegment[];
  /** Positions of the first and last segment in the stream. */
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** Indices of the files with segments in the section, in order, each once. */
  readonly files: readonly number[];
  /** Number of each segment's passage within the section, from 0. */
  readonly passages: Uint16Array;
  /** Tokens of the section, estimated. */
  readonly tokens: number;
}

/** In estimated tokens. A section may end from the first on, and must end at the second. */
const MIN_SECTION_TOKENS = 768;
const MAX_SECTION_TOKENS = 1536;

/**
 * Between min and max a passage end is a cut with a probability proportional to the passage's length: one cut per 384
 * tokens on average.
 */
const CUT_EVERY_TOKENS = 384;

/**
 * Cuts the stream into sections between passages. The text of a passage alone decides whether a section may end with it
 * (content-defined cuts), so that an edit moves only the cuts near it. The whole passage counts, because many passages
 * and files begin with the same line.
 */
export class SectionCutter {
  private readonly detector = new PassageDetector();
  private readonly store: TextStore;
  private segments: TextSegment[] = [];
  private passages: number[] = [];
  private tokens = 0;
  /** Hash of the passage so far. */
  private hash = HASH_SEED;
  private passageTokens = 0;

  /** @param store keeps the text of the sections */
  constructor(store: TextStore = memoryStore) {
    this.store = store;
  }

  /** Adds a segment. @returns the section that this one ended, if any */
  add(segment: TextSegment): Section | undefined {
    const tokens = estimateTokens(segment.text);
    const begins = this.detector.begins(segment);
    const ended = begins && this.mayEnd() ? this.flush() : undefined;
    const last = this.passages.at(-1);
    this.passages.push(last === undefined ? 0 : begins ? last + 1 : last);
    this.segments.push(segment);
    this.tokens += tokens;
    this.hash = hash(segment.text, begins ? HASH_SEED : this.hash);
    this.passageTokens = begins ? tokens : this.passageTokens + tokens;
    return ended;
  }

  /** Ends the section under construction, if any. */
  flush(): Section | undefined {
    if (this.segments.length === 0) return undefined;
    const section = new PackedSection(
      this.segments,
      Uint16Array.from(this.passages),
      this.tokens,
      this.store,
    );
    this.segments = [];
    this.passages = [];
    this.tokens = 0;
    return section;
  }

  private mayEnd(): boolean {
    if (this.tokens < MIN_SECTION_TOKENS) return false;
    return this.tokens >= MAX_SECTION_TOKENS || this.hash % CUT_EVERY_TOKENS < this.passageTokens;
  }
}

/**
 * Numbers for each segment in `PackedSection`: end of its text, first and last line, file, position, whether it is
 * extracted.
 */
const COLUMNS = 6;

/**
 * Keeps its segments as bytes in a store, a few numbers for each and then the text in one piece, because objects would
 * take several times the memory while millions of tokens are read.
 */
export class PackedSection implements Section {
  readonly files: readonly number[];
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly passages: Uint16Array;
  readonly tokens: number;
  private readonly length: number;
  private readonly read: () => Uint8Array;

  constructor(
    segments: readonly TextSegment[],
    passages: Uint16Array,
    tokens: number,
    store: TextStore = memoryStore,
  ) {
    this.files = [...new Set(segments.map(({ file }) => file))];
    this.firstPosition = segments[0]!.position;
    this.lastPosition = segments.at(-1)!.position;
    this.passages = passages;
    this.tokens = tokens;
    this.length = segments.length;
    this.read = store.keep(pack(segments));
  }

  unpack(): TextSegment[] {
    const bytes = this.read();
    const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, COLUMNS * this.length);
    const all = textOf(bytes.subarray(numbers.byteLength), numbers.at(-COLUMNS)!);
    let start = 0;
    return Array.from({ length: this.length }, (_, i) => {
      const number = (column: number): number => numbers[COLUMNS * i + column]!;
      const text = all.slice(start, number(0));
      start = number(0);
      return {
        text,
        startLine: number(1),
        endLine: number(2),
        file: number(3),
        position: number(4),
        ...(number(5) === 1 && { isExtracted: true }),
      };
    });
  }
}

function pack(segments: readonly TextSegment[]): Uint8Array {
  const numbers = new Uint32Array(COLUMNS * segments.length);
  let end = 0;
  for (const [i, { text, startLine, endLine, file, position, isExtracted }] of segments.entries()) {
    end += text.length;
    numbers.set([end, startLine, endLine, file, position, isExtracted ? 1 : 0], COLUMNS * i);
  }
  const text = bytesOf(segments.map(({ text }) => text).join(''));
  const bytes = new Uint8Array(numbers.byteLength + text.length);
  bytes.set(new Uint8Array(numbers.buffer));
  bytes.set(text, numbers.byteLength);
  return bytes;
}

/** One byte for each UTF-16 code unit where that is enough, else two. Unlike UTF-8 this keeps half a surrogate pair. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, BEYOND_LATIN_1.test(text) ? 'utf16le' : 'latin1');
}

const BEYOND_LATIN_1 = /[^\0-\xff]/;

/** @param length in UTF-16 code units */
function textOf(bytes: Uint8Array, length: number): string {
  const encoding = bytes.length === length ? 'latin1' : 'utf16le';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
}

const HASH_SEED = 0x811c9dc5;

/** FNV-1a over UTF-16 code units, 32 bits. @param value the hash so far */
function hash(text: string, value: number): number {
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
