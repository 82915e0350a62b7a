import { retrieveByHeads } from './heads.ts';
import type { RetrievalOptions } from './heads.ts';
import { emphasisOf } from './keywords.ts';
import type { ReadingPlan } from './plan.ts';
import type { Reader, RetrievalResult, SectionRead } from './types.ts';

/** A way to find what answers. All strategies read the same plans and return the same type of result. */
export interface Strategy {
  readonly name: string;
  /**
   * @param questions those of the plan, each short enough for the model
   * @returns what was kept for each question
   */
  retrieve(
    plan: ReadingPlan,
    questions: readonly string[],
    options: RetrievalOptions,
  ): AsyncGenerator<SectionRead, RetrievalResult[]>;
}

/** The default: attention of the retrieval heads, and keywords. */
export function headsStrategy(reader: Reader): Strategy {
  return {
    name: 'heads+lexical',
    retrieve(plan, questions, options) {
      const prepared = questions.map((question, q) =>
        reader.prepare(question, emphasisOf(question, plan.rarity[q]!)),
      );
      return retrieveByHeads(plan, prepared, reader, options);
    },
  };
}

/** Runs a retrieval to its end, for callers without an interest in progress. */
export async function finish(
  retrieval: AsyncGenerator<unknown, RetrievalResult[]>,
): Promise<RetrievalResult[]> {
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return step.value;
  }
}
