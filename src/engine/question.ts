import { message } from '../messages/index.ts';
import type { ModelReader } from '../model/index.ts';
import { focusOf, followUpOf, keywordsOf, partsOf } from '../question/index.ts';
import type { FollowUp, Part } from '../question/index.ts';
import { asRead } from '../retrieval/index.ts';
import type { KeywordQuery, ReadingPlan } from '../retrieval/index.ts';
import { AskFailure } from './failure.ts';
import type { QuestionBefore, UsedQuestion } from '../contract/index.ts';

/** Limit of a question: half a window, so that as much can be read as is asked. */
export function maxQuestionTokens(windowTokens: number): number {
  return Math.floor(windowTokens / 2);
}

/** In UTF-16 code units: a log file belongs into the folder, not into the question. */
const MAX_QUESTION_LENGTH = 200_000;

/** An upper bound of the length of a token: a longer text is long without counting. */
const MAX_TOKEN_LENGTH = 16;

/**
 * Limit of the part that the model is asked. More words would dilute each other, and every window is read with all of
 * them.
 */
const FOCUS_TOKENS = 128;

/** The question without white space around it. @throws AskFailure `questionEmpty`, `questionTooLong` */
export function questionText(question: string): string {
  // Spelled as text is read, so that tokens and offsets agree with it.
  const text = asRead(question.toWellFormed().trim());
  if (text === '') throw new AskFailure('questionEmpty', message('questionEmpty'));
  if (!/[\p{L}\p{N}]/u.test(text)) throw new AskFailure('questionEmpty', message('questionWordless'));
  if (text.length > MAX_QUESTION_LENGTH) {
    const told = message('questionTooLong', `${text.length}`, `${MAX_QUESTION_LENGTH}`);
    throw new AskFailure('questionTooLong', told);
  }
  return text;
}

/** A question as it is read. */
export interface AskedQuestion {
  readonly text: string;
  readonly isLong: boolean;
  /** Parts of a question that is long or has pasted output; empty for any other, which is taken as it is. */
  readonly parts: readonly Part[];
  /** What it takes over from the question before; undefined for a question that stands by itself. */
  readonly followUp?: FollowUp | undefined;
  /** What keywords are taken from. */
  readonly keywords: KeywordQuery;
}

/** Who counts a question's tokens. */
export type QuestionReader = Pick<ModelReader, 'windowTokens' | 'tokensOf'>;

/** Takes a question apart where that is needed. @param before the question that it may lean on */
export function askedQuestion(reader: QuestionReader, text: string, before?: QuestionBefore): AskedQuestion {
  const limit = maxQuestionTokens(reader.windowTokens);
  const isLong = text.length > MAX_TOKEN_LENGTH * limit || reader.tokensOf(text).length > limit;
  const parts = partsOf(text);
  const isPlain = parts.every(({ kind, values }) => isOwn(kind) && values.length === 0);
  if (!isLong && isPlain) {
    const followUp = followUpOf(text, before);
    return { text, isLong, parts: [], followUp, keywords: followUp?.keywords ?? text };
  }
  return { text, isLong, parts, keywords: keywordsOf(parts) };
}

function isOwn(kind: Part['kind']): boolean {
  return kind === 'asked' || kind === 'sentence' || kind === 'code';
}

/** What is known of a question's terms in the text. */
interface TermsInText {
  readonly rarity: ReadonlyMap<string, number>;
  readonly absent: ReadonlySet<string>;
}

export function termsOf({ rarity, absent }: ReadingPlan, question: number): TermsInText {
  return { rarity: rarity[question]!, absent: absent[question]! };
}

/**
 * The question as model and writer get it, never longer than the model takes. @param found given where the text is
 * known; without it every word counts the same
 */
export function focusedText(
  reader: QuestionReader,
  { text, parts, followUp }: AskedQuestion,
  found?: TermsInText,
): string {
  if (parts.length === 0) return followUp?.carried.text ?? text;
  return focusOf(parts, {
    weightOf: (term) => (found ? (found.absent.has(term) ? 0 : (found.rarity.get(term) ?? 0)) : 1),
    tokensOf: (part) => reader.tokensOf(part).length,
    maxTokens: FOCUS_TOKENS,
  });
}

/** What to tell of the text searched by; undefined when the question was taken as it is. */
export function usedQuestion({ parts, isLong }: AskedQuestion, text: string): UsedQuestion | undefined {
  if (parts.length === 0) return undefined;
  return { text, isLong, frames: parts.filter(({ frame }) => frame).length };
}
