/**
 * What a question that leans on the one before it takes over from there: names and words with lower weight than its own.
 * The weights were chosen on the tune half of `npm run bench:follow-ups`.
 */
import type { CarriedOver, Evidence, QuestionBefore } from '../contract/index.ts';
import { nameDefined, symbolsOf, terms, WORD } from '../retrieval/index.ts';
import type { WeighedText } from '../retrieval/index.ts';
import { definitionIn, isComment, mayBeHead } from '../units/index.ts';
import { hasName, isRelating, leans, pronounOf } from './leaning.ts';

/** How much counts what is carried over; words of the question itself have 1. */
export interface FollowUpWeights {
  /** The name that is likeliest to be meant. */
  readonly name: number;
  /** Each further name counts this many times as much as the one before it. */
  readonly furtherName: number;
  /** Words of the question before, beside names and where there are none. */
  readonly word: number;
  readonly wordAlone: number;
  /** How near the lines of the piece found first are to what is asked, see `NearnessOf`. */
  readonly place: number;
  /** Each further piece counts this many times as much as the one before it. */
  readonly furtherPlace: number;
}

export const followUpWeights: FollowUpWeights = {
  name: 1,
  furtherName: 0.4,
  word: 0.2,
  wordAlone: 0.5,
  place: 0.5,
  furtherPlace: 0.4,
};

/** A line range in which an answer is likely. */
export interface LikelyPlace extends Pick<Evidence, 'root' | 'path' | 'startLine' | 'endLine'> {
  /** 0 to 1. */
  readonly weight: number;
}

/** A question that leans on the one before it. */
export interface FollowUp {
  readonly carried: CarriedOver;
  readonly keywords: readonly WeighedText[];
  readonly places: readonly LikelyPlace[];
}

/** Pieces of evidence that lend names. */
const LEADING_PIECES = 3;
const MOST_NAMES = 3;
const MOST_WORDS = 8;
/** In UTF-16 code units: what is shorter stands everywhere, what is longer is no name. */
const MIN_CHARS = 2;
const MAX_CHARS = 80;

/** Asks for uses, in tests or elsewhere: what defines a name is known already. */
const ASKS_FOR_USES =
  /\b(?:call(?:s|ed|ing|ers?|sites?)?|us(?:es?|ed|ing|ages?|ers?)|invok(?:es?|ed|ing)|refer(?:s|red|ences?|enced)|instantiated|tests?|tested|specs?|covers?|covered)\b|调用|使用|引用|测试/iu;
const ASKS_FOR_DEFINITION =
  /\b(?:defin(?:es?|ed|ition)|declar(?:es?|ed|ation)|implement(?:s|ed|ation)?)\b|定义|实现/iu;

/** @returns undefined for a question that stands by itself, and where there is nothing to take over */
export function followUpOf(
  question: string,
  before: QuestionBefore | undefined,
  weights: FollowUpWeights = followUpWeights,
): FollowUp | undefined {
  if (!before || !leans(question)) return undefined;
  // "And what about parse_url?" names what it is about: of the question before it wants the rest.
  const names = hasName(question) ? [] : namesOf(before);
  const words = wordsOf(before, names);
  if (names.length === 0 && words.length === 0) return undefined;
  const isUsed = ASKS_FOR_USES.test(question);
  const asksElsewhere = isUsed || ASKS_FOR_DEFINITION.test(question);
  return {
    carried: { from: before.question, names, words, text: spelledOut(question, names, words) },
    keywords: [
      { text: ownWords(question), weight: 1 },
      ...names.map((text, i): WeighedText => {
        const weight = weights.name * weights.furtherName ** i;
        return { text, weight, isWhole: true, ...(isUsed && { isUsed }) };
      }),
      { text: words.join(' '), weight: names.length > 0 ? weights.word : weights.wordAlone },
    ],
    places: asksElsewhere ? [] : placesOf(before, weights),
  };
}

/** The names that the question before and what it found are about, the likeliest to be meant first. */
function namesOf({ question, carried, evidence }: QuestionBefore): string[] {
  const asked = symbolsOf(question)
    .filter(({ name }) => hasName(name) && isUsable(name))
    .map(({ name }) => name);
  const found = evidence.slice(0, LEADING_PIECES).flatMap((piece) => nameOf(piece) ?? []);
  const all = new Set([...asked, ...found, ...(carried?.names ?? [])]);
  return [...all].slice(0, MOST_NAMES);
}

/** The name of what a piece is about: what its best line stands in, or, of a comment, what is below it. */
function nameOf({ text, startLine, bestLine = startLine, signature }: Evidence): string | undefined {
  const lines = text.split('\n');
  const at = bestLine - startLine;
  const above = (): string | undefined => lines.slice(0, at + 1).findLast(opens) ?? signature?.text;
  const below = (): string | undefined => lines.slice(at + 1).find(opens);
  const head = isComment(lines[at] ?? '') ? (below() ?? above()) : (above() ?? below());
  const name = head === undefined ? undefined : nameDefined(head);
  // A line of a comment may look like a head: "the class is …".
  return name !== undefined && isUsable(name) ? name : undefined;
}

/** Whether a word may be carried over: it says something and has the length of a word. */
function isUsable(word: string): boolean {
  const isLong = /\p{Script=Han}/u.test(word) || word.length >= MIN_CHARS;
  return isLong && word.length <= MAX_CHARS && !terms(word).next().done;
}

/** Whether a line is the head of a function or a type with a name. */
function opens(line: string): boolean {
  return (definitionIn(line) !== undefined || mayBeHead(line)) && nameDefined(line) !== undefined;
}

/** What the question before asked about, in its own words. */
function wordsOf({ question, carried }: QuestionBefore, names: readonly string[]): string[] {
  const known = new Set(names.map((name) => name.toLowerCase()));
  const own = [...question.matchAll(WORD)].map(([word]) => word).filter((word) => !isRelating(word));
  const words = [...own, ...(carried?.words ?? [])].filter(
    (word) => isUsable(word) && !known.has(word.toLowerCase()),
  );
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** The words of a question that say what it is about; all of them where none does. */
function ownWords(question: string): string {
  const words = [...question.matchAll(WORD)].map(([word]) => word);
  return words.filter((word) => !isRelating(word)).join(' ');
}

/** Puts what is meant where the question points at it, else behind it. */
function spelledOut(question: string, names: readonly string[], words: readonly string[]): string {
  const [name] = names;
  const pronoun = pronounOf(question);
  if (name === undefined) return `${question} (${words.join(' ')})`;
  if (!pronoun) return `${question} (${name})`;
  const { start, end } = pronoun;
  const isOwner = /^(?:its|theirs?|his|hers?)$/iu.test(question.slice(start, end));
  return `${question.slice(0, start)}${name}${isOwner ? "'s" : ''}${question.slice(end)}`;
}

function placesOf(
  { evidence }: QuestionBefore,
  { place, furtherPlace }: Pick<FollowUpWeights, 'place' | 'furtherPlace'>,
): LikelyPlace[] {
  if (place === 0) return [];
  return evidence.slice(0, LEADING_PIECES).map(({ root, path, startLine, endLine }, i) => {
    return { root, path, startLine, endLine, weight: place * furtherPlace ** i };
  });
}
