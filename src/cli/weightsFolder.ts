import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { ModelError } from '../model/index.ts';
import type { Manifest } from '../model/index.ts';

/** Folder of the package with a model's weights. @throws ModelError when it is not installed */
export function weightsFolder({ id, source }: Manifest): string {
  try {
    return dirname(createRequire(__filename).resolve(`${source.package}/package.json`));
  } catch (cause) {
    throw new ModelError(
      'modelMissing',
      `The weights of ${id} are not here: the package ${source.package} ${source.version} is not installed. ` +
        'Run "npm ci" in a clone of this project; an installed extension does not carry them.',
      { cause },
    );
  }
}
