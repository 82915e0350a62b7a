import type { Endpoint } from '../contract/index.ts';
import { completionText, CompletionStream, errorMessage } from './completionStream.ts';
import { completionsUrl } from './endpointUrl.ts';
import { promptFor } from './prompt.ts';
import { shortened } from './serverText.ts';
import { WriterError } from './types.ts';
import type { Writer, WriterEvidence } from './types.ts';

export interface EndpointOptions extends Endpoint {
  /** How long the server may say nothing; default 240000: a large model is loaded before its first word. */
  readonly silenceMs?: number;
}

/** Shorter than the limit of Node's own `fetch`, whose message would not help. */
const SILENCE_MS = 240_000;
/** Of a body that is not a stream. */
const MAX_BODY_CHARACTERS = 1_000_000;

/**
 * A server that speaks OpenAI's chat completions: Ollama, LM Studio, llama.cpp's, vLLM.
 * Redirects are not followed: neither the key nor the lines go where the user did not send them.
 */
export class EndpointWriter implements Writer {
  readonly cites = true;
  readonly name: string;
  readonly #options: EndpointOptions;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.name = `${options.model} (${hostOf(options.url)})`;
  }

  async *write(
    question: string,
    evidence: readonly WriterEvidence[],
    signal: AbortSignal,
  ): AsyncGenerator<string, void> {
    const silence = new Silence(this.#options.silenceMs ?? SILENCE_MS);
    try {
      const response = await this.#send(question, evidence, AbortSignal.any([signal, silence.signal]));
      silence.broken();
      if (!response.ok) throw await this.#refusal(response);
      let text = '';
      for await (text of this.#read(response, silence)) yield text;
      if (text.trim() === '') throw new WriterError(`${this.name} wrote nothing. Try another model.`);
    } catch (error) {
      if (signal.aborted) return;
      throw this.#explained(error, silence);
    } finally {
      silence.end();
    }
  }

  #send(question: string, evidence: readonly WriterEvidence[], signal: AbortSignal): Promise<Response> {
    const { url, model } = this.#options;
    const target = completionsUrl(url);
    if (model.trim() === '') {
      throw new WriterError(
        `No model is named for ${url}. Set infiniask.endpoint.model (--endpoint-model on the command line) ` +
          `to one of those that ${shortened(url)}/models lists.`,
      );
    }
    const { instructions, message } = promptFor(question, evidence);
    return fetch(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...authorization(this.#options.apiKey),
      },
      body: JSON.stringify({
        model,
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: message },
        ],
        temperature: 0,
        stream: true,
      }),
      redirect: 'manual',
      signal,
    });
  }

  async *#read(response: Response, silence: Silence): AsyncGenerator<string, void> {
    if (response.headers.get('content-type')?.includes('application/json')) {
      yield completionText(await bodyText(response));
      return;
    }
    const stream = new CompletionStream();
    let text = '';
    for await (const chunk of decoded(response)) {
      silence.broken();
      try {
        stream.feed(chunk);
      } finally {
        // What came in one chunk with an error stands too.
        if (stream.text !== text) yield (text = stream.text);
      }
      if (stream.ended) return;
    }
    if (!stream.ended) throw this.#cutOff();
  }

  async #refusal(response: Response): Promise<WriterError> {
    const { url, model } = this.#options;
    const { status } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return new WriterError(
        `${url} redirects to ${originOf(response.headers.get('location'), url)}, which was not followed. ` +
          'If that is the server you mean, set its URL.',
      );
    }
    const body = await bodyText(response);
    const said = sayingOf(body);
    const answer = said === '' ? `${status}` : `${status}: ${said}`;
    return new WriterError(
      status === 401 || status === 403
        ? `The server at ${url} refused the key (${answer}). Set the right one: the command “Set the key of the ` +
            'endpoint”, or INFINIASK_ENDPOINT_KEY on the command line.'
        : status === 404
          ? `The server at ${url} does not know the model “${model}”, or not this address (${answer}). ` +
            `${url}/models lists its models (with Ollama: ollama list); the URL mostly ends with /v1.`
          : status === 429
            ? `The server at ${url} has too much to do or a quota is used up (${answer}). Wait, then ask again.`
            : status >= 500
              ? `The server at ${url} failed (${answer}). Its log may say why; a model too large for the memory is a frequent cause.`
              : `The server at ${url} refused the request (${answer}). If the text is too long for the model, keep less evidence.`,
    );
  }

  /** Any error as one that says what to do. */
  #explained(error: unknown, silence: Silence): WriterError {
    const { url } = this.#options;
    if (silence.tooLong) {
      return new WriterError(
        `The server at ${url} said nothing for ${silence.ms / 1000} seconds. Look whether it still works, or take a smaller model.`,
        { cause: error },
      );
    }
    if (error instanceof WriterError)
      return new WriterError(this.#withoutKey(error.message), { cause: error.cause });
    const code = codeOf(error);
    const why = code ?? this.#withoutKey(shortened(messageOf(error)));
    if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') return this.#cutOff(error);
    return new WriterError(
      code === 'ECONNREFUSED'
        ? `Nothing answers at ${url} (connection refused). Is the server running, and is this its port?`
        : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
          ? `The host of ${url} was not found. Check the URL and the network.`
          : code !== undefined && /CERT|SIGNATURE/.test(code)
            ? `The certificate of ${url} is not trusted (${code}). NODE_EXTRA_CA_CERTS may name the file of your own authority.`
            : `${url} cannot be reached (${why}). Check the URL and the network.`,
      { cause: error },
    );
  }

  #cutOff(cause?: unknown): WriterError {
    return new WriterError(
      `The server at ${this.#options.url} ended the connection before the answer was complete. Look whether it still runs.`,
      { cause },
    );
  }

  /** A server may repeat the key in what it says. */
  #withoutKey(said: string): string {
    const key = this.#options.apiKey?.trim();
    return key ? said.replaceAll(key, '…') : said;
  }
}

/** Aborts when nothing is heard for too long. */
class Silence {
  readonly ms: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.ms = ms;
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get tooLong(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Something was heard. */
  broken(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function authorization(apiKey = ''): { authorization?: string } {
  const key = apiKey.trim();
  if (key === '') return {};
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new WriterError('The key of the endpoint has characters that no key has. Set it again.');
  }
  return { authorization: `Bearer ${key}` };
}

/** The body as text; characters that come in two chunks are put together. */
async function* decoded(response: Response): AsyncGenerator<string, void> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  for await (const bytes of response.body) yield decoder.decode(bytes as Uint8Array, { stream: true });
}

async function bodyText(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of decoded(response)) {
    text += chunk;
    if (text.length > MAX_BODY_CHARACTERS) break;
  }
  return text;
}

function sayingOf(body: string): string {
  try {
    return errorMessage(JSON.parse(body));
  } catch {
    // A page of HTML says nothing that helps.
    return body.trimStart().startsWith('<') ? '' : shortened(body);
  }
}

/** The code of a network error, which `fetch` hides in the causes. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return codeOf(error.cause) ?? (typeof code === 'string' ? code : undefined);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : messageOf(error.cause);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : shortened(url, 80);
}

function originOf(location: string | null, base: string): string {
  return location !== null && URL.canParse(location, base)
    ? new URL(location, base).origin
    : 'another address';
}
