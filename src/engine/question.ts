import type { OpenModel } from '../model/index.ts';
import { asRead } from '../retrieval/index.ts';
import { AskFailure } from './failure.ts';

/** A question may take half a window, so that there is as much to read as to ask. */
export function maxQuestionTokens(windowTokens: number): number {
  return Math.floor(windowTokens / 2);
}

/** The question without white space around it. @throws AskFailure `questionEmpty` */
export function questionText(question: string): string {
  // Spelled as the text is read, so that its tokens agree with it and its places are those of its characters.
  const text = asRead(question.trim());
  if (text === '')
    throw new AskFailure('questionEmpty', 'The question is empty. Type what you want to know.');
  return text;
}

/** @throws AskFailure `questionTooLong` */
export function checkLength(model: OpenModel, text: string): void {
  const question = model.reader.prepare(text);
  const tokens = question.countedTo - question.countedFrom;
  const limit = maxQuestionTokens(model.reader.windowTokens);
  if (tokens > limit) {
    throw new AskFailure(
      'questionTooLong',
      `The question has ${tokens} tokens; ${limit} is the most this model can take. Shorten it to what you want to find.`,
    );
  }
}
