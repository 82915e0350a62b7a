import type { TermStatistics } from './lexical.ts';
import type { Candidate, Retained } from './types.ts';

/**
 * Ranks segments by attention and keywords together: each divided by the best of the list, then averaged, so that the
 * score lies between 0 and 1. Attention finds what is said in other words, keywords what the model has no word for.
 * Without statistics the score is the attention itself. Segments that draw no more attention than a question without
 * content are left out.
 * @returns best first; of equals the one that is read first
 */
export function rank(candidates: readonly Candidate[], statistics?: TermStatistics): Retained[] {
  const attended = candidates.filter(({ attention }) => attention > 0);
  if (!statistics) return sorted(attended.map((item) => ({ ...item, score: item.attention })));
  const lexical = attended.map(({ terms }) => (terms ? statistics.bm25(terms) : 0));
  const bestAttention = attended.reduce((best, { attention }) => Math.max(best, attention), 0);
  const bestLexical = lexical.reduce((best, score) => Math.max(best, score), 0);
  return sorted(
    attended.map((item, i) => {
      const keywords = bestLexical > 0 ? lexical[i]! / bestLexical : 0;
      return { ...item, score: (item.attention / bestAttention + keywords) / 2 };
    }),
  );
}

/** The first items whose tokens fit, at least one. */
export function fitBudget<Item extends Pick<Candidate, 'segment'>>(
  ranked: readonly Item[],
  tokens: number,
): Item[] {
  const kept: Item[] = [];
  let used = 0;
  for (const item of ranked) {
    if (kept.length > 0 && used + item.segment.ids.length > tokens) break;
    kept.push(item);
    used += item.segment.ids.length;
  }
  return kept;
}

export function tokensOf(items: readonly Candidate[]): number {
  return items.reduce((sum, item) => sum + item.segment.ids.length, 0);
}

function sorted(items: Retained[]): Retained[] {
  return items.sort((a, b) => b.score - a.score || a.order - b.order);
}
