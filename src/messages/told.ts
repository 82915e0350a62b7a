import type { Message, SentenceId, Sentences, Told } from '../contract/index.ts';
import { printableMessage } from '../text/index.ts';
import { english } from './english.ts';

/** A sentence with what is put into it. */
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

/** What people read. What is put in may be others' words: they break lines and hide characters. */
export function inWords(told: Told, t: Translate = untranslated): string {
  if (typeof told === 'string') return told;
  return t(english[told.id], ...told.args.map((one) => inWords(one, t)));
}

/** What people are told of any error. */
export function toldOf(error: unknown): Told {
  if (error instanceof ToldError) return error.told;
  return error instanceof Error ? error.message : String(error);
}

/** An error that people are told of; its `message` is the English of what they are told, on one line. */
export class ToldError extends Error {
  readonly told: Told;

  constructor(told: Told, options?: ErrorOptions) {
    super(printableMessage(inWords(told)), options);
    this.told = told;
  }
}
