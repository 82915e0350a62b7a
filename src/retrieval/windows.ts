import { asRead } from './spelling.ts';
import type { EncodedSegment, PlacedSegment, Reader, Window } from './types.ts';

/** Name of a file, under which its lines are read. */
export type NameOf = (file: number) => string;

/** Header of a file: the tokens before its segments in a window. */
export type HeaderOf = (file: number) => Int32Array;

/** Headers that are kept, a few megabytes: sections of a file are often read shortly after one another. */
const MAX_HEADERS = 10_000;

/** The files' headers in a reader's vocabulary, made on demand. */
export function headersOf(reader: Pick<Reader, 'header'>, nameOf: NameOf): HeaderOf {
  const headers = new Map<number, Int32Array>();
  return (file) => {
    let header = headers.get(file);
    if (!header) {
      if (headers.size >= MAX_HEADERS) headers.clear();
      header = reader.header(asRead(nameOf(file)));
      headers.set(file, header);
    }
    return header;
  };
}

/**
 * Packs segments into windows in reading order: greedily, whole segments, no overlap. Each run of a file's segments
 * begins with the file's header. A segment longer than a window is cut.
 */
export class WindowPacker {
  private readonly windowTokens: number;
  private readonly headerOf: HeaderOf;
  private parts: Int32Array[] = [];
  private placed: PlacedSegment[] = [];
  private length = 0;
  private file = -1;
  private headerStart = 0;
  private headerTokens = 0;

  constructor(windowTokens: number, headerOf: HeaderOf) {
    this.windowTokens = windowTokens;
    this.headerOf = headerOf;
  }

  /** Adds a segment. @returns the windows that became full, usually none */
  add({ segment, ids }: EncodedSegment): Window[] {
    const full: Window[] = [];
    for (const piece of this.pieces(segment.file, ids)) {
      let header = this.headerFor(segment.file);
      if (this.length > 0 && this.length + header.length + piece.length > this.windowTokens) {
        full.push(...this.flush());
        header = this.headerFor(segment.file);
      }
      if (segment.file !== this.file) {
        this.file = segment.file;
        this.headerStart = this.length;
        this.headerTokens = header.length;
        this.append(header);
      }
      const { headerStart, headerTokens } = this;
      this.placed.push({ segment, start: this.length, tokens: piece.length, headerStart, headerTokens });
      this.append(piece);
    }
    return full;
  }

  /** Ends the window under construction, if any. */
  flush(): Window[] {
    if (this.placed.length === 0) return [];
    const ids = new Int32Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      ids.set(part, at);
      at += part.length;
    }
    const window = { ids, segments: this.placed };
    this.parts = [];
    this.placed = [];
    this.length = 0;
    this.file = -1;
    return [window];
  }

  private append(ids: Int32Array): void {
    this.parts.push(ids);
    this.length += ids.length;
  }

  private headerFor(file: number): Int32Array {
    if (file === this.file) return new Int32Array(0);
    // A header that fills the window leaves no room for the text.
    const header = this.headerOf(file);
    return header.length * 4 > this.windowTokens
      ? header.subarray(0, Math.floor(this.windowTokens / 4))
      : header;
  }

  private *pieces(file: number, ids: Int32Array): Generator<Int32Array> {
    const room = this.windowTokens - Math.min(this.headerOf(file).length, Math.floor(this.windowTokens / 4));
    if (ids.length <= room) {
      yield ids;
      return;
    }
    for (let start = 0; start < ids.length; start += room) yield ids.subarray(start, start + room);
  }
}

/**
 * Packs segments into as few windows as they need, all of about equal length: attention is shared among a window's
 * tokens, so a short window would score too high. Segments keep their order; a segment longer than a window is cut.
 */
export function packEvenly(
  segments: readonly EncodedSegment[],
  windowTokens: number,
  headerOf: HeaderOf,
): Window[] {
  let total = 0;
  let longest = 0;
  let file = -1;
  for (const { segment, ids } of segments) {
    if (segment.file !== file) total += headerOf(segment.file).length;
    file = segment.file;
    total += ids.length;
    longest = Math.max(longest, ids.length);
  }
  const even = Math.ceil(total / Math.ceil(total / windowTokens)) + longest;
  // A window must hold its longest segment and a header of up to a quarter, or the segment would be cut.
  const packer = new WindowPacker(Math.min(windowTokens, Math.max(even, Math.ceil(longest * 1.5))), headerOf);
  return [...segments.flatMap((segment) => packer.add(segment)), ...packer.flush()];
}
