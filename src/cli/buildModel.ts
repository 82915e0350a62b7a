import { modelFolder } from '../engine/index.ts';
import { buildModel, readManifest } from '../model/index.ts';
import { weightsFolder } from './weightsFolder.ts';

/** Builds the embedded model beside its manifest from the weights package, unless it is built already. */
export async function buildEmbeddedModel(): Promise<void> {
  const folder = modelFolder();
  const manifest = await readManifest(folder);
  const built = await buildModel(folder, weightsFolder(manifest));
  process.stderr.write(built ? `Built the model ${manifest.id}.\n` : '');
}
