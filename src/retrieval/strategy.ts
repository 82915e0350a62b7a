import { retrieveByHeads } from './heads.ts';
import type { RetrievalOptions } from './heads.ts';
import { emphasisOf } from './keywords.ts';
import type { ReadingPlan } from './plan.ts';
import type { Reader, RetrievalResult, SectionRead } from './types.ts';

/** A way to find what answers: every one of them reads the same plans and returns the same results. */
export interface Strategy {
  readonly name: string;
  /** Of the reader whose attention the results carry, see `Reader.weakBelow`. */
  readonly weakBelow: number;
  /**
   * @param questions those that the plan was made with, each as short as the model takes
   * @returns for each question what was kept
   */
  retrieve(
    plan: ReadingPlan,
    questions: readonly string[],
    options: RetrievalOptions,
  ): AsyncGenerator<SectionRead, RetrievalResult[]>;
}

/** Attention of the retrieval heads and keywords: the default. */
export function headsStrategy(reader: Reader): Strategy {
  return {
    name: 'heads+lexical',
    weakBelow: reader.weakBelow,
    retrieve(plan, questions, options) {
      const prepared = questions.map((question, q) =>
        reader.prepare(question, emphasisOf(question, plan.rarity[q]!)),
      );
      return retrieveByHeads(plan, prepared, reader, options);
    },
  };
}

/** A retrieval to its end, where its progress is of no interest. */
export async function finish(
  retrieval: AsyncGenerator<unknown, RetrievalResult[]>,
): Promise<RetrievalResult[]> {
  for (;;) {
    const step = await retrieval.next();
    if (step.done) return step.value;
  }
}
