/** Keys of endpoints, in the editor's secret storage, which is passed in. Otherwise pure. */
import type { Endpoint } from '../../contract/index.ts';

/** The part of `vscode.SecretStorage` that is used. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

const SECRET = 'infiniask.endpointKeys';

/** Stores each key for one origin, so that a workspace that names another server does not get it. */
export class EndpointKeys {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** The same request, with the key of its endpoint where there is one. */
  async withKey<T extends { readonly endpoint?: Endpoint }>(request: T): Promise<T> {
    const { endpoint } = request;
    const origin = endpoint && originOf(endpoint.url);
    const apiKey = origin === undefined ? undefined : (await this.#read())[origin];
    return apiKey === undefined ? request : { ...request, endpoint: { ...endpoint, apiKey } };
  }

  /** @returns the origin that the key is for; undefined when the URL is none, and nothing is kept */
  async set(url: string, apiKey: string): Promise<string | undefined> {
    const origin = originOf(url);
    if (origin === undefined) return undefined;
    await this.#secrets.store(SECRET, JSON.stringify({ ...(await this.#read()), [origin]: apiKey.trim() }));
    return origin;
  }

  /** Forgets all keys. */
  async clear(): Promise<void> {
    await this.#secrets.delete(SECRET);
  }

  async #read(): Promise<Readonly<Record<string, string>>> {
    try {
      const kept: unknown = JSON.parse((await this.#secrets.get(SECRET)) ?? '{}');
      if (typeof kept !== 'object' || kept === null) return {};
      return Object.fromEntries(Object.entries(kept).filter(([, key]) => typeof key === 'string'));
    } catch {
      return {};
    }
  }
}

/** For example `http://127.0.0.1:11434`; undefined for what is no address of a web server. */
export function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, protocol } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}
