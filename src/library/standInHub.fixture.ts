/** A local hub for tests, which serves one file in whatever way a test wants. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hub, HubFile } from './hub.ts';

/** Answers one request. Returns whether it did; otherwise the stand-in answers as usual. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => boolean;

export const file: HubFile = { repository: 'maker/model', revision: 'main', path: 'weights.gguf' };

/** Bytes without repetitions, so that a wrong offset shows. */
export function madeBytes(length: number, seed = 1): Buffer {
  const parts = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed} ${i}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, length);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export class StandInHub {
  /** Content of the file. */
  content = madeBytes(300_000);
  /** Behaviours for the next requests, in order, one each. */
  readonly next: Behaviour[] = [];
  /** Requests so far, in order. */
  readonly asked: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = [];
  /** Whether it tells hash and size of the whole file. */
  tellsFacts = true;
  /** By the byte of the file at which it ends: an answer that is to break. */
  private readonly breaks = new Map<number, ServerResponse>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.asked.push({ url: request.url ?? '', headers: request.headers });
      const behaviour = this.next.shift();
      if (behaviour?.(request, response) !== true) this.give(request, response);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  hub(token?: string): Hub {
    return { endpoint: new URL(`${this.origin}/`), token };
  }

  /** Breaks the connection that ends at this byte. */
  received(bytes: number): void {
    this.breaks.get(bytes)?.destroy();
    this.breaks.delete(bytes);
  }

  /** Headers with which the hub redirects to a file. */
  facts(): Record<string, string> {
    if (!this.tellsFacts) return {};
    return { 'x-linked-etag': `"${sha256(this.content)}"`, 'x-linked-size': String(this.content.length) };
  }

  /**
   * Sends the file, or the requested part of it if it is still the same.
   * @param most bytes after which the connection breaks, once the test says that it has received them
   */
  give(request: IncomingMessage, response: ServerResponse, most = Infinity, sent = this.content): void {
    const etag = `"${sha256(this.content).slice(0, 16)}"`;
    const { range, 'if-range': ifRange } = request.headers;
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const isPart = range !== undefined && (ifRange === undefined || ifRange === etag);
    const { length } = this.content;
    if (isPart && from >= length) {
      response.writeHead(416, { ...this.facts(), 'content-range': `bytes */${length}`, etag }).end();
      return;
    }
    const start = isPart ? from : 0;
    response.writeHead(isPart ? 206 : 200, {
      ...this.facts(),
      'content-length': length - start,
      etag,
      ...(isPart ? { 'content-range': `bytes ${start}-${length - 1}/${length}` } : {}),
    });
    if (start + most >= length) response.end(sent.subarray(start));
    else {
      response.write(sent.subarray(start, start + most));
      this.breaks.set(start + most, response);
    }
  }
}

/** Answers with a status. */
export function answer(status: number, headers: Record<string, string> = {}): Behaviour {
  return (_, response) => {
    response.writeHead(status, headers).end();
    return true;
  };
}
