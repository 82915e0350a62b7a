import { describe, expect, it } from 'vitest';
import { SpanMap } from './spanMap.ts';

describe('SpanMap', () => {
  it('leads from any token back to its segment', () => {
    const map = new SpanMap(1);
    const expected: number[] = [];
    for (let i = 0; i < 500; i++) {
      const count = (i * 7) % 5;
      map.append(i % 3, expected.length, count, i + 1, i + 2);
      for (let k = 0; k < count; k++) expected.push(i);
    }
    expect(map.endToken).toBe(expected.length);
    expected.forEach((i, token) => {
      expect(map.locate(token)).toMatchObject({ file: i % 3, startLine: i + 1, endLine: i + 2 });
    });
    expect(map.length).toBe(400);
  });

  it('knows nothing outside the stream and in gaps', () => {
    const map = new SpanMap();
    expect([map.locate(0), map.at(0), map.endToken]).toEqual([undefined, undefined, 0]);
    map.append(0, 10, 5, 1, 1);
    map.append(1, 20, 5, 2, 2);
    expect([9, 10, 14, 15, 19, 20, 24, 25, -1].map((token) => map.locate(token)?.file)).toEqual([
      undefined,
      0,
      0,
      undefined,
      undefined,
      1,
      1,
      undefined,
      undefined,
    ]);
    expect(map.at(1)).toEqual({
      segment: 1,
      file: 1,
      startToken: 20,
      tokenCount: 5,
      startLine: 2,
      endLine: 2,
    });
    expect(map.at(2)).toBeUndefined();
  });

  it('refuses to go back', () => {
    const map = new SpanMap();
    map.append(0, 0, 5, 1, 1);
    expect(() => map.append(0, 4, 1, 1, 1)).toThrow(RangeError);
    expect(() => map.append(0, 0xffffffff, 1, 1, 1)).toThrow(RangeError);
  });
});
