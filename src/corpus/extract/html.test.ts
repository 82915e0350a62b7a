import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../segments.ts';
import { extractPage, isPage } from './html.ts';

const read = (html: string) =>
  segmentsOf(extractPage(html)!.pieces).map(({ text, startLine, endLine }) => [
    startLine,
    endLine,
    text.trim(),
  ]);

describe('extractPage', () => {
  it('reads the text of a page, each part with the lines of the file', () => {
    const page = [
      '<!DOCTYPE html>',
      '<html><head><title>Opening hours</title>',
      '<style>',
      'p { color: red }',
      '</style></head>',
      '<body>',
      '<!-- draft -->',
      '<h1 class="x">Bakery &amp; caf&eacute;</h1>',
      '<p>We open at <b>six</b>.',
      'On Sundays we do not. <a',
      '  href="/map">Find us</a> here.</p>',
      '<script>var a = "<p>no</p>";',
      'b();</script>',
      '<ul><li>rolls<li>cakes</ul>',
      '<p hidden>secret</p><p style="display: none">also</p>',
      '<img src="a.png" alt="The shop from',
      'the street">',
      '<pre>  one',
      '    two</pre>',
      '</body></html>',
      '',
    ].join('\n');
    expect(read(page)).toEqual([
      [2, 2, 'Opening hours'],
      [8, 8, 'Bakery & café'],
      [9, 9, 'We open at six.'],
      [10, 10, 'On Sundays we do not.'],
      [11, 11, 'Find us here.'],
      [14, 14, 'rolls'],
      [14, 14, 'cakes'],
      [16, 16, 'The shop from the street'],
      [18, 18, 'one'],
      [19, 19, 'two'],
    ]);
    expect(extractPage(page)!.pieces.join('').split('\n')).toHaveLength(page.split('\n').length);
  });

  it('reads the main element of a page, else all but its menus, else everything', () => {
    const texts = (html: string) => read(html).map(([, , text]) => text);
    const long = 'The pump moves water from the well.';
    const menu = '<nav><a>Home</a></nav>';
    const page = `<title>Pumps</title>${menu}<main><p>${long}</p></main><footer>Imprint</footer>`;
    expect(texts(page)).toEqual(['Pumps', long]);
    expect(texts(`${menu}<p>${long}</p><div role="contentinfo">Imprint</div>`)).toEqual([long]);
    // A page whose main element says little, and one that is a menu.
    expect(texts(`<main>Hi</main><p>${long}</p>`)).toEqual(['Hi', long]);
    expect(texts(`<nav>${long}</nav><p>Home</p>`)).toEqual([long, 'Home']);
  });

  it('reads a table row by row', () => {
    const rows =
      '<table><tr><th>City</th><th>Fee</th></tr>\n<tr><td><p>Bonn</p></td><td>4&nbsp;€</td></tr></table>';
    expect(read(rows)).toEqual([
      [1, 1, 'City | Fee'],
      [2, 2, 'Bonn | 4 €'],
    ]);
  });

  it('reads a page that is one long line, and parts what the markup parts', () => {
    const page = '<div><p>First.</p><p>Second part. Third!</p><br>Fourth</div>'.repeat(200);
    const found = read(page);
    expect(found).toHaveLength(4 * 200);
    expect(found.slice(0, 5)).toEqual(
      ['First.', 'Second part.', 'Third!', 'Fourth', 'First.'].map((text) => [1, 1, text]),
    );
  });

  it.each([
    '<',
    '<p',
    '<p>a</div></p></tr></td>b',
    '</tr></tr><pre></pre></pre>x',
    '<td>a<td>b',
    '&#10;&bogus;a&#x0;',
  ])('takes what is no proper markup: %j', (html) => {
    expect(extractPage(html)!.pieces.join('')).not.toContain('\n');
  });
});

describe('isPage', () => {
  it.each([
    ['a.html', '<p>x</p>', true],
    ['b.HTM', 'x', true],
    ['notes', '<!DOCTYPE html><p>x', true],
    ['notes.txt', ' <html lang="en"><p>x', true],
    ['notes.txt', 'about <html>', false],
    ['a.vue', '<template><p>x</p></template>', false],
    ['a.html', '<p>{{ name }}</p>', false],
    ['a.html', '<li *ngFor="let x of y">', false],
    ['a.html', `<p>{{ name }}</p>${'x'.repeat(3000)}`, true],
  ])('%s with %j: %s', (name, text, expected) => {
    expect(isPage(name, text)).toBe(expected);
  });
});
