import { describe, expect, it } from 'vitest';
import { needlesOf } from './needles.ts';

describe('needles', () => {
  it.each(['tune', 'report'] as const)('of the %s half are prose and code in English and Chinese', (half) => {
    const kinds = new Set(needlesOf(half).map(({ lang, kind }) => `${lang} ${kind}`));
    expect([...kinds].sort()).toEqual(['en code', 'en prose', 'zh code', 'zh prose']);
  });

  it('occur once each, and no question twice', () => {
    const all = [...needlesOf('tune'), ...needlesOf('report')];
    expect(all.length).toBeGreaterThanOrEqual(24 + 24);
    expect(new Set(all.map(({ sentence }) => sentence)).size).toBe(all.length);
    const questions = all.flatMap(({ literal, paraphrased }) => [literal, paraphrased]);
    expect(new Set(questions).size).toBe(questions.length);
  });

  it('are marked by the language they are in', () => {
    for (const { lang, sentence, literal, paraphrased } of needlesOf('report').concat(needlesOf('tune'))) {
      for (const text of [sentence, literal, paraphrased])
        expect(/\p{Script=Han}/u.test(text), text).toBe(lang === 'zh');
    }
  });
});
