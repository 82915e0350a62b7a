/** Gets models from the hub onto the shelf. What is there already is not requested. */
import { basename, join } from 'node:path';
import type { GetModelProgress } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import { withLock } from '../system/index.ts';
import type { CatalogueModel } from './catalogue.ts';
import { download, isOfDisk, unwritable } from './download.ts';
import type { DownloadOptions, Expected } from './download.ts';
import { LibraryError } from './errors.ts';
import { hubFileOf, partsOf } from './hub.ts';
import type { Hub, HubFile } from './hub.ts';
import { folderOf, shelved, withFolder, writeRecord } from './shelf.ts';
import type { ShelfModel, ShelfRecord } from './shelf.ts';

/** The model to get. */
export interface WantedModel {
  readonly id: string;
  readonly name: string;
  readonly licence?: string | undefined;
  readonly files: readonly { readonly file: HubFile; readonly expected: Expected }[];
}

export interface GettingOptions extends Omit<DownloadOptions, 'onProgress' | 'dispatcher'> {
  readonly onProgress?: ((progress: GetModelProgress) => void) | undefined;
}

/** @throws LibraryError where the id names neither a model of the catalogue nor a file at the hub */
export function wantedOf(id: string, known: CatalogueModel | undefined): WantedModel {
  if (known) {
    const { name, licence, source, files } = known;
    const all = files.map(({ path, sizeBytes, sha256 }) => ({
      file: { ...source, path },
      expected: { sizeBytes, sha256 },
    }));
    return { id, name, licence: licence.name, files: all };
  }
  const file = hubFileOf(id);
  if (!file) throw new LibraryError('modelUnknown', message('modelNotGettable', id));
  const files = partsOf(file.path).map((path) => ({ file: { ...file, path }, expected: {} }));
  return { id, name: basename(file.path), files };
}

/**
 * Downloads all files of a model; a lock admits one model at a time on this machine.
 * @throws LibraryError, or the signal's reason; the next call continues with what was loaded
 */
export async function getModel(
  hub: Hub,
  wanted: WantedModel,
  shelf: string,
  options: GettingOptions,
): Promise<ShelfModel> {
  const { signal, onProgress } = options;
  const folder = folderOf(shelf, wanted.id);
  const there = await shelved(folder);
  if (there) return there;
  const onWaiting = (): void => onProgress?.({ phase: 'waiting', bytes: 0 });
  try {
    const waiting = { signal, onWaiting };
    const get = (): Promise<ShelfModel> =>
      withFolder(folder, () => load(hub, wanted, folder, options), waiting);
    return await withLock(join(shelf, 'getting.lock'), get, waiting);
  } catch (error) {
    // Of the lock and the records too: who may not write there is told what to do.
    throw isOfDisk(error) ? unwritable(folder, error) : error;
  }
}

async function load(
  hub: Hub,
  wanted: WantedModel,
  folder: string,
  options: GettingOptions,
): Promise<ShelfModel> {
  // Another process may have got it while this one waited for the lock.
  const there = await shelved(folder);
  if (there) return there;
  const { EnvHttpProxyAgent } = await import('undici');
  // Honours the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
  const dispatcher = new EnvHttpProxyAgent();
  const sizes = wanted.files.map(({ expected }) => expected.sizeBytes);
  const allBytes = sizes.every((size) => size !== undefined) ? sum(sizes) : undefined;
  const loaded: ShelfRecord['files'][number][] = [];
  try {
    for (const { file, expected } of wanted.files) {
      const name = basename(file.path);
      const before = sum(loaded.map(({ sizeBytes }) => sizeBytes));
      const isOnly = wanted.files.length === 1;
      const done = await download(hub, file, expected, join(folder, name), {
        ...options,
        dispatcher,
        onProgress: ({ phase, bytes, bytesTotal }) =>
          options.onProgress?.({
            phase,
            bytes: before + bytes,
            bytesTotal: allBytes ?? (isOnly ? bytesTotal : undefined),
          }),
      });
      loaded.push({ ...done, name });
    }
  } finally {
    await dispatcher.destroy();
  }
  const [first] = wanted.files;
  const { repository = '', revision = '' } = first?.file ?? {};
  const { id, name, licence } = wanted;
  const record = { id, name, repository, revision, licence, files: loaded, at: new Date().toISOString() };
  await writeRecord(folder, record);
  const sizeBytes = sum(loaded.map((file) => file.sizeBytes));
  return { ...record, path: join(folder, loaded[0]?.name ?? ''), sizeBytes };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
