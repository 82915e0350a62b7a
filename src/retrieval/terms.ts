import { stemmer } from 'stemmer';

const stopWords = new Set(
  (
    'a an the and or not of to in on at by for with from as is are was were be been it its this that these those i me my we ' +
    'our you your he she they them do does did has have had will would can could should may which who whom whose what when ' +
    'where why how if then than so there here'
  ).split(' '),
);

/** Stemming is the larger part of the counting, and words repeat. */
const stems = new Map<string, string>();
const MAX_STEMS = 50_000;

/** A run of letters, digits and underscores, or one Chinese character. */
export const WORD = /\p{Script=Han}|[\p{L}\p{N}_$]+/gu;

/**
 * Terms of a text: words and identifiers, cut at underscores, case changes and digits, lower-cased and stemmed (Porter);
 * an identifier of several parts is also kept whole; Chinese character by character.
 */
export function* terms(text: string): Generator<string, void> {
  for (const [run] of text.matchAll(WORD)) {
    const parts = run.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\p{N}+/gu) ?? [];
    for (const part of parts) {
      const term = part.toLowerCase();
      if (!stopWords.has(term)) yield stem(term);
    }
    if (parts.length > 1) yield run.toLowerCase();
  }
}

function stem(word: string): string {
  let found = stems.get(word);
  if (found === undefined) {
    if (stems.size >= MAX_STEMS) stems.clear();
    found = stemmer(word);
    stems.set(word, found);
  }
  return found;
}
