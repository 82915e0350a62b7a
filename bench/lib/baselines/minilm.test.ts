import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextBuilder } from '../texts.ts';
import { miniLmBaseline, windowDocuments } from './minilm.ts';
import { SentenceEncoder } from './sentenceEncoder.ts';

const model = { tokeniser: { encode: (text: string) => Int32Array.from(text, () => 1) } };

describe('windowDocuments', () => {
  it('packs whole segments of one file, over-long ones alone', () => {
    const builder = new TextBuilder(model);
    builder.file('a');
    for (const text of ['aaa', 'bbb', 'cccccccccc', 'd']) builder.add(text);
    builder.file('b');
    builder.add('e');
    const windows = windowDocuments(
      builder.finish(),
      ({ text }) => text.length,
      () => 6,
    );
    expect(windows.map(({ segments }) => segments.map(({ text }) => text))).toEqual([
      ['aaa', 'bbb'],
      ['cccccccccc'],
      ['d'],
      ['e'],
    ]);
  });
});

describe('MiniLM', { timeout: 60_000 }, () => {
  let encoder: SentenceEncoder;
  beforeAll(async () => {
    encoder = await SentenceEncoder.open();
  }, 60_000);
  afterAll(() => encoder.dispose());

  const sentences = [
    'A man is eating food.',
    'A man is eating a meal.',
    'Quantum chromodynamics explains quarks.',
    'word '.repeat(400),
  ];

  it('cuts words as the model was trained', () => {
    // [CLS] and [SEP] aside: "a man is eating food ." in the vocabulary of BERT, uncased.
    expect(encoder.wordPieces('A man is EATING food.')).toEqual([1037, 2158, 2003, 5983, 2833, 1012]);
    expect(encoder.wordPieces(sentences[3]!)).toHaveLength(400);
  });

  it('finds like sentences alike and others not, the same in a batch as alone', async () => {
    const inputs = sentences.map((sentence) => encoder.wordPieces(sentence));
    const together = await encoder.embed(inputs);
    const row = (i: number): Float32Array =>
      together.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions);
    const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    // The float32 export of the same model gives 0.926 for the first pair.
    expect(cosine(row(0), row(1))).toBeCloseTo(0.926, 2);
    expect(cosine(row(0), row(2))).toBeLessThan(0.3);
    for (const [i, input] of inputs.entries()) {
      const alone = await encoder.embed([input]);
      expect(cosine(alone, alone)).toBeCloseTo(1, 4);
      expect(Math.max(...alone.map((x, at) => Math.abs(x - row(i)[at]!)))).toBeLessThan(1e-3);
    }
  });

  it('ranks units, windows and segments', async () => {
    const builder = new TextBuilder(model);
    builder.file('a');
    const [food, physics] = [builder.unit('food'), builder.unit('physics')];
    builder.add('Soup is cooked in a pot.\n', food);
    builder.add('Bread is baked in an oven.\n', food);
    builder.add('Quarks are held together by gluons.\n', physics);
    const text = builder.finish();
    const question = ['How is bread made?'];
    const first = async (documents: 'units' | 'windows' | 'segments'): Promise<string> => {
      const [kept] = await miniLmBaseline(encoder, { documents }).retrieve(text, question, 1);
      return kept![0]!.segment.text;
    };
    expect(await first('units')).toBe('Soup is cooked in a pot.\n');
    expect(await first('segments')).toBe('Bread is baked in an oven.\n');
    expect(await miniLmBaseline(encoder, { documents: 'units' }).rankUnits!(text, question, 5)).toEqual([
      [0, 1],
    ]);
    const [kept] = await miniLmBaseline(encoder, { documents: 'windows' }).retrieve(text, question, 1000);
    expect(kept).toHaveLength(3);
  });
});
