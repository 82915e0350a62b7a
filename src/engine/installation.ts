import { constants, homedir, setPriority } from 'node:os';
import { join } from 'node:path';
import type { EngineOptions } from './engine.ts';
import { installedLibrary } from './installedLibrary.ts';
import type { MemoryOptions } from './memory.ts';
import { embeddedModelFolder, modelFolder } from './modelFolder.ts';
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** Address of Ollama, the default of the extension's setting and of the command's option. */
export const defaultEndpointUrl: string =
  packageJson.contributes.configuration.properties['infiniask.endpoint.url'].default;

/** Options of the installed engine; the programs of its threads lie beside the bundle in `dist`. */
export function installed(): Pick<
  EngineOptions,
  'modelFolder' | 'userModels' | 'version' | 'tokeniserProgram' | 'extractorProgram' | 'memory'
> {
  return {
    modelFolder: modelFolder(),
    userModels: {
      embedded: embeddedModelFolder(),
      folder: builtModelsFolder(),
      limitBytes: megabytesOf(process.env['INFINIASK_MODELS_MB']),
      locate: (id) => installedLibrary().pathOf(id),
    },
    version,
    tokeniserProgram: join(__dirname, 'tokeniser.cjs'),
    extractorProgram: join(__dirname, 'extractor.cjs'),
    memory: memoryOptions(),
  };
}

/** Where models of the user's are built: `INFINIASK_MODELS`, else in the user's folder for caches. */
export function builtModelsFolder(): string {
  return process.env['INFINIASK_MODELS'] ?? join(cacheFolder(), 'infiniask', 'models');
}

/** A size in MB (10^6 bytes) as bytes; undefined for anything but a number above 0. */
function megabytesOf(text: string | undefined): number | undefined {
  const megabytes = Number(text);
  return megabytes > 0 ? megabytes * 1e6 : undefined;
}

/**
 * Where to keep things between questions, and how much: `INFINIASK_CACHE`, a folder or `none`, and
 * `INFINIASK_CACHE_MB` in MB (10^6 bytes); default: the user's cache folder.
 */
function memoryOptions(): MemoryOptions | undefined {
  const { INFINIASK_CACHE: folder, INFINIASK_CACHE_MB: megabytes } = process.env;
  if (folder === 'none' || megabytes === '0') return undefined;
  const capBytes = megabytesOf(megabytes);
  return {
    folder: folder ?? join(cacheFolder(), 'infiniask', 'windows'),
    ...(capBytes === undefined ? {} : { capBytes }),
  };
}

/**
 * Runs this process at the lowest priority if `INFINIASK_BACKGROUND` says so, so that foreground work is not slowed.
 * @returns the threads it may use: 1 in the background, else undefined for the default
 */
export function backgroundThreads(): number | undefined {
  if (process.env['INFINIASK_BACKGROUND'] !== '1') return undefined;
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch (error) {
    // Some containers forbid it; a single thread is little enough.
    process.stderr.write(`The priority could not be lowered: ${String(error)}\n`);
  }
  return 1;
}

/** The platform's folder for files that can be made again. */
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
