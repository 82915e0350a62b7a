import { describe, expect, it } from 'vitest';
import {
  printable,
  printableJson,
  printableLine,
  printableMessage,
  showHidden,
  withHidden,
} from './index.ts';

const SHOWN = [
  '\tif x',
  'a\r\nb\nc',
  'می‌خواهم',
  'क्‍ष न्‌म',
  '👩‍💻 日記 👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️ ❤︎',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  'é e\u0301 ß ﷺ שָׁלוֹם',
  '',
];

/** One of each kind that has carried instructions, disguised a name or steered a terminal. */
const HIDDEN: readonly (readonly [string, number])[] = [
  ['escape', 0x1b],
  ['delete', 0x7f],
  ['a control of the second set', 0x9b],
  ['vertical tab', 0x0b],
  ['form feed', 0x0c],
  ['carriage return', 0x0d],
  ['next line', 0x85],
  ['soft hyphen', 0xad],
  ['grapheme joiner', 0x34f],
  ['Arabic letter mark', 0x61c],
  ['Hangul filler', 0x115f],
  ['inherent vowel of Khmer', 0x17b4],
  ['Mongolian vowel separator', 0x180e],
  ['zero width space', 0x200b],
  ['zero width joiner', 0x200d],
  ['right-to-left mark', 0x200f],
  ['line separator', 0x2028],
  ['paragraph separator', 0x2029],
  ['right-to-left override', 0x202e],
  ['word joiner', 0x2060],
  ['invisible times', 0x2062],
  ['isolate', 0x2066],
  ['deprecated format character', 0x206a],
  ['full-width Hangul filler', 0x3164],
  ['variation selector', 0xfe0f],
  ['byte order mark', 0xfeff],
  ['half-width Hangul filler', 0xffa0],
  ['interlinear annotation', 0xfff9],
  ['musical format character', 0x1d173],
  ['tag', 0xe0041],
  ['variation selector of the supplement', 0xe0100],
  ['half of a pair', 0xd800],
];

describe('hidden characters', () => {
  it.each(HIDDEN)('%s is shown by its number', (_, code) => {
    const character = String.fromCodePoint(code);
    const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    expect(withHidden(`a${character}b`)).toEqual([
      { text: 'a', isHidden: false },
      { text: number, isHidden: true },
      { text: 'b', isHidden: false },
    ]);
    expect(printable(`a${character}b`)).toBe('a\uFFFDb');
  });

  it.each(SHOWN)('nothing is hidden in %j', (text) => {
    expect(showHidden(text)).toBe(text);
    expect(printable(text)).toBe(text);
  });

  it('a second joiner, a joiner between Latin letters and a tag after a letter are no writing', () => {
    expect(showHidden('می\u200C\u200Cخ')).toBe('میU+200CU+200Cخ');
    expect(showHidden('pay\u200Dpal')).toBe('payU+200Dpal');
    expect(showHidden('😀\uFE0F\uFE0E\u{E0101}')).toBe('😀\uFE0FU+FE0EU+E0101');
    expect(printable('x\u{E0069}\u{E0067}')).toBe('x\uFFFD\uFFFD');
  });
});

describe('printableLine', () => {
  it.each(['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'])('%j breaks no line', (end) => {
    expect(printableLine(`a${end}b`)).toMatch(/^a\uFFFD+b$/);
  });
});

describe('printableMessage', () => {
  it('is one line, in which a name keeps its spaces', () => {
    expect(printableMessage(' There is no "a  b".\r\n\n  Try\u2028again. ')).toBe(
      'There is no "a  b". Try again.',
    );
    expect(printableMessage('"\u202Egnp.exe"')).toBe('"\uFFFDgnp.exe"');
  });
});

describe('printableJson', () => {
  it('has the same value without a hidden character', () => {
    const value = {
      text: HIDDEN.map(([, code]) => `a${String.fromCodePoint(code)}`).join('') + SHOWN.join(''),
    };
    const json = printableJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(printableLine(json)).toBe(json);
    expect(json).toContain('می‌خواهم');
  });
});
