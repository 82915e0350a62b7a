import { asRead } from '../../../src/retrieval/index.ts';
import { byAttentionAlone, fitBudget, rank } from '../../../src/retrieval/fusion.ts';
import type { ReadingPlan, Retained, RetrievalResult, Strategy } from '../../../src/retrieval/index.ts';
import type { BenchSegment } from '../texts.ts';
import { paperDefaults, retrieveByPaper } from './method.ts';
import type { PaperParameters, RowReader } from './method.ts';

/**
 * InfiniRetri as published: strictly in the order of the text and one question after the other, for what is read depends
 * on what was kept. Kept segments are ranked by their best token, the paper has no order among them.
 */
export function paperStrategy(reader: RowReader, parameters: PaperParameters = paperDefaults): Strategy {
  return {
    name: 'paper',
    async *retrieve(plan, questions, { budgets, run }) {
      const results: RetrievalResult[] = [];
      // No limit is known from which its attention says that an answer is clear.
      const weakBelow = 0;
      for (const [q, question] of questions.entries()) {
        const segments = segmentsOf(plan, reader);
        const steps = retrieveByPaper(segments, reader.prepare(question), reader, parameters, run);
        let windows = 0;
        let tokens = 0;
        let best: readonly Retained[] = [];
        let next = 0;
        for await (const step of steps) {
          windows++;
          tokens = step.tokens;
          best = rank(
            step.cache.map(({ segment, score }) => ({
              segment,
              tokens: segment.ids.length,
              attention: score,
              keywords: 0,
            })),
            byAttentionAlone,
          );
          // Sections end inside steps; each is told of once all of it has been read.
          const read = step.lastPosition;
          for (; endOf(plan, next) <= read; next++) {
            const told = questions.map((_, i) => (i === q ? best : undefined));
            const soFar = (): RetrievalResult[] =>
              questions.map((_, i) => {
                const retained = i === q ? fitBudget(best, budgets[i]!) : [];
                return results[i] ?? { retained, windows, remembered: 0, tokens, weakBelow, complete: false };
              });
            yield { section: next, windows, remembered: 0, tokens, best: told, soFar };
          }
        }
        const retained = fitBudget(best, budgets[q]!);
        const complete = next >= plan.sections.length;
        results.push({ retained, windows, remembered: 0, tokens, weakBelow, complete });
      }
      return results;
    },
  };
}

/** Position of a section's last segment; Infinity beyond the last section. */
function endOf({ sections }: ReadingPlan, section: number): number {
  return sections[section]?.lastPosition ?? Infinity;
}

async function* segmentsOf({ sections }: ReadingPlan, reader: RowReader): AsyncGenerator<BenchSegment, void> {
  for (const section of sections) {
    const segments = section.unpack();
    const ids = await reader.encode(segments.map(({ text }) => asRead(text)));
    for (const [i, segment] of segments.entries()) yield { ...segment, ids: ids[i]! };
  }
}
