import { describe, expect, it } from 'vitest';
import { escapeXml, headMapSvg } from './headMap.ts';
import type { HeadCell } from './headMap.ts';

const cells: HeadCell[] = Array.from({ length: 12 }, (_, i) => ({
  layer: Math.floor(i / 4),
  head: i % 4,
  value: i / 12,
  chosen: i === 5 || i === 11,
  tooltip: `layer ${Math.floor(i / 4)} & head "${i % 4}" <${i}>`,
}));
const svg = headMapSvg('Heads of <one> & "another"', 'MRR', cells);

/** Names of the elements in order of their ends; fails where they do not nest. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const closed: string[] = [];
  const rest = xml.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>/g,
    (_, end, name: string, _a, self) => {
      if (end !== '') expect(open.pop()).toBe(name);
      else if (self === '') open.push(name);
      if (end !== '' || self !== '') closed.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(rest).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
  return closed;
}

describe('headMapSvg', () => {
  it('is well-formed, with a cell and a tooltip for every head', () => {
    const elements = elementsOf(svg);
    expect(elements.at(-1)).toBe('svg');
    expect(elements.filter((name) => name === 'title')).toHaveLength(12);
    // Background and legend besides.
    expect(elements.filter((name) => name === 'rect')).toHaveLength(14);
  });

  it('escapes what it is given', () => {
    expect(escapeXml('<a b="c">&</a>')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&lt;/a&gt;');
    expect(svg).toContain('<title>layer 0 &amp; head &quot;1&quot; &lt;1&gt;</title>');
    expect(svg).toContain('Heads of &lt;one&gt; &amp; &quot;another&quot;');
  });

  it('has a background of its own, and names both axes', () => {
    expect(svg).toMatch(/<rect width="\d+" height="\d+" fill="#ffffff"\/>/);
    expect(svg).toMatch(/>layer<\/text>/);
    expect(svg).toMatch(/>head<\/text>/);
  });

  it('outlines the chosen heads', () => {
    expect(svg.split('fill="#').filter((part) => /^[0-9a-f]{6}" stroke="#d9480f"/.test(part))).toHaveLength(
      2,
    );
  });

  it('shows the strongest head darkest, and survives heads that are worth nothing', () => {
    expect(svg).toContain('fill="#0c3c84"');
    expect(headMapSvg('t', 's', [{ ...cells[0]!, value: 0 }])).not.toContain('NaN');
    expect(headMapSvg('t', 's', [{ ...cells[0]!, value: -1 }])).toContain('fill="#edf2fa"');
  });
});
