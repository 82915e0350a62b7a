import { describe, expect, it } from 'vitest';
import type { DocumentText } from '../types.ts';
import { extractDocument } from '../extract.ts';
import { withoutRadicals } from './radicals.ts';
import { testPdf } from './testPdf.fixture.ts';
import type { PlacedText, TestOutline } from './testPdf.fixture.ts';

/** Lines below each other, from a height on. */
function lines(texts: readonly string[], x = 50, y = 700, step = 12): PlacedText[] {
  return texts.map((text, i) => ({ text, x, y: y - i * step }));
}

async function read(
  pages: readonly (readonly PlacedText[])[],
  outline?: readonly TestOutline[],
): Promise<DocumentText> {
  const document = await extractDocument('pdf', testPdf(pages, outline));
  if (typeof document === 'string') throw new Error(document);
  return document;
}

const long = (word: string): string => `${word} has a line of words that fills its column well`;

describe('withoutRadicals', () => {
  it('has the characters that radicals look like, whose names in Unicode say so', () => {
    expect(withoutRadicals('⽔和⼯⼚的⻔，⻩⾊ a')).toBe('水和工厂的门，黄色 a');
  });
});

describe('PDF', () => {
  it('reads one column after the other, and what stands across both where it stands', async () => {
    const left = ['one', 'two', 'three', 'four', 'five'];
    const { text } = await read([
      [
        { text: 'A title that stands across both of the columns of the page', x: 100, y: 740, size: 16 },
        ...lines(
          left.map((word) => long(`left ${word}`)),
          50,
          700,
        ),
        ...lines(
          left.map((word) => long(`right ${word}`)),
          320,
          700,
        ),
      ],
    ]);
    const order = Array.from(text.matchAll(/A title|(?:left|right) \w+/g), ([found]) => found);
    expect(order).toEqual(['A title', ...left.map((w) => `left ${w}`), ...left.map((w) => `right ${w}`)]);
  });

  it('reads a table inside of a column there', async () => {
    const cells = (y: number, ...texts: string[]): PlacedText[] =>
      texts.map((text, i) => ({ text, x: 50 + 80 * i, y }));
    const left = ['one', 'two', 'three', 'four'].map((word) => long(`left ${word}`));
    const right = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((word) =>
      long(`right ${word}`),
    );
    const table = [
      ...cells(640, 'Pump', 'Flow', 'Power'),
      ...cells(628, 'north', '12 l/s', '3 kW'),
      ...cells(616, 'south', '9 l/s', '2 kW'),
    ];
    const { text } = await read([[...lines(left, 50, 700), ...table, ...lines(right, 320, 700)]]);
    expect(text.indexOf('left four')).toBeLessThan(text.indexOf('| Pump'));
    expect(text).toContain('| Pump | Flow | Power |\n| north | 12 l/s | 3 kW |\n| south | 9 l/s | 2 kW |');
    expect(text.indexOf('right one')).toBeGreaterThan(text.indexOf('| south'));
  });

  it('leaves out what repeats at the edges of pages, and their numbers', async () => {
    const words = ['', 'pumps', 'valves', 'pipes'];
    const body = (number: number): string[] =>
      ['begins here', 'goes on', 'ends here.'].map((what) => `The text on ${words[number]} ${what}`);
    const page = (number: number): PlacedText[] => [
      { text: 'The running header of the report', x: 50, y: 760 },
      ...lines(body(number)),
      { text: String(number + 7), x: 300, y: 30 },
    ];
    const { text } = await read([page(1), page(2), page(3)]);
    expect(text.trim().split('\n').filter(Boolean)).toEqual([1, 2, 3].flatMap(body));
  });

  it('joins words that a line end parts, also over the end of a page, and parts paragraphs', async () => {
    const { text } = await read([
      [
        ...lines(['A machine that is cooled by circu-', 'lating water lasts.']),
        { text: 'The next paragraph re-', x: 50, y: 640 },
      ],
      lines(['mains open.']),
    ]);
    expect(text).toBe(
      'A machine that is cooled by circulating\nwater lasts.\n\nThe next paragraph remains\nopen.\n',
    );
  });

  it('writes rows of tables with their cells', async () => {
    const row = (y: number, ...cells: string[]): PlacedText[] =>
      cells.map((text, i) => ({ text, x: 50 + 150 * i, y }));
    const { text } = await read([
      [
        ...lines(['The table:'], 50, 700),
        ...row(680, 'Name', 'Size', 'Use'),
        ...row(668, 'bolt', '8 mm', 'frame'),
      ],
    ]);
    expect(text).toContain('| Name | Size | Use |\n| bolt | 8 mm | frame |\n');
  });

  it('takes headings from the outline and says where each line stands', async () => {
    const { text, starts } = await read(
      [lines(['1 Pumps', 'They move water.']), lines(['More of it.', '2 Valves', 'They stop it.'])],
      [
        { title: 'Pumps', page: 0 },
        { title: 'Valves', page: 1 },
      ],
    );
    expect(text).toContain('# 1 Pumps\n');
    expect(text).toContain('# 2 Valves\n');
    const all = text.split('\n');
    const at = (line: string) => starts.findLast((start) => start.line <= all.indexOf(line) + 1);
    expect(at('They move water.')).toMatchObject({ kind: 'page', page: 1, headings: ['1 Pumps'] });
    expect(at('More of it.')).toMatchObject({ kind: 'page', page: 2, headings: ['1 Pumps'] });
    expect(at('They stop it.')).toMatchObject({ kind: 'page', page: 2, headings: ['2 Valves'] });
    const start = at('They stop it.')!;
    if (start.kind !== 'page') throw new Error(start.kind);
    const own = start.areas.slice(4 * (all.indexOf('They stop it.') + 1 - start.line)).slice(0, 4);
    // 24 points below the first line at 700 of 800, whose letters reach 8 points up and 2 down.
    expect(own).toEqual([50, 800 - 676 - 8, expect.any(Number), 800 - 676 + 2]);
  });

  it('takes larger letters for headings where there is no outline', async () => {
    const body = lines(['This is the text of the first part.', 'It goes on.'], 50, 640);
    const { text } = await read([[{ text: 'First part', x: 50, y: 700, size: 18 }, ...body]]);
    expect(text).toMatch(/^# First part\n\nThis is/);
  });

  it('takes no line of a program for a heading', async () => {
    const { text } = await read([lines(['# not a heading', 'x = 1'])]);
    expect(text).toContain('    # not a heading');
  });

  it('refuses what has no text, is locked or is no PDF, each with its reason', async () => {
    expect(await extractDocument('pdf', testPdf([[], []]))).toBe('scanned');
    expect(await extractDocument('pdf', new TextEncoder().encode('%PDF-1.7'))).toBe('damaged');
    expect(await extractDocument('pdf', new TextEncoder().encode('<html>'))).toBe('damaged');
    const key = 'a'.repeat(64);
    const locked = `/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<${key}>/U<${key}>>>/ID[<00><00>]`;
    expect(await extractDocument('pdf', testPdf([lines(['Secret'])], [], locked))).toBe('encrypted');
  });
});
