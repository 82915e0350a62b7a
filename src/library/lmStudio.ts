/** Models in LM Studio's folders: `OWNER/NAME/FILE.gguf`. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { filesBelow } from './folders.ts';
import type { Found } from './found.ts';
import { allParts, modelFiles } from './ggufFiles.ts';
import { lmStudioHomes, lmStudioPointer } from './places.ts';
import type { MachineFacts } from './places.ts';
import { sizeOfAll } from './sizes.ts';

/** Folders with models: those in LM Studio's own folders, and those that its settings name. */
export async function lmStudioFolders(around: MachineFacts): Promise<string[]> {
  const pointer = (await readFile(lmStudioPointer(around), 'utf8').catch(() => '')).trim();
  const homes = lmStudioHomes(around, isAbsolute(pointer) ? pointer : undefined);
  const folders = await Promise.all(
    homes.map(async (home) => [await chosenFolder(home), join(home, 'models')]),
  );
  return [...new Set(folders.flat().filter((folder) => folder !== undefined))];
}

/** Links are followed, because the user has made them. */
export async function lmStudioModels(folder: string): Promise<Found[]> {
  const files = await filesBelow(folder, 3);
  const found: Found[] = [];
  for (const path of modelFiles(files)) {
    const parts = allParts(path, files);
    const sizeBytes = parts && (await sizeOfAll(parts));
    if (sizeBytes === undefined) continue;
    const name = relative(folder, path).replaceAll('\\', '/');
    found.push({ id: `lmstudio:${name}`, name, place: 'lmStudio', path, sizeBytes });
  }
  return found;
}

async function chosenFolder(home: string): Promise<string | undefined> {
  try {
    const settings = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as {
      downloadsFolder?: unknown;
    };
    const { downloadsFolder } = settings;
    return typeof downloadsFolder === 'string' && isAbsolute(downloadsFolder) ? downloadsFolder : undefined;
  } catch {
    return undefined;
  }
}
