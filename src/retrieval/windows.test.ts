import { describe, expect, it } from 'vitest';
import type { Segment, Window } from './types.ts';
import { WindowPacker } from './windows.ts';

let nextToken = 0;
function segment(length: number, file = 0): Segment {
  const ids = Int32Array.from({ length }, (_, i) => 1000 + nextToken + i);
  const made = { ids, startToken: nextToken, file, text: `segment ${nextToken}` };
  nextToken += length;
  return made;
}

const noHeader = () => new Int32Array(0);
/** File 0 is led by [1], file 1 by [2, 2], file 2 by [3, 3, 3], … */
const header = (file: number) => new Int32Array(file + 1).fill(file + 1);

function packAll(
  windowTokens: number,
  headerOf: (file: number) => Int32Array,
  segments: Segment[],
): Window[] {
  const packer = new WindowPacker(windowTokens, headerOf);
  return [...segments.flatMap((item) => packer.add(item)), ...packer.flush()];
}

/** What retrieval relies on: no window too long, every segment at its place, header tokens nowhere inside one. */
function check(windows: readonly Window[], windowTokens: number): void {
  for (const { ids, segments } of windows) {
    expect(ids.length).toBeLessThanOrEqual(windowTokens);
    expect(segments.length).toBeGreaterThan(0);
    for (const { segment: placed, start, headerStart, headerTokens } of segments) {
      expect([...ids.subarray(start, start + placed.ids.length)]).toEqual([...placed.ids]);
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
    expect(windows.flatMap((window) => window.segments.map((placed) => placed.segment))).toEqual(segments);
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
    const pieces = windows.flatMap(({ segments }) => segments.map((placed) => placed.segment)).slice(1);
    expect(pieces.flatMap(({ ids }) => [...ids])).toEqual([...long.ids]);
    for (const piece of pieces) {
      expect(piece.startToken - long.startToken).toBe(long.ids.indexOf(piece.ids[0]!));
      expect(piece.file).toBe(1);
    }
  });

  it('shortens a header that would take more than a quarter of the window', () => {
    const windows = packAll(12, () => new Int32Array(50).fill(7), [segment(9), segment(9)]);
    expect(windows.map(({ ids }) => [...ids].filter((id) => id === 7).length)).toEqual([3, 3]);
    check(windows, 12);
  });

  it('keeps its promises for any lengths, files and window sizes', () => {
    let state = 7;
    const below = (n: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % n;
    };
    for (let round = 0; round < 200; round++) {
      const windowTokens = 8 + below(40);
      let file = 0;
      const segments = Array.from({ length: below(30) }, () => {
        file += below(4) === 0 ? 1 : 0;
        return segment(1 + below(below(6) === 0 ? 100 : 12), file);
      });
      const windows = packAll(windowTokens, header, segments);
      check(windows, windowTokens);
      const read = windows.flatMap((window) => window.segments.flatMap((placed) => [...placed.segment.ids]));
      expect(read).toEqual(segments.flatMap(({ ids }) => [...ids]));
    }
  });
});
