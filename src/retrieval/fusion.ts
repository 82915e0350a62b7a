import type { Candidate, Retained, ScoringParameters } from './types.ts';

/** How attention and keywords are weighed against each other. */
export type FusionParameters = Pick<ScoringParameters, 'keywordShare' | 'outstandingSegments'>;

export const byAttentionAlone: FusionParameters = { keywordShare: 0, outstandingSegments: 0 };

/**
 * Tells what the shares of attention and keywords are relative to. Follows a text while it is read, in constant memory.
 */
export class Scale {
  /** The highest attention seen, best first; the one at the index `floorAt` is the floor. */
  private readonly attention: number[] = [];
  private readonly floorAt: number | undefined;
  private keywords = 0;

  constructor({ keywordShare, outstandingSegments }: FusionParameters) {
    // Without keywords, attention has nothing to stand out against.
    this.floorAt = keywordShare > 0 ? outstandingSegments : undefined;
  }

  add(candidates: readonly Candidate[]): void {
    const capacity = (this.floorAt ?? 0) + 1;
    for (const { attention, keywords } of candidates) {
      this.keywords = Math.max(this.keywords, keywords);
      const full = this.attention.length === capacity;
      if (attention <= (full ? this.attention.at(-1)! : 0)) continue;
      if (full) this.attention.pop();
      const at = this.attention.findIndex((other) => other < attention);
      this.attention.splice(at < 0 ? this.attention.length : at, 0, attention);
    }
  }

  /** Attention above the floor, and keywords, each 0 to 1 relative to the best of the text. */
  shares({ attention, keywords }: Candidate): Retained['shares'] {
    const best = this.attention[0] ?? 0;
    const floor = this.floorAt === undefined ? 0 : (this.attention[this.floorAt] ?? 0);
    return {
      attention: best > 0 ? Math.max(0, attention - floor) / best : 0,
      keywords: this.keywords > 0 ? Math.max(0, keywords) / this.keywords : 0,
    };
  }
}

/**
 * Ranks segments by attention and keywords: each is divided by the best of the text, weighed and added, so that the
 * score lies between 0 and 1. Attention finds what is said in other words, keywords find words that the model does not
 * know.
 *
 * Attention counts from a floor, that of the best segment that does not stand out. If a few lines stand out they gain;
 * if attention is even, it is near 0 and the order of the keywords stays.
 *
 * Leaves out segments with neither a keyword nor more attention than a question without content pays.
 * @param scale of the whole text, when the candidates are a part of it
 * @returns best first; of equals the one with more attention, then the earlier one
 */
export function rank(
  candidates: readonly Candidate[],
  parameters: FusionParameters,
  scale: Scale = scaleOf(candidates, parameters),
): Retained[] {
  const { keywordShare } = parameters;
  return candidates
    .map((item) => {
      const shares = scale.shares(item);
      const score = (1 - keywordShare) * shares.attention + keywordShare * shares.keywords;
      return { ...item, score, shares };
    })
    .filter(({ score, attention }) => score > 0 || (attention > 0 && keywordShare < 1))
    .sort(
      (a, b) => b.score - a.score || b.attention - a.attention || a.segment.position - b.segment.position,
    );
}

/** The scale of candidates that are the whole text. */
export function scaleOf(candidates: readonly Candidate[], parameters: FusionParameters): Scale {
  const scale = new Scale(parameters);
  scale.add(candidates);
  return scale;
}

/** The unit of a budget: tokens of the reader that spends it, or segments, which count alike for every reader. */
export type BudgetUnit = 'tokens' | 'segments';

/**
 * The first items that fit, at least one.
 * @param copiesOnce whether a text that is already there, white space around it aside, costs nothing, because copies
 *   become further places of one piece
 */
export function fitBudget<Item extends Pick<Candidate, 'segment' | 'tokens'>>(
  ranked: readonly Item[],
  budget: number,
  {
    unit = 'tokens',
    copiesOnce = false,
  }: { readonly unit?: BudgetUnit | undefined; readonly copiesOnce?: boolean } = {},
): Item[] {
  const kept: Item[] = [];
  const texts = new Set<string>();
  let used = 0;
  for (const item of ranked) {
    const text = item.segment.text.trim();
    if (copiesOnce && texts.has(text)) {
      kept.push(item);
      continue;
    }
    const cost = costOf(item, unit);
    if (kept.length > 0 && used + cost > budget) break;
    kept.push(item);
    texts.add(text);
    used += cost;
  }
  return kept;
}

/** How much of a budget items take. */
export function sizeOf(items: readonly Pick<Candidate, 'tokens'>[], unit: BudgetUnit = 'tokens'): number {
  return items.reduce((sum, item) => sum + costOf(item, unit), 0);
}

function costOf({ tokens }: Pick<Candidate, 'tokens'>, unit: BudgetUnit): number {
  return unit === 'tokens' ? tokens : 1;
}
