/**
 * Tells a question that leans on the one before it ("and where is it called?") from one that stands by itself. By rules
 * alone: a question that is not sure to lean stands by itself, because words that it did not ask for would bend it.
 */
import { terms } from '../retrieval/index.ts';

/** A follow-up is short; a longer question says itself what it is about. */
const MOST_WORDS = 16;
/** Words of its own with which a question that opens like a follow-up still leans. */
const MOST_OWN_WORDS = 2;
/** The same in Chinese characters. */
const MOST_OWN_CHARACTERS = 8;

const OPENS =
  /^\s*(?:and|but|also|then|or|so|what about|how about|(?:what|who|where|how|when|anything|anyone) else|why|why not|how come|how so)\b/iu;
const OPENS_IN_CHINESE = /^\s*(?:那|还有|另外|然后|以及)|呢\s*[？?]?\s*$/u;

/**
 * Words that say how something is asked about, not what. A question of nothing else is about what was found before.
 */
const RELATING = termsOf(
  'call caller callers invoke invoked use used user usage refer reference references define defined definition declare ' +
    'declared declaration implement implemented implementation happen work mean do done go come get got make made take ' +
    'look show find see say tell exactly actually really please else other same too also again one thing reason way ' +
    'example detail more explain describe about like up out any some all no now just only still yet',
);
/** Aspects of whatever was found: without a word of its own, "what is returned?" asks nothing. */
const ASPECTS = termsOf(
  'error errors exception exceptions failure fail fails raise raised throw throws thrown return returned argument ' +
    'parameter result value',
);

/** Nouns by which "this …" points at the whole that is asked about. */
const THE_WHOLE =
  'repository|repo|project|codebase|code|library|package|folder|directory|workspace|program|application|app|tool|' +
  'framework|book|document|documentation|text|essay|site|website';
const AUXILIARY =
  'do|does|did|is|are|was|were|can|could|will|would|should|shall|may|might|must|has|have|had|be|been';
const PREPOSITION =
  'of|for|with|from|in|into|by|about|to|on|at|after|before|behind|inside|around|like|than|without';

/** A pronoun, with what stands before it. */
const PRONOUN = new RegExp(
  [
    String.raw`\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers)\b`,
    String.raw`\b(?:this|that)\s+(?:function|method|class|type|module|file|value|option|setting|part|section|one|case|error|exception)\b`,
    // Of "this" and the like those that stand alone, or before a noun that is not the whole that is asked about.
    String.raw`\b(?:this|these|those)\b(?!\s+(?:${THE_WHOLE})s?\b)`,
    String.raw`(?<=\b(?:${AUXILIARY}|${PREPOSITION}|calls?|uses?|does|sets?|tests?|covers?|raises?|throws?|explain|describe)\s+)that\b(?!\s+(?:${THE_WHOLE})s?\b)`,
    String.raw`\bthe (?:former|latter|other one|others|same (?:function|method|class|file|place|way))\b`,
    String.raw`(?<=\b(?:${PREPOSITION}|happens|goes on)\s+)there\b`,
  ].join('|'),
  'giu',
);
/** "It" that stands for nothing: "is it possible to", "how long does it take to". */
const STANDS_FOR_NOTHING =
  /\b(?:is|was)\s+it\s+\w+\s+(?:whether|that|if|how|which|when|to)\b|\b(?:is|was|be|makes?|made)\s+it\s+(?:\w+ly\s+)?(?:possible|safe|allowed|necessary|needed|required|ok(?:ay)?|better|best|faster|easy|hard|true|enough|worth)\b|\bit\s+takes?\b|\bdoes it take\b/giu;
const PRONOUN_IN_CHINESE = /[它他她]|[这那](?:个|些)?(?:函数|方法|类|错误|异常|变量|参数|常量|结果)/u;

/** A name as code writes it: with an underscore, inner capitals, a qualifier, brackets, or in marks of code. */
const NAME =
  /`[^`]+`|[\p{L}\d]_[\p{L}\d]|_[\p{L}]\w*|\p{Ll}\p{Lu}|\p{L}[\w$]*(?:::|\.|->|#)[\p{L}_$][\w$]|[\p{L}_$][\w$]*\(\)/u;
const ARTICLE = /\b(?:the|a|an|each|every|all|any|some)\s+\p{L}/iu;
/** The pronoun is what the question asks about: "what does it …", "where is it …". */
const ASKED_OF = new RegExp(
  String.raw`^\W*(?:(?:and|but|so|then|or|also)\W+)?(?:(?:what|which|how|where|when|why|who|whose)\b[^.,;]*?\s)?(?:${AUXILIARY})(?:n't)?\s+$`,
  'iu',
);

/** "Who calls it", "which tests cover it": who does something is not what it is done to. */
const DONE_TO = /^\W*(?:(?:and|but|so|then|or|also)\W+)?(?:who|which|what)(?:\s+[\w-]+){1,2}\s+$/iu;
const POSSESSIVE = /^(?:its|theirs?|his|hers?)$/iu;

/** Whether a question leans on the one before it. */
export function leans(question: string): boolean {
  const words = question.match(/\p{Script=Han}|[\p{L}\p{N}_$]+/gu) ?? [];
  if (words.length === 0 || /\n\s*\S/u.test(question.trim())) return false;
  if (/\p{Script=Han}/u.test(question)) return leansInChinese(question, words.length);
  if (words.length > MOST_WORDS) return false;
  if (pronounOf(question)) return true;
  const own = ownTerms(question);
  const isAspect = !/\bwhere\b/iu.test(question) && [...own].every((term) => ASPECTS.has(term));
  return own.size === 0 || isAspect || (OPENS.test(question) && ownWords(question) <= MOST_OWN_WORDS);
}

/** The terms of a question that say what it is about. */
export function ownTerms(question: string): ReadonlySet<string> {
  return new Set([...terms(question)].filter((term) => !RELATING.has(term)));
}

/** Whether a word says how something is asked about, not what. */
export function isRelating(word: string): boolean {
  return ownTerms(word).size === 0;
}

/** Whether a question names something as code does. */
export function hasName(question: string): boolean {
  return NAME.test(question);
}

/** The part of a question that stands for what was asked before; undefined where there is none. */
export function pronounOf(question: string): { readonly start: number; readonly end: number } | undefined {
  const nothing = [...question.matchAll(STANDS_FOR_NOTHING)].map(({ 0: text, index }) => [
    index,
    index + text.length,
  ]);
  for (const { 0: text, index } of question.matchAll(PRONOUN)) {
    if (nothing.some(([from, to]) => index >= from! && index < to!)) continue;
    if (isMeantInside(question.slice(0, index), text)) continue;
    return { start: index, end: index + text.length };
  }
  return undefined;
}

/** Number of words that say what a question is about: a name counts once. */
function ownWords(question: string): number {
  const words = question.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return words.filter((word) => ownTerms(word).size > 0).length;
}

/** Whether what stands before a pronoun may be what it stands for. */
function isMeantInside(before: string, pronoun: string): boolean {
  if (NAME.test(before)) return true;
  // "That function" points at something said before, whatever else the question speaks of.
  if (pronoun.includes(' ')) return false;
  if (ARTICLE.test(before)) return true;
  if (ASKED_OF.test(before) || (DONE_TO.test(before) && !POSSESSIVE.test(pronoun))) return false;
  const opened = before.replace(OPENS, '');
  return ownTerms(opened).size > 0;
}

function leansInChinese(question: string, characters: number): boolean {
  if (hasName(question)) return false;
  if (OPENS_IN_CHINESE.test(question)) return characters <= MOST_OWN_CHARACTERS + 4;
  return characters <= 2 * MOST_OWN_CHARACTERS && PRONOUN_IN_CHINESE.test(question);
}

function termsOf(words: string): ReadonlySet<string> {
  return new Set(terms(words));
}
