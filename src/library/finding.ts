/** Lists the models on this machine, ours and those of other programs, by id, without reading their files. */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Found } from './found.ts';
import { entriesOf } from './folders.ts';
import { allParts, modelFiles } from './ggufFiles.ts';
import { hubCacheModels } from './hubCache.ts';
import { lmStudioFolders, lmStudioModels } from './lmStudio.ts';
import { ollamaModels } from './ollama.ts';
import { hubCacheFolder, ollamaFolders } from './places.ts';
import type { MachineFacts } from './places.ts';
import { sizeOfAll } from './sizes.ts';

/** Models in the folders of other programs. A file that two of them name is listed once. */
export async function foundModels(around: MachineFacts): Promise<Found[]> {
  const all = await Promise.all([
    ...ollamaFolders(around).map(ollamaModels),
    lmStudioFolders(around).then((folders) =>
      Promise.all(folders.map(lmStudioModels)).then((found) => found.flat()),
    ),
    hubCacheModels(hubCacheFolder(around)),
  ]);
  const seen = new Set<string>();
  return all.flat().filter(({ id }) => !seen.has(id) && seen.add(id));
}

/**
 * The model of an id, or else of the name that its program has for it: `gemma3:270m`, `gemma3` for `gemma3:latest`, the name of a
 * file if only one model has it.
 */
export function byName(models: readonly Found[], name: string): Found | undefined {
  const exact =
    models.find(({ id }) => id === name) ??
    models.find((model) => model.name === name) ??
    models.find((model) => model.place === 'ollama' && model.name === `${name}:latest`);
  if (exact) return exact;
  const [file, ...others] = models.filter((model) => basename(model.name) === name);
  return others.length === 0 ? file : undefined;
}

/**
 * Models at a path: the file itself, the folder itself if it has the hub's layout, else the GGUF files in it. Their id
 * is their path.
 */
export async function modelsAt(path: string): Promise<Found[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  const of = async (paths: readonly string[], at: string): Promise<Found[]> => {
    const sizeBytes = await sizeOfAll(paths);
    return sizeBytes === undefined
      ? []
      : [{ id: at, name: basename(at), place: 'added', path: at, sizeBytes }];
  };
  if (found.isFile()) return /\.gguf$/i.test(path) ? of([path], path) : [];
  if (!found.isDirectory()) return [];
  const files = (await entriesOf(path))
    .filter(({ isFolder }) => !isFolder)
    .map(({ name }) => join(path, name));
  const weights = files.filter((file) => file.endsWith('.safetensors'));
  if (weights.length > 0 && files.includes(join(path, 'config.json'))) return of(weights, path);
  const models = await Promise.all(modelFiles(files).map((first) => of(allParts(first, files) ?? [], first)));
  return models.flat();
}
