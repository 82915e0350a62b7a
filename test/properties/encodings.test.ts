/** Whatever bytes a file has, it becomes a text that every later step can use, or is called binary. */
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/corpus/index.ts';
import { looksBinary } from '../../src/corpus/binary.ts';
import { encodingNames } from '../../src/corpus/encodings.ts';
import { damagedBytes, holds, PATIENT } from './setting.ts';

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('Die Tür ist blau. Дверь синяя。門は青い門是蓝色的문\r\n\t ')),
    maxLength: 60,
  }),
);
/** Texts in some encoding, spoilt. */
const encoded = damagedBytes(
  fc
    .tuple(texts, fc.constantFrom(...encodingNames), fc.boolean())
    .map(([text, encoding, addBOM]) =>
      iconv.encode(text, encoding === 'utf8bom' ? 'utf8' : encoding, { addBOM }),
    ),
);
const anything = fc.oneof(
  { weight: 3, arbitrary: encoded },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.uint8Array({ min: 0x80, maxLength: 40 }) },
);

describe('any bytes', PATIENT, () => {
  it('are a well-formed text without NUL and carriage return, in an encoding that has a name', async () => {
    await holds(anything, 10_000, async (bytes) => {
      const { text, encoding } = await decode(bytes);
      expect(encodingNames).toContain(encoding);
      expect(text.isWellFormed()).toBe(true);
      expect(/[\0\r]/.test(text)).toBe(false);
    });
  });

  it('are a text under every encoding that a user may choose', async () => {
    await holds(
      fc.tuple(anything, fc.constantFrom(...encodingNames, 'unheard-of')),
      3000,
      async ([bytes, chosen]) => {
        const { text } = await decode(bytes, { chosen });
        expect(text.isWellFormed()).toBe(true);
      },
    );
  });

  it('are called binary or not, the same every time and wherever they lie in memory', async () => {
    await holds(anything, 3000, (bytes) => {
      const elsewhere = new Uint8Array(bytes.length + 3);
      elsewhere.set(bytes, 3);
      expect(looksBinary(elsewhere.subarray(3))).toBe(looksBinary(bytes));
    });
  });
});

describe('a text of any characters', PATIENT, () => {
  it('comes back from UTF-8 character by character', async () => {
    await holds(fc.string({ unit: 'binary', maxLength: 60 }), 3000, async (text) => {
      const whole = text.toWellFormed();
      const { text: read, encoding } = await decode(Buffer.from(`\u4e2d${whole}`));
      if (encoding !== 'utf8') return;
      expect(read).toBe(`\u4e2d${whole}`.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd'));
    });
  });
});
