import type { Asking } from '../../src/engine/asking.ts';
import type { Reader } from '../../src/retrieval/index.ts';

const WINDOW_TOKENS = 512;
const CHARACTERS_PER_TOKEN = 4;

/**
 * A reader that does nothing and costs next to nothing: tokens are counted by characters and nobody pays attention, so
 * that what is measured is everything around it. Keywords alone decide what is kept.
 */
export function idleReader(): Reader & Asking['reader'] {
  const encode = (text: string): Int32Array => new Int32Array(Math.ceil(text.length / CHARACTERS_PER_TOKEN));
  const scoring = { lengthExponent: 0.75, lengthOffsetTokens: 4, headerCredit: 0.1, keywordShare: 0.7 };
  const reader: Reader = {
    name: 'idle',
    windowTokens: WINDOW_TOKENS,
    weakBelow: 0,
    header: encode,
    scoring: { ...scoring, outstandingSegments: 20 },
    encode: (texts) => Promise.resolve(texts.map(encode)),
    prepare: (question) => ({ ids: encode(question), countedFrom: 0, countedTo: 1 }),
    read: (windows, questions) =>
      Promise.resolve(
        windows.map(({ length }) => ({
          questions: questions.map(() => new Float32Array(length)),
          contentFree: new Float32Array(length),
        })),
      ),
  };
  return { ...reader, identity: 'idle', tokensOf: encode };
}
