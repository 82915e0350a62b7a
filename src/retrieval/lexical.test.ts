import { describe, expect, it } from 'vitest';
import { QuestionTerms, TermStatistics, terms } from './lexical.ts';

describe('terms', () => {
  const of = (text: string): string[] => [...terms(text)];

  it('cuts identifiers and keeps them whole as well', () => {
    expect(of('parseHTTPHeader')).toEqual(['pars', 'http', 'header', 'parsehttpheader']);
    expect(of('retry_after_ms2')).toEqual(['retri', 'after', 'ms', '2', 'retry_after_ms2']);
  });

  it('stems words and leaves out those that say nothing', () => {
    expect(of('Which functions convert the headers?')).toEqual(['function', 'convert', 'header']);
  });

  it('takes Chinese by characters', () => {
    expect(of('问周瑜 ok')).toEqual(['问', '周', '瑜', 'ok']);
  });
});

describe('bm25', () => {
  it('agrees with the formula, written out', () => {
    const documents = ['red apple red', 'green apple', 'blue sky over a green hill', 'apple pie'];
    const question = new QuestionTerms('red apple');
    const statistics = new TermStatistics(question);
    const counts = documents.map((text) => question.count(text));
    counts.forEach((c) => statistics.add(c));

    const tokens = documents.map((text) => [...terms(text)]);
    const average = tokens.reduce((sum, t) => sum + t.length, 0) / tokens.length;
    const naive = tokens.map((document) =>
      ['red', 'appl'].reduce((sum, term) => {
        const n = tokens.filter((t) => t.includes(term)).length;
        const f = document.filter((t) => t === term).length;
        const idf = Math.log(1 + (tokens.length - n + 0.5) / (n + 0.5));
        return sum + (idf * (f * 2.2)) / (f + 1.2 * (0.25 + (0.75 * document.length) / average));
      }, 0),
    );
    counts.forEach((c, i) => expect(statistics.bm25(c)).toBeCloseTo(naive[i]!, 10));
    expect(naive[0]).toBeGreaterThan(naive[1]!);
    expect(naive[2]).toBe(0);
  });
});
