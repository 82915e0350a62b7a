/** The stream of OpenAI's chat completions: server-sent events with a piece of the text in each. */
import { createParser } from 'eventsource-parser';
import { message } from '../messages/index.ts';
import { shortened } from './serverText.ts';
import { WriterError } from './types.ts';

/** Limit of an unfinished event, in characters. Real ones have some hundred; an endless one would fill the memory. */
const MAX_EVENT_CHARACTERS = 1_000_000;
/** Limit of an answer, in characters: a model that repeats itself never ends. */
const MAX_ANSWER_CHARACTERS = 50_000;

/** Assembles an answer from the events of its stream. */
export class CompletionStream {
  readonly #parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: ({ data }) => this.#onData(data),
    onError: ({ type, field, value }) => {
      if (type === 'max-buffer-size-exceeded') {
        throw new WriterError(message('writerEndlessEvent'));
      }
      // llama.cpp's server put errors into this field before it adopted OpenAI's form.
      if (field === 'error') throw serverError(parsed(value ?? ''));
    },
  });
  #written = '';
  #ended = false;

  /** The text so far, without what the model thought before it answered. */
  get text(): string {
    return withoutThinking(this.#written);
  }

  /** True when the server has said that the answer is complete. */
  get ended(): boolean {
    return this.#ended;
  }

  /** @throws WriterError when the server tells of an error, or sends what is no answer */
  feed(chunk: string): void {
    this.#parser.feed(chunk);
  }

  #onData(data: string): void {
    if (data.trim() === '' || this.#ended) return;
    if (data.trim() === '[DONE]') {
      this.#ended = true;
      return;
    }
    this.#take(parsed(data));
  }

  #take(chunk: unknown): void {
    if (hasError(chunk)) throw serverError(chunk);
    const choice = firstChoice(chunk);
    const content = choice?.delta?.content;
    if (typeof content === 'string') this.#written += content;
    const reason = choice?.finish_reason;
    if (typeof reason === 'string') this.#finish(reason);
    if (this.#written.length > MAX_ANSWER_CHARACTERS) {
      throw new WriterError(message('writerEndless'));
    }
  }

  #finish(reason: string): void {
    if (reason === 'length') {
      throw new WriterError(message('writerTokenLimit'));
    }
    if (reason === 'content_filter') throw new WriterError(message('writerFiltered'));
    this.#ended = true;
  }
}

/**
 * The text of a completion that came in one piece, from a server that does not stream.
 * @throws WriterError
 */
export function completionText(body: string): string {
  const completion = parsed(body);
  if (hasError(completion)) throw serverError(completion);
  const content = firstChoice(completion)?.message?.content;
  if (typeof content !== 'string') throw notCompletions(body);
  return withoutThinking(content);
}

/** The server's own words for what went wrong, in the forms of OpenAI, Ollama and vLLM. Empty when it says nothing. */
export function errorMessage(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { error, message: said } = body as { error?: unknown; message?: unknown };
  if (typeof error === 'string') return shortened(error);
  if (error !== undefined && error !== null) return errorMessage(error);
  return typeof said === 'string' ? shortened(said) : '';
}

interface CompletionChoice {
  readonly delta?: { readonly content?: unknown } | null;
  readonly message?: { readonly content?: unknown } | null;
  readonly finish_reason?: unknown;
}

function firstChoice(completion: unknown): CompletionChoice | undefined {
  const { choices } = (completion ?? {}) as { choices?: unknown };
  return Array.isArray(choices) ? ((choices[0] ?? undefined) as CompletionChoice | undefined) : undefined;
}

function hasError(chunk: unknown): boolean {
  const { error } = (chunk ?? {}) as { error?: unknown };
  return error !== undefined && error !== null;
}

function serverError(chunk: unknown): WriterError {
  const said = errorMessage(chunk);
  return new WriterError(said === '' ? message('writerErrorUnsaid') : message('writerError', said));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw notCompletions(json);
  }
}

function notCompletions(said: string): WriterError {
  return new WriterError(message('writerNoCompletion', shortened(said, 80)));
}

/** Removes a model's thoughts, which some servers put between tags of this name in front of the answer. */
function withoutThinking(text: string): string {
  const start = text.trimStart();
  const tag = '<think>';
  if (tag.startsWith(start.slice(0, tag.length)) && start.length < tag.length) return '';
  if (!start.startsWith(tag)) return text;
  const end = start.indexOf('</think>');
  return end === -1 ? '' : start.slice(end + '</think>'.length).trimStart();
}
