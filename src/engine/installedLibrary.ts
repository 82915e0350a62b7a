import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Library } from '../library/index.ts';
import type { EmbeddedModel } from '../library/index.ts';
import { inspectModel, readManifest } from '../model/index.ts';
import { builtModelsFolder, builtModelsLimit, memoryOptions } from './cacheFolders.ts';
import { modelFolder } from './modelFolder.ts';
import { PreparedList } from './preparedModels.ts';

/** The models of this machine, for the model room to open. */
export function installedLibrary(): Library {
  const prepared = new PreparedList({
    root: builtModelsFolder(),
    limitBytes: builtModelsLimit(),
    records: memoryOptions()?.folder,
  });
  return new Library({ inspect: inspectModel, embedded: () => embeddedModel(prepared), prepared });
}

async function embeddedModel(prepared: PreparedList): Promise<EmbeddedModel> {
  const path = modelFolder();
  // Where it is missing, whoever opens it says so.
  const manifest = await readManifest(path).catch(() => undefined);
  const { id = basename(path), name = id, license: licence = '' } = manifest ?? {};
  return { id, name, path, licence, sizeBytes: await sizeOfFolder(path), ...(await prepared.speedOf(path)) };
}

async function sizeOfFolder(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
