import { terms } from '../retrieval/index.ts';
import type { WeighedText } from '../retrieval/index.ts';
import type { Part, PartKind } from './parts.ts';

/** Weights of the words of each kind of part; words that ask have 1. */
const weights: Record<Exclude<PartKind, 'frame' | 'sentence'>, number> = {
  asked: 1,
  message: 1,
  code: 0.4,
  log: 0.2,
};
const FOREIGN_WEIGHT = 0.1;
/** Not 0, because a value may be a constant of the program. */
const VALUE_WEIGHT = 0.2;
/** Weight of a sentence where nothing asks. */
const UNASKED_WEIGHT = 0.4;
/** Weight of a sentence that shares nothing with the one that asks. */
const LEAST_WEIGHT = 0.15;
/** Weight of the sentence that shares most with it. */
const MOST_WEIGHT = 0.6;

/** The texts that keywords are taken from, with how much each says of what is sought. */
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
 * Weights of sentences that do not ask. The more words a sentence shares with those that ask, the more likely it is
 * about the same thing, and not about the machine, earlier attempts or thanks.
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

/** Number of frames told to the model, those nearest to the failure. */
export const INNERMOST_FRAMES = 3;
