import { describe, expect, it } from 'vitest';
import { fitBudget, rank } from './fusion.ts';
import { QuestionTerms, TermStatistics } from './lexical.ts';
import type { Candidate } from './types.ts';

const question = new QuestionTerms('green apple');

function candidate(text: string, attention: number, order: number): Candidate {
  const segment = { ids: new Int32Array(10), startToken: order * 10, file: 0, text };
  return { segment, attention, terms: question.count(text), order };
}

const candidates = [
  candidate('a red apple', 0.02, 0),
  candidate('a green apple', 0.01, 1),
  candidate('something else', 0.04, 2),
  candidate('green apple, unattended', -0.01, 3),
  candidate('nothing at all', 0, 4),
];

describe('rank', () => {
  it('averages attention and keywords, each relative to the best', () => {
    const statistics = new TermStatistics(question);
    for (const { terms } of candidates) statistics.add(terms!);
    const ranked = rank(candidates, statistics);

    const lexical = candidates.slice(0, 3).map(({ terms }) => statistics.bm25(terms!));
    const expected = [0.02, 0.01, 0.04].map((a, i) => (a / 0.04 + lexical[i]! / Math.max(...lexical)) / 2);
    const order = [0, 1, 2].sort((a, b) => expected[b]! - expected[a]!);
    expect(ranked.map((item) => item.order)).toEqual(order);
    ranked.forEach((item) => expect(item.score).toBeCloseTo(expected[item.order]!, 10));
  });

  it('goes by attention alone without statistics, and leaves out what draws none', () => {
    expect(rank(candidates).map(({ order, score }) => [order, score])).toEqual([
      [2, 0.04],
      [0, 0.02],
      [1, 0.01],
    ]);
  });

  it('goes by attention when no keyword is found', () => {
    const statistics = new TermStatistics(new QuestionTerms('zebra'));
    const strangers = candidates.map((item) => ({
      ...item,
      terms: { frequencies: new Uint16Array(1), length: 3 },
    }));
    expect(rank(strangers, statistics).map(({ order }) => order)).toEqual([2, 0, 1]);
  });
});

describe('fitBudget', () => {
  it('takes the best that fit, at least one', () => {
    const ranked = rank(candidates);
    expect(fitBudget(ranked, 25)).toHaveLength(2);
    expect(fitBudget(ranked, 3)).toHaveLength(1);
    expect(fitBudget([], 3)).toEqual([]);
  });
});
