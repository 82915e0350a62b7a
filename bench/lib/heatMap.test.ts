import { describe, expect, it } from 'vitest';
import { heatMapSvg } from './heatMap.ts';

const map = {
  title: 'Needles & <depth>',
  rowTitle: 'depth',
  columnTitle: 'tokens',
  rows: ['0 %', '100 %'],
  columns: ['1k', '2k', '4k'],
  values: [
    [0, 0.5, 1],
    [0.25, NaN, 0.75],
  ],
};

describe('heatMapSvg', () => {
  const svg = heatMapSvg(map);

  it('names every cell with its value', () => {
    expect(svg).toContain('<title>0 %, 2k: 0.500</title>');
    expect(svg).toContain('<title>100 %, 2k: not measured</title>');
    expect(svg.match(/<g>/g)).toHaveLength(6);
  });

  it('takes the ends and the middle of the scale', () => {
    for (const colour of ['#7a1428', '#ecb040', '#def4e2', '#e8e8e8'])
      expect(svg).toContain(`fill="${colour}"`);
  });

  it('has a background of its own and no markup from labels', () => {
    expect(svg).toMatch(/<rect width="\d+" height="\d+" fill="#ffffff"\/>/);
    expect(svg).toContain('<title>Needles &amp; &lt;depth&gt;</title>');
    expect(svg).not.toContain('<depth>');
  });

  it('draws dark ink on light cells and light ink on dark ones', () => {
    expect(smallestContrast()).toBeGreaterThan(4.5);
  });

  it('refuses values of another shape or range', () => {
    expect(() => heatMapSvg({ ...map, rows: ['0 %'] })).toThrow(RangeError);
    expect(() =>
      heatMapSvg({
        ...map,
        values: [
          [0, 0, 2],
          [0, 0, 0],
        ],
      }),
    ).toThrow(RangeError);
  });
});

/** The smallest contrast (WCAG 2) of a cell's text on a heat map of 101 values. */
function smallestContrast(): number {
  const values = [Array.from({ length: 101 }, (_, i) => i / 100)];
  const columns = values[0]!.map(String);
  const svg = heatMapSvg({ ...map, rows: ['row'], columns, values });
  const pairs = [...svg.matchAll(/<rect [^>]*fill="(#\w+)"\/><text [^>]*fill="(#\w+)"/g)];
  expect(pairs).toHaveLength(101);
  return Math.min(
    ...pairs.map(([, back, ink]) => {
      const [a, b] = [luminance(back!), luminance(ink!)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }),
  );
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
