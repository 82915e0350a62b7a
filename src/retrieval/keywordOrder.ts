import { fitBudget } from './fusion.ts';
import { estimateTokens } from './passages.ts';
import type { ReadingPlan } from './plan.ts';
import type { Retained } from './types.ts';

/** Further segments are not looked at, because even short ones use up a budget of evidence by then. */
const MOST_SEGMENTS = 200;

interface Scored {
  readonly section: number;
  readonly index: number;
  readonly score: number;
}

/**
 * The segments that keywords alone would keep for one question, to show before anything is read.
 * @param budgetTokens estimated
 * @returns best first, of equals the earlier one; empty where no word of the question occurs
 */
export function byKeywords(plan: ReadingPlan, question: number, budgetTokens: number): Retained[] {
  const best = bestOf(plan, question);
  const top = best[0]?.score ?? 0;
  const texts = new Map(
    [...new Set(best.map(({ section }) => section))].map((section) => [
      section,
      plan.sections[section]!.unpack(),
    ]),
  );
  const retained = best.map(({ section, index, score }): Retained => {
    const segment = texts.get(section)![index]!;
    return {
      segment,
      tokens: estimateTokens(segment.text),
      attention: 0,
      keywords: score,
      score: score / top,
      shares: { attention: 0, keywords: score / top },
    };
  });
  return fitBudget(retained, budgetTokens, { copiesOnce: true });
}

/** The segments with the highest scores. Unpacks only the sections that hold one of them. */
function bestOf({ sections }: ReadingPlan, question: number): Scored[] {
  let best: Scored[] = [];
  let least = 0;
  for (const [section, { keywords }] of sections.entries()) {
    keywords[question]!.forEach((score, index) => {
      if (score > least) best.push({ section, index, score });
    });
    if (best.length <= 2 * MOST_SEGMENTS) continue;
    best = bestFirst(best);
    least = best.at(-1)!.score;
  }
  return bestFirst(best);
}

function bestFirst(scored: readonly Scored[]): Scored[] {
  return [...scored]
    .sort((a, b) => b.score - a.score || a.section - b.section || a.index - b.index)
    .slice(0, MOST_SEGMENTS);
}
