import { describe, expect, it } from 'vitest';
import { questionWords } from './words.ts';

describe('questionWords', () => {
  const absent = (...terms: string[]): ReadonlySet<string> => new Set(terms);

  it('says nothing when all words occur', () => {
    expect(questionWords('Where is the valve?', absent())).toBeUndefined();
  });

  it('names the words that do not occur', () => {
    const words = questionWords('Where is the valve of the pump?', absent('pump'));
    expect(words).toEqual({ kind: 'shared', unknown: ['pump'] });
  });

  it('tells a question of which no word occurs, or one by chance', () => {
    expect(questionWords('Wo ist Ventil?', absent('wo', 'ist', 'ventil'))?.kind).toBe('foreign');
    const german = 'Wo wird die Pumpe geprueft?';
    expect(questionWords(german, absent('wo', 'wird', 'pump', 'geprueft'))?.kind).toBe('foreign');
  });

  it('tells a question of common words alone', () => {
    expect(questionWords('What is it?', absent())).toEqual({ kind: 'common', unknown: [] });
  });
});
