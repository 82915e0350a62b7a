/** Sends one request to a hub and follows its redirections. */
import type { Dispatcher } from 'undici';
import { message } from '../messages/index.ts';
import { LibraryError } from './errors.ts';

/** What the hub tells of a file before it redirects. */
export interface HubFacts {
  /** Lower-case hex, known for large files: the `x-linked-etag` of Git LFS. */
  readonly sha256?: string | undefined;
  readonly sizeBytes?: number | undefined;
}

export interface Response {
  readonly status: number;
  /** Headers of the last server. */
  readonly header: (name: string) => string | undefined;
  readonly body: Dispatcher.ResponseData['body'];
  readonly facts: HubFacts;
  /** Whether the hub itself answered, rather than a server that it redirected to. */
  readonly isHub: boolean;
}

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
  readonly dispatcher?: Dispatcher | undefined;
  /** Milliseconds without a byte after which the connection counts as broken. */
  readonly silenceMs: number;
}

const MAX_REDIRECTS = 8;

/**
 * Asks for a file. The token goes only to the host that was asked, and only over a connection that nobody else can
 * read.
 * @throws LibraryError for redirections that are not followed; undici's errors of the connection
 */
export async function get(url: URL, options: RequestOptions): Promise<Response> {
  const { headers, token, signal, dispatcher, silenceMs } = options;
  // Loaded when it is needed: every question would pay the tenth of a second that it takes.
  const { request } = await import('undici');
  let facts: HubFacts = {};
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const isHub = at.origin === url.origin;
    const mayKnow = token !== undefined && isHub && isPrivate(at);
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(at, {
      headers: {
        'user-agent': 'infiniask',
        // A compressed body could not be continued in its middle.
        'accept-encoding': 'identity',
        ...headers,
        ...(mayKnow ? { authorization: `Bearer ${token}` } : {}),
      },
      signal,
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      ...(dispatcher ? { dispatcher } : {}),
    });
    const header = (name: string): string | undefined => [answered[name]].flat()[0];
    if (isHub) facts = { ...facts, ...factsIn(header) };
    const location = header('location');
    if (statusCode < 300 || statusCode >= 400 || location === undefined)
      return { status: statusCode, header, body, facts, isHub };
    await body.dump();
    at = next(at, location);
  }
  throw new LibraryError('modelNotGot', message('hubRedirects', url.href));
}

function next(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isAllowed =
    to && (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:'));
  if (isAllowed) return to;
  throw new LibraryError('modelNotGot', message('hubRedirectUnsafe', from.origin, to?.origin ?? location));
}

/** Whether nobody on the way can read what is sent. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function factsIn(header: (name: string) => string | undefined): HubFacts {
  const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(header('x-linked-etag') ?? '')?.[1];
  const size = header('x-linked-size');
  return {
    ...(sha256 ? { sha256 } : {}),
    ...(size !== undefined && /^\d+$/.test(size) ? { sizeBytes: Number(size) } : {}),
  };
}
