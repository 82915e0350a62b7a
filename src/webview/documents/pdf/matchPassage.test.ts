import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, matchPassage, type ItemRange } from './matchPassage.ts';

const marked = (items: readonly string[], ranges: readonly ItemRange[]): string[] =>
  ranges.map(({ item, start, end }) => items[item]!.slice(start, end));
const found = (items: readonly string[], passage: string): string[] =>
  marked(items, matchPassage(items, passage));

describe('matchPassage', () => {
  it('finds a passage over several pieces', () => {
    const items = ['Before it. The pump', ' must be ', 'primed by hand. After it.'];
    expect(found(items, 'The pump must be primed by hand.')).toEqual([
      'The pump',
      'must be',
      'primed by hand.',
    ]);
  });

  it('joins a word that a line end parted', () => {
    expect(found(['an inter-', 'national agree\u00ADment'], 'international agreement')).toEqual([
      'inter-',
      'national agree\u00ADment',
    ]);
  });

  it('reads ligatures, accents and wide letters', () => {
    expect(found(['the e\uFB03cient ﬂow of cafe\u0301s'], 'The efficient flow of cafés')).toEqual([
      'the e\uFB03cient ﬂow of cafe\u0301s',
    ]);
    expect(found(['检查', '　水泵（Ａ１）'], '检查水泵(A1)')).toEqual(['检查', '水泵（Ａ１）']);
  });

  it('leaves out the marks of headings, lists and tables', () => {
    expect(found(['Size', '4 mm', 'Colour', 'red'], '| Size | 4 mm |\n| Colour | red |')).toEqual([
      'Size',
      '4 mm',
      'Colour',
      'red',
    ]);
  });

  it('finds each line where other text stands between', () => {
    const items = ['The first line of it.', 'Running title', 'The second line of it.'];
    expect(found(items, 'The first line of it.\nThe second line of it.')).toEqual([items[0], items[2]]);
  });

  it('finds what a page has of a paragraph that goes on', () => {
    const text = 'A paragraph that is cut by the end of a page goes on at the top of the next.';
    expect(found(['Title', 'A paragraph that is cut by the end'], text)).toEqual([
      'A paragraph that is cut by the end',
    ]);
    expect(found(['of a page goes on at the top of the next.', 'More.'], text)).toEqual([
      'of a page goes on at the top of the next.',
    ]);
  });

  it('does not take a few letters for a part of the passage', () => {
    expect(found(['Nothing of this is there.'], 'Nothing at all like it stands on that page.')).toEqual([]);
  });

  it('takes a short line only behind another one', () => {
    const items = ['7', 'A line that is long enough.', '7'];
    expect(matchPassage(items, 'A line that is long enough.\n8\n7')).toEqual([
      { item: 1, start: 0, end: items[1]!.length },
      { item: 2, start: 0, end: 1 },
    ]);
    expect(matchPassage(items, '9\n7')).toEqual([]);
  });

  it('finds nothing of an empty passage, and nothing on an empty page', () => {
    expect(matchPassage(['Some text.'], ' — ')).toEqual([]);
    expect(matchPassage([], 'Some text.')).toEqual([]);
  });

  it('finds the same as trying every place', () => {
    const letter = fc.constantFrom('a', 'b', 'B', 'ﬁ', 'é', '检', '1');
    const noise = fc.constantFrom(' ', '-', '', '\u00AD', '. ');
    const piece = fc.array(fc.tuple(letter, noise), { maxLength: 6 }).map((pairs) => pairs.flat().join(''));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 5 }),
        fc.array(letter, { minLength: 1, maxLength: 5 }),
        (items, wanted) => {
          const passage = wanted.join(' ');
          const all = tryAll(items, passage);
          const ranges = matchPassage(items, passage);
          expect(ranges.length > 0).toBe(all);
          // Shorter than a part that speaks for itself, so that it is there whole or not at all.
          if (all) expect(fold(marked(items, ranges).join(''))).toContain(fold(passage));
        },
      ),
    );
  });
});

/** Whether the passage stands anywhere in the page's letters, by comparing at every place. */
function tryAll(items: readonly string[], passage: string): boolean {
  const page = Array.from(items.join(''), fold).join('');
  const wanted = fold(passage);
  for (let at = 0; at + wanted.length <= page.length; at++)
    if (page.slice(at, at + wanted.length) === wanted) return true;
  return false;
}
