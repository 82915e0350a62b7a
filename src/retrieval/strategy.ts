import { byAttentionAlone, fitBudget, rank } from './fusion.ts';
import { retrieveByHeads } from './heads.ts';
import { emphasisOf } from './keywords.ts';
import { paperDefaults, retrieveByPaper } from './paper.ts';
import type { PaperParameters } from './paper.ts';
import type { ReadingPlan } from './plan.ts';
import { asRead } from './spelling.ts';
import type { AttentionReader, Retained, RetrievalResult, RowReader, SectionRead, Segment } from './types.ts';
import type { HeaderOf } from './windows.ts';

export interface StrategyOptions {
  /** Tokens kept at the end. */
  readonly budgetTokens: number;
  /** By question: so many times the budget is kept; 1 when not given. The paper's strategy does not have it. */
  readonly budgetFactors?: readonly number[];
  readonly headerOf: HeaderOf;
  /** Stops between sections; what was found until then is returned. */
  readonly signal?: AbortSignal;
  /** Awaited between sections (the paper's: between chunks), so that the reading can be held there. */
  readonly gate?: () => Promise<void>;
}

/** A way to find what answers: every one of them reads the same plans and returns the same results. */
export interface Strategy {
  readonly name: string;
  /**
   * @param questions those that the plan was made with, each as short as the model takes
   * @returns for each question what was kept
   */
  retrieve(
    plan: ReadingPlan,
    questions: readonly string[],
    options: StrategyOptions,
  ): AsyncGenerator<SectionRead, RetrievalResult[]>;
}

/** Attention of the retrieval heads and keywords (the default), or attention alone. */
export function headsStrategy(reader: AttentionReader, withKeywords = true): Strategy {
  return {
    name: withKeywords ? 'heads+lexical' : 'heads',
    retrieve(plan, questions, options) {
      const prepared = questions.map((question, q) =>
        reader.prepare(question, emphasisOf(question, plan.rarity[q]!)),
      );
      const shares = withKeywords ? {} : { keywordShares: questions.map(() => 0) };
      return retrieveByHeads(plan, prepared, reader, { ...options, ...shares });
    },
  };
}

/**
 * InfiniRetri as published: strictly in the order of the text and one question after the other, for what is read depends
 * on what was kept. Kept segments are ranked by their best token, the paper has no order among them.
 */
export function paperStrategy(reader: RowReader, parameters: PaperParameters = paperDefaults): Strategy {
  return {
    name: 'paper',
    async *retrieve(plan, questions, { budgetTokens, signal, gate }) {
      const results: RetrievalResult[] = [];
      for (const [q, question] of questions.entries()) {
        const steps = retrieveByPaper(segmentsOf(plan, reader), reader.prepare(question), reader, {
          ...parameters,
          ...(signal ? { signal } : {}),
          ...(gate ? { gate } : {}),
        });
        let windows = 0;
        let tokens = 0;
        let best: readonly Retained[] = [];
        let next = 0;
        for await (const step of steps) {
          windows++;
          tokens = step.tokens;
          best = rank(
            step.cache.map(({ segment, score }) => ({ segment, attention: score, keywords: 0 })),
            byAttentionAlone,
          );
          // Sections end inside steps; each is told of once all of it has been read.
          const read = step.lastPosition;
          for (; endOf(plan, next) <= read; next++) {
            const told = questions.map((_, i) => (i === q ? best : undefined));
            yield { section: next, windows, remembered: 0, tokens, best: told };
          }
        }
        const retained = fitBudget(best, budgetTokens);
        results.push({ retained, windows, remembered: 0, tokens, complete: next >= plan.sections.length });
      }
      return results;
    },
  };
}

/** Position of a section's last segment; Infinity beyond the last section. */
function endOf({ sections }: ReadingPlan, section: number): number {
  return sections[section]?.lastPosition ?? Infinity;
}

async function* segmentsOf({ sections }: ReadingPlan, reader: RowReader): AsyncGenerator<Segment, void> {
  for (const section of sections) {
    const segments = section.unpack();
    const ids = await reader.encode(segments.map(({ text }) => asRead(text)));
    for (const [i, segment] of segments.entries()) yield { ...segment, ids: ids[i]! };
  }
}
