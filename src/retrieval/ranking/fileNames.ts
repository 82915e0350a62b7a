/** What a file is called says what it is about: in code more than most of its lines do. */
import { partsOfWord, terms } from '../terms.ts';

/** Files that are called by what they are for the language; their folder's name says what they are about. */
const ENTRANCES = new Set(['__init__', '__main__', 'index', 'init', 'lib', 'main', 'mod']);

/** A shorter word is the beginning of too many others. */
const MIN_PREFIX = 3;

/** The words of a file's name. */
export interface NameWords {
  readonly words: ReadonlySet<string>;
  /** The name without its ending, as a name in code would be written: lower case, letters and digits. */
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

/** The stemmed words of a text, no identifier whole: that would begin with words it does not mean. */
export function partsOf(text: string): Set<string> {
  return new Set(partsOfWord(text).flatMap((part) => [...terms(part)]));
}

/** Whether one of the words is this one, or begins with it, or the other way round. */
export function hasWord(words: ReadonlySet<string>, word: string): boolean {
  if (words.has(word)) return true;
  if (word.length < MIN_PREFIX) return false;
  for (const other of words) {
    if (other.length >= MIN_PREFIX && (other.startsWith(word) || word.startsWith(other))) return true;
  }
  return false;
}

/**
 * How much a question speaks of what a file is called, 0 to 1: the share of the question's words that are in the name, and
 * of the name's that are in the question. The root of the first, since a long question has many words that are in no name.
 */
export function nameAgreement(asked: ReadonlySet<string>, name: ReadonlySet<string>): number {
  if (asked.size === 0 || name.size === 0) return 0;
  const named = [...asked].filter((word) => hasWord(name, word)).length / asked.size;
  const covered = [...name].filter((word) => hasWord(asked, word)).length / name.size;
  return Math.sqrt(named) * covered;
}
