import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { looksBinary } from './binary.ts';
import { decode } from './decode.ts';
import { programWith, samples } from './encodings.fixture.ts';

const cases = samples.flatMap(({ language, encodings, sentences }) =>
  encodings.map((encoding) => ({ language, encoding, sentences })),
);

describe.each(cases)('$language in $encoding', ({ encoding, sentences }) => {
  it.each([
    ['a comment of two words', [programWith(sentences[0]!)]],
    ['a comment of one sentence', sentences.slice(1).map(programWith)],
    ['a line', sentences.slice(1).map((sentence) => `${sentence}\n`)],
    ['a paragraph', [sentences.join('\n')]],
    ['a long text', [`${sentences.join('\n')}\n${programWith(sentences[1]!)}`.repeat(40)]],
  ])('%s is read as it was written', async (_, texts) => {
    for (const text of texts) {
      const bytes = iconv.encode(text, encoding);
      expect(looksBinary(bytes), text).toBe(false);
      expect(await decode(bytes)).toMatchObject({ text, encoding, guessed: true });
    }
  });
});

describe('what is known besides the bytes', () => {
  const short = iconv.encode('// 库存\n', 'gbk');

  it('settles what one word leaves open, by the neighbours', async () => {
    expect((await decode(short)).text).not.toBe('// 库存\n');
    const neighbours = () => Promise.resolve('gbk' as const);
    expect(await decode(short, { neighbours })).toEqual({
      text: '// 库存\n',
      encoding: 'gbk',
      guessed: true,
    });
  });

  it('does not count where the bytes are plain, or not valid in it', async () => {
    const neighbours = () => Promise.resolve('shiftjis' as const);
    const plain = iconv.encode('Если платёж не прошёл, система повторит попытку.', 'windows1251');
    expect((await decode(plain, { neighbours })).encoding).toBe('windows1251');
    const broken = Buffer.from([0x80, 0x20, 0xa0, 0xfd]);
    expect((await decode(broken, { neighbours })).encoding).not.toBe('shiftjis');
  });

  it('is what the user chose, which is no guess and is left where it cannot be', async () => {
    const text = 'Ошибка при входе.';
    const chosen = 'cp866';
    expect(await decode(iconv.encode(text, chosen), { chosen })).toEqual({
      text,
      encoding: chosen,
      guessed: false,
    });
    expect(await decode(Buffer.from('naïve'), { chosen })).toMatchObject({ text: 'naïve', encoding: 'utf8' });
    const russian = iconv.encode('Если платёж не прошёл, повторите.', 'windows1251');
    expect(await decode(russian, { chosen: 'euckr' })).toMatchObject({
      encoding: 'windows1251',
      guessed: true,
    });
    expect(await decode(Buffer.from([0x61, 0xff]), { chosen: 'utf8' })).toMatchObject({
      text: 'a\uFFFD',
      guessed: false,
    });
    expect(await decode(short, { chosen: 'no such thing' })).toMatchObject({ guessed: true });
  });
});
