import { message } from '../messages/index.ts';
import type { Endpoint, Told } from '../contract/index.ts';
import { completionText, CompletionStream, errorMessage } from './completionStream.ts';
import { completionsUrl } from './endpointUrl.ts';
import { promptFor } from './prompt.ts';
import { shortened } from './serverText.ts';
import { WriterError } from './types.ts';
import type { Writer, WriterEvidence } from './types.ts';

export interface EndpointOptions extends Endpoint {
  /** How long the server may stay silent; default 240000, since a large model is loaded before its first word. */
  readonly silenceMs?: number;
}

/** Ends before the limit of Node's `fetch`, whose message would not help. */
const SILENCE_MS = 240_000;
/** Limit of a body that is not a stream. */
const MAX_BODY_CHARACTERS = 1_000_000;

/**
 * Writes with a server that speaks OpenAI's chat completions: Ollama, LM Studio, llama.cpp, vLLM. It follows no
 * redirect, so that key and lines go only where the user sent them.
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
      if (text.trim() === '') throw new WriterError(message('writerSilentModel', this.name));
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
      throw new WriterError(message('writerModelUnnamed', shortened(url)));
    }
    const prompt = promptFor(question, evidence);
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
          { role: 'system', content: prompt.instructions },
          { role: 'user', content: prompt.message },
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
        // Text that came in the same chunk as an error still counts.
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
      const target = originOf(response.headers.get('location'), url);
      return new WriterError(message('writerRedirects', url, target));
    }
    const body = await bodyText(response);
    const said = sayingOf(body);
    const answer = said === '' ? `${status}` : `${status}: ${said}`;
    return new WriterError(
      status === 401 || status === 403
        ? message('writerKeyRefused', url, answer)
        : status === 404
          ? message('writerModelUnknown', url, model, answer)
          : status === 429
            ? message('writerBusy', url, answer)
            : status >= 500
              ? message('writerServerFailed', url, answer)
              : message('writerRequestRefused', url, answer),
    );
  }

  /** Turns any error into one that says what to do. */
  #explained(error: unknown, silence: Silence): WriterError {
    const { url } = this.#options;
    if (silence.tooLong) {
      return new WriterError(message('writerSilent', url, `${silence.ms / 1000}`), { cause: error });
    }
    if (error instanceof WriterError)
      return new WriterError(this.#withoutKey(error.told), { cause: error.cause });
    const code = codeOf(error);
    if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') return this.#cutOff(error);
    const why = code ?? this.#withoutKey(shortened(messageOf(error)));
    return new WriterError(
      code === 'ECONNREFUSED'
        ? message('writerRefusedConnection', url)
        : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
          ? message('writerHostUnknown', url)
          : code !== undefined && /CERT|SIGNATURE/.test(code)
            ? message('writerCertificate', url, code)
            : message('writerUnreachable', url, why),
      { cause: error },
    );
  }

  #cutOff(cause?: unknown): WriterError {
    return new WriterError(message('writerCutOff', this.#options.url), { cause });
  }

  /** Removes the key from what the server says, since it may repeat it. */
  #withoutKey(told: Told): Told {
    const key = this.#options.apiKey?.trim();
    if (!key) return told;
    if (typeof told === 'string') return told.replaceAll(key, '…');
    return { ...told, args: told.args.map((one) => this.#withoutKey(one)) };
  }
}

/** Aborts when the server has been silent for too long. */
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

  /** Notes that the server sent something. */
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
    throw new WriterError(message('writerKeyInvalid'));
  }
  return { authorization: `Bearer ${key}` };
}

/** The body as text; a character may be split between two chunks. */
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
    // An HTML page says nothing that helps.
    return body.trimStart().startsWith('<') ? '' : shortened(body);
  }
}

/** The code of a network error, which `fetch` hides among its causes. */
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
