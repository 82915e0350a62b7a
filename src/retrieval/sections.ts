import { estimateTokens, PassageDetector } from './passages.ts';
import type { TextSegment } from './types.ts';

/**
 * A stretch of the stream of about three windows that is read as one: the unit of reading order, and of what is kept
 * between questions.
 */
export interface Section {
  /** Its segments, made anew at every call of what is kept in little memory. */
  unpack(): TextSegment[];
  /** Positions of its first and last segment in the stream. */
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** Indices of the files that it has segments of, in order, each once. */
  readonly files: readonly number[];
  /** Number of each segment's passage within the section, from 0. */
  readonly passages: Uint16Array;
  /** Estimated. */
  readonly tokens: number;
}

/** In estimated tokens. From the first on a section may end, at the second it must. */
const MIN_SECTION_TOKENS = 768;
const MAX_SECTION_TOKENS = 1536;

/** Between the two a passage ends its section the more likely the longer it is, about once in so many tokens. */
const CUT_EVERY_TOKENS = 384;

/**
 * Cuts the stream into sections between passages. Where a section may end only the passage that ends there matters
 * (content-defined cuts), so that an edit moves the cuts near it and no others. Its beginning would not do: many passages
 * and files begin with the same line.
 */
export class SectionCutter {
  private readonly detector = new PassageDetector();
  private segments: TextSegment[] = [];
  private passages: number[] = [];
  private tokens = 0;
  /** Of the passage in hand. */
  private hash = HASH_SEED;
  private passageTokens = 0;

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

  /** Ends the section under construction, if there is one. */
  flush(): Section | undefined {
    if (this.segments.length === 0) return undefined;
    const section = new PackedSection(this.segments, Uint16Array.from(this.passages), this.tokens);
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

/** Numbers of a segment in `PackedSection`: where its text ends, its lines, its file, its position. */
const COLUMNS = 5;

/**
 * The text in one piece and a few numbers for each segment: a text of millions of tokens is kept while it is read, and
 * objects would take several times as much.
 */
export class PackedSection implements Section {
  readonly files: readonly number[];
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly passages: Uint16Array;
  readonly tokens: number;
  private readonly text: string;
  private readonly numbers: Uint32Array;

  constructor(segments: readonly TextSegment[], passages: Uint16Array, tokens: number) {
    this.files = [...new Set(segments.map(({ file }) => file))];
    this.firstPosition = segments[0]!.position;
    this.lastPosition = segments.at(-1)!.position;
    this.passages = passages;
    this.tokens = tokens;
    // Not cut from the files' texts, which would all stay as long as any of their segments.
    this.text = segments.map(({ text }) => text).join('');
    this.numbers = new Uint32Array(COLUMNS * segments.length);
    let end = 0;
    for (const [i, { text, startLine, endLine, file, position }] of segments.entries()) {
      end += text.length;
      this.numbers.set([end, startLine, endLine, file, position], COLUMNS * i);
    }
  }

  unpack(): TextSegment[] {
    let start = 0;
    return Array.from({ length: this.numbers.length / COLUMNS }, (_, i) => {
      const number = (column: number): number => this.numbers[COLUMNS * i + column]!;
      const text = this.text.slice(start, number(0));
      start = number(0);
      return { text, startLine: number(1), endLine: number(2), file: number(3), position: number(4) };
    });
  }
}

const HASH_SEED = 0x811c9dc5;

/** FNV-1a over UTF-16 code units, 32 bits, carried on. */
function hash(text: string, value: number): number {
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
