/** The shelf has the models that were got, each in a folder of its own with a record of its origin. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../system/index.ts';
import type { LockOptions } from '../system/index.ts';
import type { Downloaded } from './download.ts';
import { entriesOf } from './folders.ts';
import { sizeOfAll } from './sizes.ts';

/** Record of a model that was got, and how it was checked. */
export interface ShelfRecord {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  readonly revision: string;
  readonly licence?: string | undefined;
  /** In the order of the parts, by name in the folder. */
  readonly files: readonly (Downloaded & { readonly name: string })[];
  /** Time, ISO 8601. */
  readonly at: string;
}

export interface ShelfModel extends ShelfRecord {
  /** Path of its first file. */
  readonly path: string;
  readonly sizeBytes: number;
}

const RECORD = 'origin.json';

/** Folder of a model, present or not; no id leads out of the shelf. */
export function folderOf(shelf: string, id: string): string {
  return join(shelf, `${id.startsWith('.') ? '_' : ''}${id.replaceAll(/[\\/:]/g, '--')}`);
}

export async function writeRecord(folder: string, record: ShelfRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, RECORD);
  await writeFile(`${path}.tmp`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

/** The model in a folder; undefined where it is missing or incomplete. */
export async function shelved(folder: string): Promise<ShelfModel | undefined> {
  try {
    const record = JSON.parse(await readFile(join(folder, RECORD), 'utf8')) as ShelfRecord;
    const sizeBytes = await sizeOfAll(record.files.map(({ name }) => join(folder, name)));
    const [first] = record.files;
    const isWhole = sizeBytes === record.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    return first && isWhole ? { ...record, path: join(folder, first.name), sizeBytes } : undefined;
  } catch {
    return undefined;
  }
}

export async function shelfModels(shelf: string): Promise<ShelfModel[]> {
  const folders = (await entriesOf(shelf)).filter(({ isFolder }) => isFolder);
  const models = await Promise.all(folders.map(({ name }) => shelved(join(shelf, name))));
  return models.filter((model) => model !== undefined);
}

/** Removes a model with its unfinished downloads, once nobody gets it any more. @throws the reason of the signal */
export async function removeFromShelf(folder: string, options: LockOptions): Promise<void> {
  await withFolder(folder, () => rm(folder, { recursive: true, force: true }), options);
}

/** Works on the folder of a model, which nobody else changes meanwhile. @throws as `withLock` does */
export function withFolder<T>(folder: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  return withLock(`${folder}.lock`, work, options);
}
