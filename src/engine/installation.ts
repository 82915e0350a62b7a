import { constants, homedir, setPriority } from 'node:os';
import { join } from 'node:path';
import type { EngineOptions } from './engine.ts';
import type { MemoryOptions } from './memory.ts';
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** Where Ollama listens; the setting of the extension and the option of the command begin with it. */
export const defaultEndpointUrl: string =
  packageJson.contributes.configuration.properties['infiniask.endpoint.url'].default;

/** The model that is shipped. */
const EMBEDDED_MODEL = 'minimind2-small';

/** Folder of the model to use: `INFINIASK_MODEL`, else the embedded one, found from the bundle's place in `dist`. */
export function modelFolder(): string {
  return process.env['INFINIASK_MODEL'] ?? join(__dirname, '..', 'models', EMBEDDED_MODEL);
}

/** An engine as it is installed; the program that tokenises lies beside the bundle in `dist`. */
export function installed(): Pick<
  EngineOptions,
  'modelFolder' | 'userModels' | 'version' | 'tokeniserProgram' | 'memory'
> {
  return {
    modelFolder: modelFolder(),
    userModels: { folder: builtModelsFolder() },
    version,
    tokeniserProgram: join(__dirname, 'tokeniser.cjs'),
    memory: memoryOptions(),
  };
}

/** Where models of the user's are built: `INFINIASK_MODELS`, else in the user's folder for caches. */
export function builtModelsFolder(): string {
  return process.env['INFINIASK_MODELS'] ?? join(cacheFolder(), 'infiniask', 'models');
}

/**
 * What to keep between questions, and where: `INFINIASK_CACHE`, a folder, or `none` for nothing, and `INFINIASK_CACHE_MB`,
 * its size in MB (10^6 bytes); else the user's folder for caches.
 */
function memoryOptions(): MemoryOptions | undefined {
  const { INFINIASK_CACHE: folder, INFINIASK_CACHE_MB: megabytes } = process.env;
  if (folder === 'none' || megabytes === '0') return undefined;
  const cap = Number(megabytes);
  return {
    folder: folder ?? join(cacheFolder(), 'infiniask', 'windows'),
    ...(cap > 0 ? { capBytes: cap * 1e6 } : {}),
  };
}

/**
 * Makes this process one that works in the background, if `INFINIASK_BACKGROUND` says so: at the lowest priority, which
 * what is on the screen does not feel.
 * @returns the threads it may use: 1, or as many as are best when it is not in the background
 */
export function backgroundThreads(): number | undefined {
  if (process.env['INFINIASK_BACKGROUND'] !== '1') return undefined;
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch (error) {
    // Some containers forbid it; one thread is little enough.
    process.stderr.write(`The priority could not be lowered: ${String(error)}\n`);
  }
  return 1;
}

/** Where programs keep what can be made again, by the customs of the platform. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  switch (process.platform) {
    case 'win32':
      return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(homedir(), 'Library', 'Caches');
    default:
      return XDG_CACHE_HOME ?? join(homedir(), '.cache');
  }
}
