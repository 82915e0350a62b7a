import { describe, expect, it } from 'vitest';
import { KeywordIndex } from './keywords.ts';
import { Planner } from './plan.ts';
import type { PlannerOptions, ReadingPlan } from './plan.ts';
import { withoutRules } from './ranking/index.ts';
import { SectionCutter } from './sections.ts';
import type { TextSegment } from './types.ts';

/** Paragraphs of filler, enough for several sections; some have an extra word. */
function textOf(extra: Readonly<Record<number, string>>, paragraphs = 100): TextSegment[] {
  return Array.from({ length: paragraphs }, (_, position) => ({
    text: `${'filler about nothing in particular '.repeat(6)}${extra[position] ?? ''} ${position}.\n\n`,
    file: 0,
    position,
    startLine: 2 * position + 1,
    endLine: 2 * position + 1,
  }));
}

function planOf(
  questions: readonly string[],
  segments: readonly TextSegment[],
  options?: PlannerOptions,
): ReadingPlan {
  const planner = new Planner(questions, () => 'File: notes.txt\n', options);
  segments.forEach((segment) => planner.add(segment));
  return planner.finish();
}

/** The section of a position. */
const sectionAt = ({ sections }: ReadingPlan, position: number): number =>
  sections.findIndex((section) => section.unpack().some((segment) => segment.position === position));

describe('Planner', () => {
  it('has the whole text in sections, as it stands', () => {
    const segments = textOf({});
    const plan = planOf(['zebra'], segments);
    expect(plan.sections.length).toBeGreaterThan(3);
    expect(plan.sections.flatMap((section) => section.unpack())).toEqual(segments);
    expect(plan.tokens).toBe(plan.sections.reduce((sum, { tokens }) => sum + tokens, 0));
    for (const section of plan.sections) {
      const { keywords } = section;
      const own = section.unpack();
      expect(keywords.map(({ length }) => length)).toEqual([own.length]);
    }
  });

  it('orders the sections by their best segment', () => {
    const plan = planOf(['striped zebra'], textOf({ 80: 'zebra', 50: 'striped zebra' }));
    const [first, second, ...others] = plan.order;
    expect([first, second]).toEqual([sectionAt(plan, 50), sectionAt(plan, 80)]);
    expect(first).not.toBe(second);
    // Sections without a keyword keep the order of the text.
    expect(others).toEqual([...others].sort((a, b) => a - b));
    expect([...plan.order].sort((a, b) => a - b)).toEqual(plan.sections.map((_, i) => i));
  });

  it('keeps the order of the text where no keyword tells sections apart', () => {
    const sameParagraphs = textOf({}, 300).map((segment) => ({
      ...segment,
      text: 'always the same words here\n\n'.repeat(4),
    }));
    for (const question of ['zebra', 'the', 'notes']) {
      const { sections, order } = planOf([question], sameParagraphs);
      expect(sections.length).toBeGreaterThan(3);
      expect(order).toEqual(sections.map((_, i) => i));
    }
  });

  it('takes the best section of each question before the second best of any', () => {
    const text = textOf({ 20: 'zebra', 120: 'zebra zebra', 180: 'okapi', 280: 'okapi okapi okapi' }, 300);
    const plan = planOf(['zebra', 'okapi'], text);
    const best = [sectionAt(plan, 120), sectionAt(plan, 280)];
    expect(new Set(plan.order.slice(0, 2))).toEqual(new Set(best));
    expect(new Set(plan.order.slice(2, 4))).toEqual(new Set([sectionAt(plan, 20), sectionAt(plan, 180)]));
  });

  it('takes a path for a keyword', () => {
    const planner = new Planner(['zebra'], (file) =>
      file === 1 ? 'File: zebra.txt\n' : 'File: notes.txt\n',
    );
    textOf({}).forEach((segment) => planner.add({ ...segment, file: segment.position < 70 ? 0 : 1 }));
    const plan = planner.finish();
    const first = plan.sections[plan.order[0]!]!;
    expect(first.unpack().some(({ file }) => file === 1)).toBe(true);
  });

  it('knows the scores and the rarity that an index over all of the text has', () => {
    const questions = ['striped zebra', 'okapi'];
    const text = textOf({ 80: 'zebra', 50: 'striped zebra', 10: 'okapi' });
    const plan = planOf(questions, text, { rules: withoutRules });
    const index = new KeywordIndex(questions, () => 'File: notes.txt\n');
    const cutter = new SectionCutter();
    const sections = [...text.map((segment) => cutter.add(segment)), cutter.flush()].filter(
      (section) => section !== undefined,
    );
    const counts = sections.map((section) => index.add(section));
    expect(plan.sections.map(({ keywords }) => keywords)).toEqual(counts.map((of) => index.scores(of)));
    expect(plan.rarity).toEqual([index.rarity(0), index.rarity(1)]);
    expect(plan.rarity.map(({ size }) => size)).toEqual([2, 1]);
  });

  it('ranks by the rules beside the keywords', () => {
    const text = textOf({ 10: 'zebra', 50: 'zebra' }).map((segment) => ({
      ...segment,
      file: segment.position < 30 ? 0 : 1,
    }));
    const plan = planOf(['zebra'], text, { pathOf: (file) => (file === 0 ? 'src/lion.ts' : 'src/zebra.ts') });
    const scores = plan.sections.flatMap(({ keywords }) => [...keywords[0]!]);
    expect(scores[10]).toBeGreaterThan(0);
    expect(scores[50]).toBeGreaterThan(scores[10]!);
    const beside = plan.sections.flatMap((section) => [...section.keywordsBesideAttention(0)]);
    const factor = plan.reasons(0, 50).reduce((product, rule) => product * rule.factor, 1);
    const bare = planOf(['zebra'], text, { rules: withoutRules }).sections.flatMap(({ keywords }) => [
      ...keywords[0]!,
    ]);
    expect(scores[50]! / bare[50]!).toBeCloseTo(factor, 5);
    expect(beside[50]! / bare[50]!).toBeCloseTo(
      plan.reasons(0, 50).reduce((product, rule) => product * Math.sqrt(rule.factor), 1),
      5,
    );
  });

  it('says by which rules a segment was moved, also in a plan around some of them', () => {
    const text = textOf({ 10: 'zebra', 50: 'zebra' }).map((segment) => ({
      ...segment,
      file: segment.position < 30 ? 0 : 1,
    }));
    const plan = planOf(['zebra'], text, { pathOf: (file) => (file === 0 ? 'src/lion.ts' : 'src/zebra.ts') });
    const rulesAt = (position: number): string[] => plan.reasons(0, position).map(({ rule }) => rule);
    expect(rulesAt(10)).toEqual(['coherence']);
    expect(rulesAt(50)).toEqual(['name', 'coherence']);
  });

  it('plans nothing for nothing', () => {
    expect(planOf(['zebra'], [])).toMatchObject({ sections: [], order: [], tokens: 0 });
  });
});
