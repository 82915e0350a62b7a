import type { Message, SentenceId, Sentences, Told } from '../contract/index.ts';
import { printableMessage } from '../text/index.ts';
import { english } from './english.ts';

/** Makes a sentence of its id and arguments. */
export function message<Id extends SentenceId>(id: Id, ...args: Sentences[Id]): Message {
  return { id, args };
}

/**
 * The shape of `vscode.l10n.t`: an English sentence in the user's language, with the arguments in place of `{0}`, `{1}` …
 * Numbers are formatted for the reader before they come here.
 */
export type Translate = (sentence: string, ...args: string[]) => string;

/** What `Translate` does when there is no translation. */
export const untranslated: Translate = (sentence, ...args) =>
  sentence.replace(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);

/**
 * Puts a sentence into words for people. Arguments may be words of others, so line breaks and hidden characters are
 * made harmless.
 */
export function inWords(told: Told, t: Translate = untranslated): string {
  if (typeof told === 'string') return told;
  return t(english[told.id], ...told.args.map((one) => inWords(one, t)));
}

/** What to tell people of any error. */
export function toldOf(error: unknown): Told {
  if (error instanceof ToldError) return error.told;
  return error instanceof Error ? error.message : String(error);
}

/** An error to be told to people; its `message` is the English sentence, on one line. */
export class ToldError extends Error {
  readonly told: Told;

  constructor(told: Told, options?: ErrorOptions) {
    super(printableMessage(inWords(told)), options);
    this.told = told;
  }
}
