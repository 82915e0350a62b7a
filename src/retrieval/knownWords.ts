/**
 * How far keywords can be trusted beside attention. A question in another language shares hardly a word with the text,
 * and the few it shares, such as a digit or an article that is a word of the other language too, point anywhere.
 */
import type { ReadingPlan } from './plan.ts';
import type { ScoringParameters } from './types.ts';

/*
 * Chosen on the tune half of `npm run bench:retrieval -- languages`, for a reader that knows the languages (Gemma) without
 * taking much from one that does not (the embedded one), for which a name in Latin letters is all there is.
 */
/** Share of the question's terms from which keywords count in full. */
const TRUSTED_SHARE = 1 / 2;
/** What is left of the keywords' weight where the text has none of the question. */
const LEAST_TRUST = 0.5;
/** A question with more terms tells of much that the text need not have. */
const MOST_TERMS = 40;

/** What is known of the terms of one question, see `ReadingPlan`. */
type Terms = Pick<ReadingPlan, 'rarity' | 'absent'>;

/**
 * The share of a question's terms that the text has anywhere, 0 to 1; 1 for no terms. Each counts the same: the rarest of all
 * are those that do not occur, so weighed by their rarity most questions about a short text would seem to be in another language.
 */
export function knownShare(rarity: ReadonlyMap<string, number>, absent: ReadonlySet<string>): number {
  if (rarity.size === 0) return 1;
  return [...rarity.keys()].filter((term) => !absent.has(term)).length / rarity.size;
}

/** A reader's scoring for one question of the plan: keywords weigh less the less of it the text has. */
export function scoringFor(
  scoring: ScoringParameters,
  { rarity, absent }: Terms,
  question: number,
): ScoringParameters {
  const own = rarity[question]!;
  if (own.size > MOST_TERMS) return scoring;
  const trust = Math.min(1, Math.max(LEAST_TRUST, knownShare(own, absent[question]!) / TRUSTED_SHARE));
  return trust === 1 ? scoring : { ...scoring, keywordShare: trust * scoring.keywordShare };
}
