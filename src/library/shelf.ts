/** The models that were got: each in a folder of its own, with a record of where it came from. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Downloaded } from './download.ts';
import { entriesOf } from './folders.ts';
import { sizeOfAll } from './sizes.ts';

/** What was got, and how far it was checked. */
export interface ShelfRecord {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  readonly revision: string;
  readonly licence?: string | undefined;
  /** In the order of their parts, by their names in the folder. */
  readonly files: readonly (Downloaded & { readonly name: string })[];
  /** ISO 8601. */
  readonly at: string;
}

export interface ShelfModel extends ShelfRecord {
  /** Of its first file. */
  readonly path: string;
  readonly sizeBytes: number;
}

const RECORD = 'origin.json';

/** The folder of a model, whether it is there or not; no id leads out of the shelf. */
export function folderOf(shelf: string, id: string): string {
  return join(shelf, `${id.startsWith('.') ? '_' : ''}${id.replaceAll(/[\\/:]/g, '--')}`);
}

export async function writeRecord(folder: string, record: ShelfRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, RECORD);
  await writeFile(`${path}.tmp`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}

/** Undefined where it is not there, or not whole. */
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

/** With all that was begun. */
export async function removeFromShelf(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
