import { terms } from '../retrieval/index.ts';
import type { WeighedText } from '../retrieval/index.ts';
import type { Part, PartKind } from './parts.ts';

/** How much the words of a part count beside those that ask. */
const weights: Record<Exclude<PartKind, 'frame' | 'sentence'>, number> = {
  asked: 1,
  message: 1,
  code: 0.4,
  log: 0.2,
};
const FOREIGN_WEIGHT = 0.1;
/** A value may be a constant of the program after all. */
const VALUE_WEIGHT = 0.2;
/** Of a sentence where nothing asks. */
const UNASKED_WEIGHT = 0.4;
/** Of a sentence that has none of what is asked. */
const LEAST_WEIGHT = 0.15;
/** Of the sentence that has most of it. */
const MOST_WEIGHT = 0.6;

/** What keywords are taken from: everything that was said, by how much it says of what is sought. */
export function keywordsOf(parts: readonly Part[]): WeighedText[] {
  const weightOf = weightsFor(parts);
  return parts.flatMap((part) => [
    { text: part.text, weight: weightOf(part) },
    ...part.values.map((text): WeighedText => ({ text, weight: VALUE_WEIGHT, isWhole: true })),
  ]);
}

function weightsFor(parts: readonly Part[]): (part: Part) => number {
  const ofSentence = sentenceWeights(parts);
  return ({ kind, text, frame, depth }) => {
    if (kind === 'sentence') return ofSentence(text);
    if (kind !== 'frame') return weights[kind];
    return frame!.isForeign ? FOREIGN_WEIGHT : 1 / (1 + depth!);
  };
}

/**
 * Of sentences that do not ask: the more words one has of those that do, the more likely it tells of the same thing, and not
 * of the machine, of what was tried, or thanks.
 */
function sentenceWeights(parts: readonly Part[]): (text: string) => number {
  const asked = new Set(parts.filter(({ kind }) => kind === 'asked').flatMap(({ text }) => [...terms(text)]));
  if (asked.size === 0) return () => UNASKED_WEIGHT;
  const shared = (text: string): number => new Set([...terms(text)].filter((term) => asked.has(term))).size;
  const most = parts.reduce(
    (top, { kind, text }) => (kind === 'sentence' ? Math.max(top, shared(text)) : top),
    1,
  );
  return (text) => LEAST_WEIGHT + (MOST_WEIGHT - LEAST_WEIGHT) * (shared(text) / most);
}

/** So many frames from where it failed are told of. */
export const INNERMOST_FRAMES = 3;
