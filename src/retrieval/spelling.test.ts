import { describe, expect, it } from 'vitest';
import { asCompared, asRead } from './spelling.ts';
import { piecesOf } from './words.ts';

describe('asCompared', () => {
  it('has escaped letters as themselves, and leaves everything else that looks like an escape', () => {
    expect(asCompared(String.raw`not.found=\u627E\u4e0d\u5230 n\u00famero`)).toBe('not.found=找不到 número');
    const other = String.raw`\u200b \\u627e \u62 C:\users`;
    expect(asCompared(other)).toBe(other);
  });
});

describe('asRead', () => {
  it('composes, drops what is invisible in words, and keeps ordinary text as it is', () => {
    expect(asRead('Cafe\u0301 con\u00ADfig\u200B')).toBe('Café config');
    const code = 'if (x) {\n\n\n\treturn `ß 中文`;\n}\n';
    expect(asRead(code)).toBe(code);
    expect(asRead('Ｆｕｌｌ ﬁ')).toBe('Ｆｕｌｌ ﬁ');
  });

  it('keeps two of many blank lines, and what stands in front of the line below', () => {
    expect(asRead(`a${'\n'.repeat(900)}  b`)).toBe('a\n\n\n  b');
    expect(asRead('a\n \n\t\n  \n\n  b')).toBe('a\n\n\n  b');
  });

  it.each(['Cafe\u0301 au lait,\n\n\n\n\n\u00ADe\u0301 x', '\u0301a b\u200B c', '각 가 각'.normalize('NFD')])(
    'can be done piece by piece: %j',
    (text) => {
      expect(piecesOf(text).map(asRead).join('')).toBe(asRead(text));
    },
  );
});
