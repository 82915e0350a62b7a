/** Where what can be made again is kept, and how much of it. A variable without a value counts as none, as for other programs. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { MemoryOptions } from './memory.ts';

/** Where models of the user's are built: `INFINIASK_MODELS`, else in the user's folder for caches. */
export function builtModelsFolder(): string {
  return process.env['INFINIASK_MODELS'] || join(cacheFolder(), 'infiniask', 'models');
}

/** Most bytes of all built models: `INFINIASK_MODELS_MB` in MB (10^6 bytes), else 20 GB. */
export function builtModelsLimit(): number {
  return megabytesOf(process.env['INFINIASK_MODELS_MB']) ?? DEFAULT_LIMIT_BYTES;
}

const DEFAULT_LIMIT_BYTES = 20e9;

/** A size in MB (10^6 bytes) as bytes; undefined for anything but a number above 0. */
function megabytesOf(text: string | undefined): number | undefined {
  const megabytes = Number(text);
  return megabytes > 0 ? megabytes * 1e6 : undefined;
}

/**
 * Where to keep things between questions, and how much: `INFINIASK_CACHE`, a folder or `none`, and
 * `INFINIASK_CACHE_MB` in MB (10^6 bytes); default: the user's cache folder.
 */
export function memoryOptions(): MemoryOptions | undefined {
  const { INFINIASK_CACHE: folder, INFINIASK_CACHE_MB: megabytes } = process.env;
  if (folder === 'none' || megabytes === '0') return undefined;
  const capBytes = megabytesOf(megabytes);
  return {
    folder: folder || join(cacheFolder(), 'infiniask', 'windows'),
    ...(capBytes === undefined ? {} : { capBytes }),
  };
}

/** The platform's folder for files that can be made again. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  switch (process.platform) {
    case 'win32':
      return LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(homedir(), 'Library', 'Caches');
    default:
      return XDG_CACHE_HOME || join(homedir(), '.cache');
  }
}
