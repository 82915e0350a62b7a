import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { builtModelsFolder, builtModelsLimit, memoryOptions } from './cacheFolders.ts';
import type { EngineOptions } from './engine.ts';
import { installedLibrary } from './installedLibrary.ts';
import { embeddedModelFolder, modelFolder } from './modelFolder.ts';
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** Address of Ollama, the default of the extension's setting and of the command's option. */
export const defaultEndpointUrl: string =
  packageJson.contributes.configuration.properties['infiniask.endpoint.url'].default;

/** Options of the installed engine; the programs of its threads lie beside the bundle in `dist`. */
export function installed(): Pick<
  EngineOptions,
  | 'modelFolder'
  | 'userModels'
  | 'version'
  | 'tokeniserProgram'
  | 'extractorProgram'
  | 'trialProgram'
  | 'memory'
> {
  return {
    modelFolder: modelFolder(),
    userModels: {
      embedded: embeddedModelFolder(),
      folder: builtModelsFolder(),
      limitBytes: builtModelsLimit(),
      locate: (id) => installedLibrary().pathOf(id),
    },
    version,
    tokeniserProgram: join(__dirname, 'tokeniser.cjs'),
    extractorProgram: join(__dirname, 'extractor.cjs'),
    trialProgram: join(__dirname, 'deviceTrial.cjs'),
    memory: memoryOptions(),
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
