// Drives are plain JavaScript; what the tests have in TypeScript is bundled for them when they start.
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../scripts/host-fixture.mjs';

/**
 * Imports a TypeScript module of the tests. The caller names its type.
 * @param {string} path relative to the repository
 * @returns {Promise<any>}
 */
export async function importTypeScript(path) {
  const folder = await temporaryFolder('bundle');
  const outfile = join(folder.path, 'module.cjs');
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['onnxruntime-node'],
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
