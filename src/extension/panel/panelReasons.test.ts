import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../contract/index.ts';
import { untranslated } from '../../messages/index.ts';
import { reasonsOf } from './panelReasons.ts';

const lines = { startLine: 1, endLine: 1 };
const piece: Evidence = {
  root: 0,
  path: 'a.ts',
  ...lines,
  place: { kind: 'lines', ...lines },
  score: 1,
  text: 'x',
};

describe('reasonsOf', () => {
  it('names words, rules and attention, each with a bar', () => {
    const found = reasonsOf(untranslated, {
      ...piece,
      parts: { attention: 0.254, keywords: 1 },
      reasons: [
        { rule: 'definition', factor: 2.5 },
        { rule: 'kind', factor: 0.3 },
      ],
    })!;
    expect(found.sentence).toBe(
      'No other line of the text has more of the words of the question. It defines what the question names. ' +
        'It stands in a test, an example or the like, which counts less. ' +
        'It drew 25 % of the attention that the strongest line drew.',
    );
    expect(found.bars.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'Attention 0.254',
      'Keywords 1.000',
      'Definition ×2.5',
      'Kind of file ×0.3',
    ]);
    expect(found.bars.every(({ share }) => share > 0 && share <= 1)).toBe(true);
    // A factor of a fourth fills as much of the bar as one of four.
    const [, , up, down] = reasonsOf(untranslated, {
      ...piece,
      parts: { attention: 0, keywords: 1 },
      reasons: [
        { rule: 'name', factor: 2 },
        { rule: 'coherence', factor: 0.5 },
      ],
    })!.bars;
    expect(up!.share).toBeCloseTo(0.5);
    expect(down!.share).toBeCloseTo(0.5);
  });

  it('says where words or attention had no part in it', () => {
    const of = (attention: number, keywords: number) =>
      reasonsOf(untranslated, { ...piece, parts: { attention, keywords } })!.sentence;
    expect(of(1, 0)).toBe(
      'It has no word of the question. No other line drew more of the attention of the model.',
    );
    expect(of(0, 0.001)).toContain('comes to 1 % of the best line');
    expect(of(0, 0.001)).toContain('did not set it apart');
  });

  it('says nothing of what was pinned', () => expect(reasonsOf(untranslated, piece)).toBeNull());
});
