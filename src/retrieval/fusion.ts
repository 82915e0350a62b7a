import type { Candidate, Retained } from './types.ts';

/**
 * Ranks segments by attention and keywords together: each divided by the best of the list, weighed and added, so that the
 * score lies between 0 and 1. Attention finds what is said in other words, keywords what the model has no word for.
 * What has neither more attention than a question without content nor a keyword is left out.
 * @param keywordShare weight of the keywords, 0 (attention alone) to 1
 * @returns best first; of equals the one that stands first
 */
export function rank(candidates: readonly Candidate[], keywordShare: number): Retained[] {
  let bestAttention = 0;
  let bestKeywords = 0;
  for (const { attention, keywords } of candidates) {
    bestAttention = Math.max(bestAttention, attention);
    bestKeywords = Math.max(bestKeywords, keywords);
  }
  const share = (value: number, best: number): number => (best > 0 ? Math.max(0, value) / best : 0);
  return candidates
    .map((item) => {
      const shares = {
        attention: share(item.attention, bestAttention),
        keywords: share(item.keywords, bestKeywords),
      };
      const score = (1 - keywordShare) * shares.attention + keywordShare * shares.keywords;
      return { ...item, score, shares };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.segment.position - b.segment.position);
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

export function tokensOf(items: readonly Pick<Candidate, 'segment'>[]): number {
  return items.reduce((sum, item) => sum + item.segment.ids.length, 0);
}
