import { fitBudget } from './fusion.ts';
import { planAround } from './plan.ts';
import { finish } from './strategy.ts';
import type { Strategy } from './strategy.ts';
import type { Retained, RetrievalResult } from './types.ts';

/**
 * Two readers, one after the other: the first reads everything; of each question, the second reads the passages around
 * its best segments again and ranks them alone. The second may have another vocabulary.
 * @param keep segments handed over for each question
 */
export function cascade(first: Strategy, second: Strategy, keep: number): Strategy {
  return {
    name: `${first.name}, ${second.name}`,
    async *retrieve(plan, questions, options) {
      const handedOver = { ...options, budgets: questions.map(() => keep), unit: 'segments' } as const;
      const reading = first.retrieve(plan, questions, handedOver);
      const within = (kept: readonly Retained[], q: number): Retained[] =>
        fitBudget(kept, options.budgets[q]!, { unit: options.unit, copiesOnce: true });
      let step = await reading.next();
      for (; !step.done; step = await reading.next()) {
        const { soFar, ...read } = step.value;
        const first = (): RetrievalResult[] =>
          soFar().map((result, q) => ({ ...result, retained: within(result.retained, q) }));
        yield { ...read, soFar: first };
      }
      const found = step.value;
      const results: RetrievalResult[] = [];
      for (const [q, question] of questions.entries()) {
        const { retained: best, ...read } = found[q]!;
        const budget = options.budgets[q]!;
        const near = planAround(best, plan, q);
        const rereading = second.retrieve(near.plan, [question], {
          ...options,
          budgets: [budget],
          isEnough: undefined,
        });
        const [again] = options.run.signal.aborted ? [] : await finish(rereading);
        // A second reading that was stopped covers only a part; the first has read more, so its ranking stands.
        if (!again?.complete) {
          results.push({ ...read, retained: within(best, q), complete: false });
          continue;
        }
        const retained = again.retained.map((kept) => ({
          ...kept,
          segment: near.originals[kept.segment.position]!,
        }));
        results.push({ ...read, retained, weakBelow: again.weakBelow });
      }
      return results;
    },
  };
}
