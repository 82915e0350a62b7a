import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';

const utf16be = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

describe('decode', () => {
  it.each([
    ['utf8', Buffer.from('naïve 𝄞 中文'), 'naïve 𝄞 中文'],
    ['utf8', Buffer.from('\uFEFFBOM'), 'BOM'],
    ['utf16le', Buffer.from('\uFEFFä中𝄞', 'utf16le'), 'ä中𝄞'],
    ['utf16be', utf16be('ä中𝄞'), 'ä中𝄞'],
    // 0x80 tells windows-1252 from Latin-1.
    ['windows1252', Buffer.from('Für 5 \x80 im Café', 'latin1'), 'Für 5 € im Café'],
    ['utf8', Buffer.alloc(0), ''],
  ])('%s', async (encoding, bytes, text) => {
    expect(await decode(bytes)).toEqual({ text, encoding, guessed: encoding === 'windows1252' });
  });

  it('ends lines at \\r\\n and at a lone \\r', async () => {
    expect((await decode(Buffer.from('a\r\nb\rc\n\r\n\rd'))).text).toBe('a\nb\nc\n\n\nd');
  });

  it('keeps UTF-8 with one broken byte readable', async () => {
    const bytes = Buffer.concat([Buffer.from('中文也能读。'), Buffer.from([0xff]), Buffer.from('好')]);
    expect(await decode(bytes)).toEqual({ text: '中文也能读。\uFFFD好', encoding: 'utf8', guessed: false });
  });

  it('replaces NUL', async () => {
    expect((await decode(Buffer.from('a\0b'))).text).toBe('a\uFFFDb');
  });

  it('survives half a UTF-16 unit', async () => {
    expect((await decode(Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x42]))).text).toBe('A\uFFFD');
  });
});
