/** What every strategy keeps to, and a text to see it on. */
import { describe, expect, it } from 'vitest';
import { Planner, Run } from '../../src/retrieval/index.ts';
import type { ReadingPlan, RetrievalResult, SectionRead, Strategy } from '../../src/retrieval/index.ts';
import type { TextSegment } from '../../src/retrieval/index.ts';

/** About four sections of lines of twenty characters; one of them has the letter that is paid. */
export const lines: readonly TextSegment[] = Array.from({ length: 700 }, (_, i) => ({
  // In the middle, for the paper's kernel spreads a score to its neighbours.
  text: `x line ${i} ${i === 431 ? '...ZZZ...' : '.'.repeat(9)}\n${i % 10 === 9 ? '\n' : ''}`,
  file: 0,
  position: i,
  startLine: i + 1,
  endLine: i + 1,
}));

/** One token a character. */
export const encode = (texts: readonly string[]): Promise<Int32Array[]> =>
  Promise.resolve(texts.map((text) => Int32Array.from(text, (c) => c.codePointAt(0)!)));

/** The letter Z is paid a lot. */
export const paid = (ids: Int32Array): Float32Array =>
  Float32Array.from(ids, (id) => (id === 'Z'.codePointAt(0) ? 0.5 : 0.001));

export const prepare = () => ({ ids: Int32Array.of(1, 2), countedFrom: 0, countedTo: 2 });

export function planOf(questions: readonly string[], text: readonly TextSegment[] = lines): ReadingPlan {
  const planner = new Planner(questions, () => '');
  for (const line of text) planner.add(line);
  return planner.finish();
}

/** Runs a strategy to its end. */
export async function retrieved(
  strategy: Strategy,
  plan: ReadingPlan,
  questions: readonly string[],
  run = new Run(),
  budget = 100,
): Promise<{ events: SectionRead[]; results: RetrievalResult[] }> {
  const retrieval = strategy.retrieve(plan, questions, {
    budgets: questions.map(() => budget),
    nameOf: () => '',
    run,
  });
  const events: SectionRead[] = [];
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return { events, results: step.value };
    events.push(step.value);
  }
}

/** The rules. */
export function keepsTheRules(strategy: Strategy): void {
  const ask = (questions: readonly string[], run?: Run) =>
    retrieved(strategy, planOf(questions), questions, run);

  describe(strategy.name, () => {
    it('keeps the line that is paid most, within the budget', async () => {
      const { results } = await ask(['Z']);
      expect(results).toHaveLength(1);
      const [{ retained, complete, tokens }] = results as [RetrievalResult];
      expect(retained[0]!.segment).toMatchObject(lines[431]!);
      expect(retained.reduce((sum, item) => sum + item.tokens, 0)).toBeLessThanOrEqual(100);
      expect(complete).toBe(true);
      expect(tokens).toBe(lines.reduce((sum, { text }) => sum + text.length, 0));
    });

    it('tells of every section once for each pass', async () => {
      const { events } = await ask(['Z']);
      const sections = planOf(['Z']).sections.length;
      expect(sections).toBeGreaterThan(2);
      expect(events.map(({ section }) => section).sort((a, b) => a - b)).toEqual(
        Array.from({ length: sections }, (_section, i) => i),
      );
    });

    it('answers several questions, each as it is alone', async () => {
      const { results } = await ask(['Z', 'line 7']);
      const [alone] = (await ask(['line 7'])).results;
      const positions = ({ retained }: RetrievalResult) => retained.map(({ segment }) => segment.position);
      expect(positions(results[1]!)).toEqual(positions(alone!));
    });

    it('stops with what was found', async () => {
      const { results } = await ask(['Z'], new Run(undefined, AbortSignal.abort()));
      expect(results).toMatchObject([{ retained: [], complete: false }]);
    });

    it('waits while it is held, and may be stopped there', async () => {
      const cancel = new AbortController();
      let asked = 0;
      const pass = () => {
        if (++asked === 3) cancel.abort();
        return Promise.resolve();
      };
      const run = Object.assign(new Run(undefined, cancel.signal), { pass });
      const { results, events } = await ask(['Z'], run);
      expect(asked).toBe(3);
      expect(results[0]!.complete).toBe(false);
      expect(events.length).toBeLessThan(4);
    });

    it('says how much of the best each kept line was paid', async () => {
      const { results } = await ask(['Z']);
      const [best, ...others] = results[0]!.retained;
      expect(best!.shares.attention).toBe(1);
      for (const { shares } of others) expect(shares.attention).toBeLessThan(1);
    });
  });
}
