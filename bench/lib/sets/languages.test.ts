import { describe, expect, it } from 'vitest';
import { functions } from './functions.ts';
import { askedIn, LANGUAGES } from './languages.ts';
import { needlesOf } from './needles.ts';

const scripts = {
  en: /^[\p{Script=Latin}\P{L}]+$/u,
  de: /^[\p{Script=Latin}\P{L}]+$/u,
  es: /^[\p{Script=Latin}\P{L}]+$/u,
  ru: /\p{Script=Cyrillic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  zh: /^(?!.*[\p{Script=Hiragana}\p{Script=Katakana}]).*\p{Script=Han}/u,
};

describe.each(['tune', 'report'] as const)('questions in other languages, %s half', (half) => {
  const { needles, functions: described } = askedIn(half);

  it('are at least thirty each about prose and about code, no two alike', () => {
    for (const asked of [needles, described])
      expect(asked.length * LANGUAGES.length).toBeGreaterThanOrEqual(30);
    const questions = [...needles, ...described].flatMap((one) => LANGUAGES.map((lang) => one[lang]));
    expect(new Set(questions).size).toBe(questions.length);
  });

  it('are written in the script of their language', () => {
    for (const asked of [...needles, ...described]) {
      for (const [lang, script] of Object.entries(scripts))
        expect(asked[lang as keyof typeof scripts]).toMatch(script);
    }
  });

  it('ask for needles and functions of the same half', () => {
    const literal = needlesOf(half).map((needle) => needle.literal);
    for (const { en } of needles) expect(literal).toContain(en);
    const source = { tokeniser: { encode: (text: string) => new Int32Array(text.length) } };
    const sentences = functions(source, { half }).groups[0]!.items.map(({ question }) => question);
    for (const { en } of described) expect(sentences).toContain(en);
    // Five libraries are read for it.
  }, 120_000);
});
