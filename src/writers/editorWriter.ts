import { EventEmitter, on } from 'node:events';
import { message } from '../messages/index.ts';
import type { Prompt, WriteResult } from '../contract/index.ts';
import { promptFor } from './prompt.ts';
import { WriterError } from './types.ts';
import type { Writer, WriterEvidence } from './types.ts';

/**
 * Asks a language model of the editor. `onText` gets the whole text so far.
 * @throws WriterError
 */
export type AskEditor = (
  prompt: Prompt,
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<WriteResult>;

/** The failure where there is no editor to ask. */
export function noEditor(): WriterError {
  return new WriterError(message('writerNoEditor'));
}

/** Has a language model of the editor write; whoever asked the question passes the prompt on to it. */
export class EditorWriter implements Writer {
  readonly cites = true;
  readonly #ask: AskEditor;
  #name = 'editor';

  constructor(ask: AskEditor) {
    this.#ask = ask;
  }

  /** The name of the model is known when it has answered. */
  get name(): string {
    return this.#name;
  }

  async *write(
    question: string,
    evidence: readonly WriterEvidence[],
    signal: AbortSignal,
  ): AsyncGenerator<string, void> {
    const told = new EventEmitter();
    const texts = on(told, 'text', { close: ['end'] }) as AsyncIterable<[string]>;
    // The editor may be slow to stop, so a cancelled question does not wait for it.
    const end = (): boolean => told.emit('end');
    signal.addEventListener('abort', end, { once: true });
    const answered = this.#ask(promptFor(question, evidence), (text) => told.emit('text', text), signal);
    answered.then(end, end);
    if (signal.aborted) end();
    try {
      let last = '';
      for await (const [text] of texts) yield (last = text);
      if (signal.aborted) return;
      const { text, writer } = await answered;
      this.#name = writer;
      if (text.trim() === '') throw new WriterError(message('writerSilentModel', writer));
      if (text !== last) yield text;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
