import { describe, expect, it } from 'vitest';
import { byKeywords } from './keywordOrder.ts';
import { Planner } from './plan.ts';
import type { ReadingPlan } from './plan.ts';

/** A plan of one file, each text a line and a paragraph. */
function planOf(texts: readonly string[], questions: readonly string[]): ReadingPlan {
  const planner = new Planner(questions, () => '');
  texts.forEach((text, position) =>
    planner.add({ text: `${text}\n\n`, file: 0, position, startLine: position + 1, endLine: position + 1 }),
  );
  return planner.finish();
}

const texts = Array.from({ length: 3000 }, (_, i) =>
  i % 700 === 5 ? `the zebra of ${i}` : i % 3 === 0 ? `a horse in row ${i}` : `nothing to see at ${i}`,
);

describe('byKeywords', () => {
  it('keeps what has the highest scores of the whole text, as sorting all of it would', () => {
    const plan = planOf(texts, ['a zebra or a horse']);
    const all = plan.sections
      .flatMap(({ keywords, firstPosition }) =>
        [...keywords[0]!].map((score, i) => ({ position: firstPosition + i, score })),
      )
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.position - b.position);
    const kept = byKeywords(plan, 0, 300);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length).toBeLessThan(all.length);
    expect(kept.map(({ segment }) => segment.position)).toEqual(
      all.slice(0, kept.length).map(({ position }) => position),
    );
    expect(kept.slice(0, 5).map(({ segment }) => segment.text.trim())).toContain('the zebra of 5');
    expect(kept[0]).toMatchObject({ score: 1, shares: { attention: 0, keywords: 1 }, attention: 0 });
  });

  it('keeps nothing where no word occurs, and answers each question by its own words', () => {
    const plan = planOf(texts, ['giraffe', 'zebra']);
    expect(byKeywords(plan, 0, 300)).toEqual([]);
    expect(byKeywords(plan, 1, 300)).toHaveLength(5);
  });
});
