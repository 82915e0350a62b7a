/** Models of the user's: built into a folder when they are first wanted. */
import { access } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { manifestFile, prepareModel } from '../model/index.ts';
import type { BuildNotice } from '../model/index.ts';
import { makeRoom } from './builtModels.ts';

export interface UserModelOptions {
  /** The model that comes with the program: it is built, or missing and told as such. */
  readonly embedded?: string | undefined;
  /** Where built models are kept. */
  readonly folder: string;
  /** Most bytes of all of them; default: no limit. Those that were used longest ago are removed. */
  readonly limitBytes?: number | undefined;
  /** Where the model of an id is. @throws LibraryError */
  readonly locate?: ((id: string) => Promise<string>) | undefined;
  /** Ends the building. */
  readonly signal?: AbortSignal | undefined;
  /** Called before something is built. */
  readonly onBuild?: ((notice: BuildNotice) => void) | undefined;
}

/** Of the memory that there is, what a model may take: the rest of the machine wants to live as well. */
const MOST_OF_MEMORY = 0.9;

/**
 * The folder to open for a model, which is named by a path or an id: a folder that is built stays as it is, a GGUF file or a
 * folder in the Hugging Face layout is built.
 * @param writes whether it will write
 * @throws ModelError
 */
export async function builtFolder(
  model: string,
  writes: boolean,
  options: UserModelOptions | undefined,
): Promise<string> {
  const path = isAbsolute(model) ? model : ((await options?.locate?.(model)) ?? model);
  if (!options || path === options.embedded || (await isBuilt(path))) return path;
  const { folder: root, limitBytes = Infinity } = options;
  return prepareModel(path, {
    ...options,
    writes,
    memoryBytes: MOST_OF_MEMORY * memoryBytes(),
    makeRoom: (bytes, folder) => makeRoom(root, bytes, folder, { limitBytes }),
  });
}

function isBuilt(path: string): Promise<boolean> {
  return access(join(path, manifestFile)).then(
    () => true,
    () => false,
  );
}

/** What this process may use: a container may have less than its machine. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
