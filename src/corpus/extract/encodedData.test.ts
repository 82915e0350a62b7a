import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withoutEncodedData } from './encodedData.ts';

/** Bytes as chance would have them, the same every time. */
const bytes = Buffer.concat(
  Array.from({ length: 32 }, (_, i) => createHash('sha256').update(String(i)).digest()),
);
const base64 = bytes.toString('base64');
const wrapped = (width: number): string => base64.replaceAll(new RegExp(`.{1,${width}}`, 'g'), '$&\n');

describe('withoutEncodedData', () => {
  it.each([
    ['a literal', `key = "${base64}"  # pinned`, 'key = "…"  # pinned'],
    ['hexadecimal', `sum ${bytes.toString('hex')} ok`, 'sum … ok'],
    [
      'a short picture in a link',
      `![x](data:image/png;base64,${base64.slice(0, 60)}) y`,
      '![x](data:image/png;base64,…) y',
    ],
    [
      'a picture in a style',
      `url("data:image/svg+xml;utf8,%3Csvg${'%20path'.repeat(30)}")`,
      'url("data:image/svg+xml;utf8,…")',
    ],
    ['zeros', `a ${'A'.repeat(500)} b`, 'a … b'],
    [
      'a certificate',
      `-----BEGIN-----\n${wrapped(64)}-----END-----\n`,
      /^-----BEGIN-----\n…\n{22}-----END-----\n$/,
    ],
    ['joined literals', `x = (\n${wrapped(60).replaceAll(/^.+$/gm, '    "$&"')})\n`, /^x = \(\n…\n{23}\)\n$/],
    [
      'listed bytes',
      `int a[] = {\n${'  0x12, 0xff, 0x03, 0x7a,\n'.repeat(20)}};\n`,
      /^int a\[\] = \{\n {2}…\n{20}\};\n$/,
    ],
    [
      'a dump',
      '00000010  4d 5a 90 00 03 00 00 00  04 00 00 00 ff ff 00 00  |MZ..............|\n'.repeat(6),
      '…\n\n\n\n\n\n',
    ],
  ])('leaves out %s and keeps the line ends', (_, text, expected) => {
    const left = withoutEncodedData(text);
    if (typeof expected === 'string') expect(left).toBe(expected);
    else expect(left).toMatch(expected);
    expect(left.split('\n')).toHaveLength(text.split('\n').length);
  });

  it.each([
    ['-'.repeat(300)],
    ['='.repeat(79) + '\n' + '='.repeat(300)],
    ['src/components/panel/evidence/list/'.repeat(9)],
    ['someVeryLongNameOfAFunctionThatDoesThings_'.repeat(6)],
    ['the-quick-brown-fox-jumps-over-the-lazy-dog-'.repeat(6)],
    ['人人生而自由'.repeat(60)],
    [
      `sha256-${base64.slice(0, 44)} and words that go on for a while, so that it is long enough to be looked at`,
    ],
    [
      'a, b, 0x12, 0x13, 0x14 and some more words that follow it, as in a sentence about numbers of old machines',
    ],
    ...['sha1', 'md5', 'sha256', 'sha512'].map((kind) => [
      Array.from({ length: 9 }, (_, i) => `${createHash(kind).update(String(i)).digest('hex')}\n`).join(''),
    ]),
    ['id: 3b241101-e2bb-4255-8caf-4136c566a962, commit d670460b4b4aece5915caf5c68d12f560a9fe3e4\n'.repeat(5)],
  ])('leaves %j', (text) => {
    expect(withoutEncodedData(text)).toBe(text);
  });
});
