import { terms, WORD } from '../retrieval/index.ts';
import type { QuestionWords } from '../contract/index.ts';

/** Limit of the unknown words that are named. */
const MAX_NAMED = 50;

/** Below this share, words in common are chance: two languages share some words. */
const CHANCE_SHARE = 0.25;
const MIN_WORDS_FOR_CHANCE = 4;
/** A longer question tells of much that the text need not have. */
const MAX_WORDS_FOR_CHANCE = 20;

/**
 * How the words of a question meet the text.
 * @param absent its terms that occur nowhere there
 * @returns undefined when all of them occur
 */
export function questionWords(question: string, absent: ReadonlySet<string>): QuestionWords | undefined {
  const words = new Map<string, boolean>();
  for (const [word] of question.matchAll(WORD)) {
    const all = [...terms(word)];
    if (all.length > 0) words.set(word.toLowerCase(), !all.every((term) => absent.has(term)));
  }
  const unknown = [...words].flatMap(([word, occurs]) => (occurs ? [] : [word]));
  if (words.size > 0 && unknown.length === 0) return undefined;
  return { kind: kindOf(words.size, words.size - unknown.length), unknown: unknown.slice(0, MAX_NAMED) };
}

function kindOf(words: number, known: number): QuestionWords['kind'] {
  if (words === 0) return 'common';
  const isSentence = words >= MIN_WORDS_FOR_CHANCE && words <= MAX_WORDS_FOR_CHANCE;
  const byChance = isSentence && known <= CHANCE_SHARE * words;
  return known === 0 || byChance ? 'foreign' : 'shared';
}
