import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import { modelFolder } from '../engine/index.ts';
import { buildModel, readManifest } from '../model/index.ts';

/** Builds the embedded model beside its manifest from the weights package, unless that has been done. */
export async function buildEmbeddedModel(): Promise<void> {
  const folder = modelFolder();
  const manifest = await readManifest(folder);
  const packageJson = createRequire(__filename).resolve(`${manifest.source.package}/package.json`);
  const built = await buildModel(folder, dirname(packageJson));
  process.stderr.write(built ? `Built the model ${manifest.id}.\n` : '');
}
