import { describe, expect, it } from 'vitest';
import { lineChart } from './lineChart.ts';

const chart = (points: readonly (readonly [number, number])[]): string =>
  lineChart({ title: 'a < b', xTitle: 'x', yTitle: 'y', series: [{ name: 'one "line"', points }] });

/** Centres of the dots. */
function dots(svg: string): [number, number][] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('lineChart', () => {
  it('puts equal ratios at equal distances, larger values right and up', () => {
    const [a, b, c] = dots(
      chart([
        [1, 10],
        [10, 100],
        [100, 1000],
      ]),
    ) as [[number, number], [number, number], [number, number]];
    expect(b[0] - a[0]).toBeGreaterThan(0);
    expect(b[1] - a[1]).toBeLessThan(0);
    expect(c[0] - b[0]).toBeCloseTo(b[0] - a[0], 0);
    expect(c[1] - b[1]).toBeCloseTo(b[1] - a[1], 0);
  });

  it('escapes what it is given', () => {
    const svg = chart([[1, 1]]);
    expect(svg).toContain('a &lt; b');
    expect(svg).toContain('one &quot;line&quot;');
  });

  it('refuses what has no logarithm', () => {
    expect(() => chart([[0, 1]])).toThrow(RangeError);
    expect(() => chart([[1, -1]])).toThrow(RangeError);
    expect(() => chart([])).toThrow(RangeError);
  });
});
