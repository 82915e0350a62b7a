/** Addresses at a model hub with Hugging Face's protocol: `ENDPOINT/OWNER/NAME/resolve/REVISION/FILE`. */
import { message } from '../messages/index.ts';
import { LibraryError } from './errors.ts';
import type { MachineFacts } from './places.ts';

export interface Hub {
  readonly endpoint: URL;
  readonly token?: string | undefined;
}

/** A file at the hub. */
export interface HubFile {
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/** The hub, or the mirror of `HF_ENDPOINT`, with the token of `HF_TOKEN`. @throws LibraryError for what is no URL */
export function hubOf({ env }: Pick<MachineFacts, 'env'>): Hub {
  const named = env['HF_ENDPOINT'] || DEFAULT_ENDPOINT;
  const address = named.endsWith('/') ? named : `${named}/`;
  const endpoint = URL.canParse(address) ? new URL(address) : undefined;
  if (!endpoint || !/^https?:$/.test(endpoint.protocol) || endpoint.username || endpoint.password)
    throw new LibraryError('modelNotGot', message('hubEndpointInvalid', named));
  return { endpoint, token: env['HF_TOKEN']?.trim() || undefined };
}

export function fileUrl({ endpoint }: Hub, { repository, revision, path }: HubFile): URL {
  const parts = [...repository.split('/'), 'resolve', revision, ...path.split('/')];
  return new URL(parts.map(encodeURIComponent).join('/'), endpoint);
}

/** Address of the page where people read about a model and accept its terms. */
export function pageUrl({ endpoint }: Hub, repository: string): string {
  return new URL(repository, endpoint).href;
}

/** Name of a file, revision or folder, with no way to say another place. */
const NAME = '(?!\\.{1,2}(?:[/@]|$))[\\w.+-]+';
const FILE = new RegExp(
  `^(?<repository>${NAME}/${NAME})/(?<path>(?:${NAME}/)*${NAME}\\.gguf)(?:@(?<revision>${NAME}))?$`,
);

/** `OWNER/NAME/FILE.gguf`, or `OWNER/NAME/FILE.gguf@REVISION` for another revision than the newest. */
export function hubFileOf(text: string): HubFile | undefined {
  const { repository, path, revision } = FILE.exec(text)?.groups ?? {};
  return repository && path ? { repository, path, revision: revision ?? 'main' } : undefined;
}

/** Paths of all parts of a model, given one of them. */
export function partsOf(path: string): string[] {
  const cut = /^(?<front>.*)-\d{5}-of-(?<count>\d{5})\.gguf$/.exec(path)?.groups;
  if (!cut) return [path];
  const count = Number(cut['count']);
  return Array.from(
    { length: count },
    (_, i) => `${cut['front']}-${String(i + 1).padStart(5, '0')}-of-${cut['count']}.gguf`,
  );
}
