/** A server on this machine that speaks OpenAI's chat completions as the real ones do, faults included. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client sent. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly temperature?: number;
    readonly stream?: boolean;
  };
}

/** Answers one request for a completion. */
export type Behaviour = (response: ServerResponse, received: Received) => void | Promise<void>;

/** The model that the server has, and the key that it takes where it asks for one. */
export const MODEL = 'tiny:1b';
export const KEY = 'sk-test-0123456789';

export class StandIn {
  behaviour: Behaviour = streams(['It hangs ', 'behind the blue door. [1]']);
  /** Refuses requests without this key. */
  key: string | undefined;
  readonly received: Received[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/v1`;
  }

  /** What the user gives to use this server. */
  get endpoint(): { url: string; model: string } {
    return { url: this.url, model: MODEL };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Received['body'];
    const received = { path, headers: request.headers, body };
    this.received.push(received);
    if (this.key !== undefined && request.headers.authorization !== `Bearer ${this.key}`) {
      await refuses(401, `Incorrect API key provided: ${request.headers.authorization ?? 'none'}`)(
        response,
        received,
      );
    } else if (body.model !== MODEL) {
      await refuses(404, `model "${body.model}" not found, try pulling it first`)(response, received);
    } else {
      await this.behaviour(response, received);
    }
  }
}

/** An event with a piece of the text, as every server sends it. */
export function piece(content: string, finishReason: string | null = null): string {
  const choice = { index: 0, delta: { role: 'assistant', content }, finish_reason: finishReason };
  return data({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: MODEL, choices: [choice] });
}

export function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';

/** Sends the parts, each by itself: the next goes out when the one before has left. */
export function sends(parts: readonly (string | Uint8Array)[], end = true): Behaviour {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.flushHeaders();
    for (const part of parts) {
      await new Promise<void>((resolve) => response.write(part, () => resolve()));
      // Two parts in one turn might arrive as one.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (end) response.end();
  };
}

/** A whole answer, piece by piece. */
export function streams(pieces: readonly string[]): Behaviour {
  return sends([piece(''), ...pieces.map((text) => piece(text)), piece('', 'stop'), DONE]);
}

/** Sends some pieces, then the connection is gone. */
export function breaksAfter(pieces: readonly string[]): Behaviour {
  return async (response, received) => {
    await sends(
      pieces.map((text) => piece(text)),
      false,
    )(response, received);
    response.destroy();
  };
}

/** Sends some pieces, then nothing for as long as the client waits. */
export function fallsSilentAfter(pieces: readonly string[]): Behaviour {
  return sends(
    pieces.map((text) => piece(text)),
    false,
  );
}

/** Refuses with a status, in the form of OpenAI's errors. */
export function refuses(status: number, message: string): Behaviour {
  return (response) => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message, type: 'api_error', param: null, code: null } }));
  };
}

/** The URL of a port at which nobody listens. */
export async function deadUrl(): Promise<string> {
  const standIn = await StandIn.start();
  const { url } = standIn;
  await standIn.close();
  return url;
}
