import { describe, expect, it } from 'vitest';
import { Leading, leadOn, leadReasons } from './hop.ts';
import { Planner } from './plan.ts';
import type { TextSegment } from './types.ts';

const sentence = (text: string, file = 0, position = 0): TextSegment => {
  return { text, file, position, startLine: position + 1, endLine: position + 1 };
};

describe('Leading', () => {
  it('has the best, as sorting all of them does, the earlier of equals first', () => {
    const scores = Array.from({ length: 200 }, (_, i) => (i * 7919) % 31);
    const leading = new Leading(5);
    scores.forEach((score, index) => leading.add({ score, section: 0, index }));
    const naive = scores
      .map((score, index) => ({ score, section: 0, index }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, 5);
    expect(leading.segments).toEqual(naive);
  });

  it('has nothing that scores nothing', () => {
    const leading = new Leading(2);
    for (let index = 0; index < 3; index++) leading.add({ score: 0, section: 0, index });
    expect(leading.segments).toEqual([]);
  });
});

describe('leadOn', () => {
  const weights = { name: 0.5, sentences: 2 };
  const names = (...texts: string[]) =>
    leadOn(
      texts.map((text) => sentence(text)),
      () => 'notes/The Blue Door.md',
      weights,
    )!.text.split('\n');

  it('names what sentences name, and the files that they stand in', () => {
    expect(names('It was built by Ada of Lovelace Hall in Old Town, they say.')).toEqual([
      'The Blue Door',
      'It',
      'Ada of Lovelace Hall',
      'Old Town',
    ]);
  });

  it('weighs them less than the question, and is none without a sentence', () => {
    expect(leadOn([sentence('Ada')], () => 'a', weights)!.weight).toBe(0.5);
    expect(leadOn([], () => 'a', weights)).toBeUndefined();
  });

  it('takes no more than it can count, and time in proportion to the text', () => {
    const many = Array.from({ length: 90 }, (_, i) => `Name${i} is.`).join(' ');
    expect(names(many)).toHaveLength(16);
    for (const part of ['A ', 'Ab of ', '\n', 'Aé', "O'"])
      expect(names(part.repeat(100_000))[0]).toBe('The Blue Door');
  });
});

describe('the second hop of a plan', () => {
  const text = [
    'The author of the blue novel is Ada Marlow.',
    'The blue novel had many readers.',
    'Ada Marlow lived in Elba as a child.',
    'Rain fell in the north as a rule.',
  ];
  const question = 'Where did the author of the blue novel live?';
  const scores = (isProse: boolean, name: number): number[] => {
    const options = { isProse: () => isProse, hop: { name, sentences: 1 } };
    const planner = new Planner([question], () => '', options);
    text.forEach((one, i) => planner.add(sentence(`${one} `, i, i)));
    return planner.finish().sections.flatMap(({ keywords }) => [...keywords[0]!]);
  };

  it('finds what names of the best sentence lead to, which stays in front', () => {
    const [one, two] = [scores(true, 0), scores(true, 0.5)];
    expect(two[2]! / two[0]!).toBeGreaterThan(one[2]! / one[0]!);
    expect(two[2]).toBeGreaterThan(two[1]!);
    expect(two.indexOf(Math.max(...two))).toBe(0);
    expect(two[3]).toBe(one[3]);
  });

  it('is not taken in code', () => {
    expect(scores(false, 0.5)).toEqual(scores(false, 0));
  });

  const plan = (name: number) => {
    const planner = new Planner([question], () => '', { isProse: () => true, hop: { name, sentences: 2 } });
    text.forEach((one, i) => planner.add(sentence(`${one} `, i, i)));
    return planner.finish();
  };

  it('tells what stands there because of a name', () => {
    const ruleAt = (name: number, i: number) =>
      plan(name)
        .reasons(0, i)
        .find(({ rule }) => rule === 'leads');
    const [one, two] = [scores(true, 0), plan(0.5).sections.flatMap(({ keywords }) => [...keywords[0]!])];
    expect(ruleAt(0.5, 2)!.factor).toBeCloseTo(two[2]! / one[2]!, 5);
    expect(ruleAt(0.5, 3)).toBeUndefined();
    expect(ruleAt(0, 2)).toBeUndefined();
    expect(leadReasons(0, 1)).toEqual([{ rule: 'leads', factor: 16 }]);
  });

  it('leaves the words of the question what they are', () => {
    expect(plan(0.5).rarity).toEqual(plan(0).rarity);
    expect(plan(0.5).absent).toEqual(plan(0).absent);
  });
});
