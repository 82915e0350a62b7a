/** Compares a question with file names, which in code say what a file is about better than most of its lines. */
import { partsOfWord, terms } from '../terms.ts';

/** Files named by their purpose for the language; the name of their folder says what they are about. */
const ENTRANCES = new Set(['__init__', '__main__', 'index', 'init', 'lib', 'main', 'mod']);

/** Shorter words are the beginning of too many others. */
const MIN_PREFIX = 3;

/** The words of a file's name. */
export interface NameWords {
  readonly words: ReadonlySet<string>;
  /** The name without its ending, lower case, letters and digits only, as code would name it. */
  readonly stem: string;
}

/** @param path with `/` */
export function nameWords(path: string): NameWords {
  const names = path.split('/');
  const stemAt = (i: number): string => (names.at(i) ?? '').replace(/(?<=.)\.[^.]*$/u, '');
  const isEntrance = names.length > 1 && ENTRANCES.has(stemAt(-1));
  const name = isEntrance ? names.at(-2)! : stemAt(-1);
  return { words: partsOf(name), stem: squeezed(name) };
}

/** A name in the form of `NameWords.stem`. */
export function squeezed(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The stemmed words of a text. Identifiers only in parts, because a whole one begins with words that it does not mean.
 */
export function partsOf(text: string): Set<string> {
  return new Set(partsOfWord(text).flatMap((part) => [...terms(part)]));
}

/** Whether the set has this word, a word that begins with it, or a word that it begins with. */
export function hasWord(words: ReadonlySet<string>, word: string): boolean {
  if (words.has(word)) return true;
  if (word.length < MIN_PREFIX) return false;
  for (const other of words) {
    if (other.length >= MIN_PREFIX && (other.startsWith(word) || word.startsWith(other))) return true;
  }
  return false;
}

/**
 * How much a question speaks of a file's name, 0 to 1: the root of the share of the question's words that are in the
 * name, times the share of the name's that are in the question. The root, since a long question has many words that are
 * in no name.
 */
export function nameAgreement(asked: ReadonlySet<string>, name: ReadonlySet<string>): number {
  if (asked.size === 0 || name.size === 0) return 0;
  const named = [...asked].filter((word) => hasWord(name, word)).length / asked.size;
  const covered = [...name].filter((word) => hasWord(asked, word)).length / name.size;
  return Math.sqrt(named) * covered;
}
