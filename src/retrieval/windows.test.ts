import { describe, expect, it } from 'vitest';
import type { EncodedSegment, Window } from './types.ts';
import { packEvenly, WindowPacker } from './windows.ts';

let nextToken = 1000;
let nextPosition = 0;
/** By position. */
const made: EncodedSegment[] = [];
/** No two segments share a token. */
function segment(length: number, file = 0): EncodedSegment {
  const ids = Int32Array.from({ length }, (_, i) => nextToken + i);
  nextToken += length;
  const position = nextPosition++;
  const text = `segment ${position}`;
  return (made[position] = {
    segment: { position, file, text, startLine: position + 1, endLine: position + 1 },
    ids,
  });
}

const noHeader = () => new Int32Array(0);
/** File 0 is led by [1], file 1 by [2, 2], file 2 by [3, 3, 3], … */
const header = (file: number) => new Int32Array(file + 1).fill(file + 1);

function packAll(
  windowTokens: number,
  headerOf: (file: number) => Int32Array,
  segments: EncodedSegment[],
): Window[] {
  const packer = new WindowPacker(windowTokens, headerOf);
  return [...segments.flatMap((item) => packer.add(item)), ...packer.flush()];
}

/**
 * The guarantees that retrieval relies on: no window too long, every segment at its place, no header token within a
 * segment.
 */
function check(windows: readonly Window[], windowTokens: number): void {
  for (const { ids, segments } of windows) {
    expect(ids.length).toBeLessThanOrEqual(windowTokens);
    expect(segments.length).toBeGreaterThan(0);
    for (const { segment, start, tokens, headerStart, headerTokens } of segments) {
      const { ids: own } = made[segment.position]!;
      expect([...own].join()).toContain([...ids.subarray(start, start + tokens)].join());
      // The segments' own ids begin at 1000.
      const led = ids.subarray(headerStart, headerStart + headerTokens);
      expect(led.every((id) => id < 1000)).toBe(true);
      expect(headerStart + headerTokens).toBeLessThanOrEqual(start);
    }
  }
}

describe('WindowPacker', () => {
  it('fills windows with whole segments, in order and without overlap', () => {
    const segments = [4, 4, 3, 2, 10, 1].map((length) => segment(length));
    const windows = packAll(10, noHeader, segments);
    expect(windows.map(({ ids }) => ids.length)).toEqual([8, 5, 10, 1]);
    expect(windows.flatMap((window) => window.segments.map((placed) => placed.segment))).toEqual(
      segments.map((item) => item.segment),
    );
    check(windows, 10);
  });

  it('hands out a window as soon as the next segment does not fit, and nothing before', () => {
    const packer = new WindowPacker(10, noHeader);
    expect(packer.add(segment(6))).toEqual([]);
    expect(packer.add(segment(4))).toEqual([]);
    const [full, ...more] = packer.add(segment(1));
    expect([full!.ids.length, more.length]).toEqual([10, 0]);
    expect(packer.flush().map(({ ids }) => ids.length)).toEqual([1]);
    expect(packer.flush()).toEqual([]);
  });

  it('puts the header before each run of a file, and again in each window', () => {
    const segments = [segment(3, 0), segment(3, 0), segment(3, 1), segment(2, 1), segment(3, 1)];
    const windows = packAll(12, header, segments);
    expect(windows.map(({ ids }) => [...ids].map((id) => (id < 1000 ? id : 0)))).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0],
      [2, 2, 0, 0, 0, 0, 0],
    ]);
    check(windows, 12);
  });

  it('counts the header of a new file when it decides whether the segment fits', () => {
    const windows = packAll(10, header, [segment(5, 0), segment(3, 1)]);
    expect(windows.map(({ ids }) => ids.length)).toEqual([6, 5]);
  });

  it('cuts a segment that is longer than a window; the pieces keep their place in the stream', () => {
    const long = segment(25, 1);
    const windows = packAll(10, header, [segment(2, 1), long]);
    check(windows, 10);
    expect(idsOf(windows).slice(2)).toEqual([...long.ids]);
    const pieces = windows.flatMap(({ segments }) => segments).slice(1);
    for (const piece of pieces) expect(piece.segment).toBe(long.segment);
  });

  it('shortens a header that would take more than a quarter of the window', () => {
    const windows = packAll(12, () => new Int32Array(50).fill(7), [segment(9), segment(9)]);
    expect(windows.map(({ ids }) => [...ids].filter((id) => id === 7).length)).toEqual([3, 3]);
    check(windows, 12);
  });

  it('keeps its promises for any lengths, files and window sizes', () => {
    for (const { segments, windowTokens } of anySegments(200)) {
      const windows = packAll(windowTokens, header, segments);
      check(windows, windowTokens);
      expect(idsOf(windows)).toEqual(segments.flatMap(({ ids }) => [...ids]));
    }
  });
});

/** Segments of some files, of all lengths, some longer than a window; the same at every run. */
function* anySegments(rounds: number): Generator<{ segments: EncodedSegment[]; windowTokens: number }> {
  let state = 7;
  const below = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  for (let round = 0; round < rounds; round++) {
    const windowTokens = 8 + below(40);
    let file = 0;
    const segments = Array.from({ length: below(30) }, () => {
      file += below(4) === 0 ? 1 : 0;
      return segment(1 + below(below(6) === 0 ? 100 : 12), file);
    });
    yield { segments, windowTokens };
  }
}

/** The tokens of the segments, headers left out. */
const idsOf = (windows: readonly Window[]): number[] =>
  windows.flatMap(({ ids, segments }) =>
    segments.flatMap(({ start, tokens }) => [...ids.subarray(start, start + tokens)]),
  );

describe('packEvenly', () => {
  const lengthsOf = (windows: readonly Window[]): number[] => windows.map(({ ids }) => ids.length);

  it('makes one window of what fits into one', () => {
    const segments = [3, 4, 5].map((length) => segment(length));
    expect(lengthsOf(packEvenly(segments, 12, noHeader))).toEqual([12]);
    expect(packEvenly([], 12, noHeader)).toEqual([]);
  });

  it('makes windows of about the same length, no more than needed', () => {
    const segments = Array.from({ length: 26 }, () => segment(4));
    // Filled to the brim, the first would leave one segment for the second.
    const lengths = lengthsOf(packEvenly(segments, 100, noHeader));
    expect(lengths.reduce((a, b) => a + b)).toBe(104);
    expect(lengths).toHaveLength(2);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(2 * 4);
  });

  it('counts the headers', () => {
    const segments = [0, 0, 1, 1].map((file) => segment(10, file));
    // 43 tokens with their headers: two windows, though one of 40 would hold the segments.
    expect(lengthsOf(packEvenly(segments, 40, header))).toHaveLength(2);
    expect(lengthsOf(packEvenly(segments, 43, header))).toEqual([43]);
  });

  it('cuts no segment that fits into a window with its header', () => {
    const segments = [2, 30, 2, 2].map((length) => segment(length));
    const windows = packEvenly(segments, 40, () => new Int32Array(50).fill(7));
    expect(windows.flatMap((window) => window.segments.map((placed) => placed.segment))).toEqual(
      segments.map((item) => item.segment),
    );
    check(windows, 40);
  });

  it('keeps its promises for any lengths, files and window sizes', () => {
    for (const { segments, windowTokens } of anySegments(300)) {
      const windows = packEvenly(segments, windowTokens, header);
      check(windows, windowTokens);
      expect(idsOf(windows)).toEqual(segments.flatMap(({ ids }) => [...ids]));
    }
  });
});
