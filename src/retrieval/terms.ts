import { stemmer } from 'stemmer';
import { asCompared, joinedWords, withoutAccents } from './spelling.ts';

const stopWords = new Set(
  (
    'a an the and or not of to in on at by for with from as is are was were be been it its this that these those i me my we ' +
    'our you your he she they them do does did has have had will would can could should may which who whom whose what when ' +
    'where why how if then than so there here'
  ).split(' '),
);

/** Terms by word: cutting and stemming take most of the time of counting, and words repeat. */
const known = new Map<string, readonly string[]>();
const MAX_KNOWN = 50_000;
/** Longer runs, such as encoded data, hardly ever repeat. */
const MAX_KNOWN_CHARS = 64;

/**
 * A run of letters, digits and underscores with the accents and invisible characters inside it, or one Chinese character.
 */
export const WORD =
  /\p{Script=Han}|[\p{L}\p{N}_$](?:[\p{M}\u00AD\u200B-\u200D\u2060]*[\p{L}\p{M}\p{N}_$])*/gu;

/**
 * Terms of a text: words and identifiers, cut at underscores, case changes and digits, lower-cased and stemmed
 * (Porter). An identifier of several parts is also a term as a whole, a word with accents also without them, a word
 * broken by a hyphen at the end of a line also joined. Chinese goes character by character.
 */
export function* terms(text: string): Generator<string, void> {
  const compared = asCompared(text);
  for (const [run] of compared.matchAll(WORD)) yield* termsOfWord(run);
  for (const word of joinedWords(compared)) yield* termsOfWord(word);
}

/** Runs of letters or digits, an identifier cut where its case changes. */
export function partsOfWord(run: string): readonly string[] {
  return run.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{Lu}+|\p{N}+/gu) ?? [];
}

function termsOfWord(run: string): readonly string[] {
  const found = known.get(run);
  if (found) return found;
  if (run.length > MAX_KNOWN_CHARS) return [...newTermsOfWord(run)];
  // A copy, because the run may be a view that keeps its whole file in memory.
  const word = Buffer.from(run).toString();
  const made = [...newTermsOfWord(word)];
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(word, made);
  return made;
}

function* newTermsOfWord(run: string): Generator<string, void> {
  const parts = partsOfWord(run);
  for (const part of parts) {
    const term = lowerCase(part);
    if (stopWords.has(term)) continue;
    yield stemmer(term);
    const plain = withoutAccents(term);
    if (plain !== term) yield stemmer(plain);
  }
  if (parts.length > 1) yield lowerCase(run);
}

/** Lower case, with ß as ss, because its capital is SS. */
function lowerCase(word: string): string {
  return word.toLowerCase().replaceAll('ß', 'ss');
}

/** The words of a text, each as one term: an identifier or an id without its parts. */
export function* wholeTerms(text: string): Generator<string, void> {
  for (const [run] of asCompared(text).matchAll(WORD)) {
    const whole = [...terms(run)].at(-1);
    if (whole !== undefined) yield whole;
  }
}
