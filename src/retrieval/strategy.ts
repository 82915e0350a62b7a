import { retrieveByHeads } from './heads.ts';
import type { RetrievalOptions } from './heads.ts';
import { emphasisOf } from './keywords.ts';
import type { ReadingPlan } from './plan.ts';
import { reread } from './rereading.ts';
import type { RereadOptions } from './rereading.ts';
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
  /**
   * Ranks what was kept for one question of the plan again, by a closer reading of the best; not given where no model
   * reads again.
   */
  refine?(
    plan: ReadingPlan,
    question: { readonly index: number; readonly text: string },
    result: RetrievalResult,
    options: RereadOptions,
  ): Promise<RetrievalResult>;
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

/** A strategy whose best a second reader reads again, which may have another vocabulary; see `reread`. */
export function rereading(first: Strategy, reader: Reader): Strategy {
  return {
    name: `${first.name}, reread`,
    retrieve: (plan, questions, options) => first.retrieve(plan, questions, options),
    refine: async (plan, question, result, options) => {
      const { retained, tokens } = await reread(plan, question, result.retained, reader, options);
      return {
        ...result,
        retained,
        // What was read twice counts once.
        windows: result.windows || Math.sign(tokens),
        tokens: result.tokens || tokens,
        weakBelow: reader.weakBelowRereading ?? reader.weakBelow,
      };
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
