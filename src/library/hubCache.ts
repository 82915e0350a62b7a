/**
 * Lists models in the cache that the hub's own programs share: `models--OWNER--NAME/snapshots/COMMIT/FILE`, where most
 * files are links to `models--OWNER--NAME/blobs/HASH`. Finds GGUF files, and folders of weights with their tokeniser.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { entriesOf, fileWithin, filesBelow } from './folders.ts';
import type { Found } from './found.ts';
import { modelFiles, allParts } from './ggufFiles.ts';

/** @param folder with the `models--…` folders */
export async function hubCacheModels(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const { name, isFolder } of await entriesOf(folder)) {
    const repository = /^models--([\w.-]+?)--([\w.-]+)$/.exec(name);
    if (!isFolder || !repository) continue;
    const snapshot = await newest(join(folder, name));
    if (snapshot === undefined) continue;
    found.push(...(await modelsOf(join(folder, name), snapshot, `${repository[1]}/${repository[2]}`)));
  }
  return found;
}

/** The commit that `main` was at, else any other. */
async function newest(model: string): Promise<string | undefined> {
  const main = (await readFile(join(model, 'refs', 'main'), 'utf8').catch(() => '')).trim();
  const commits = (await entriesOf(join(model, 'snapshots'))).filter(({ isFolder }) => isFolder);
  const commit = commits.find(({ name }) => name === main) ?? commits.at(-1);
  return commit && join(model, 'snapshots', commit.name);
}

async function modelsOf(model: string, snapshot: string, repository: string): Promise<Found[]> {
  const files = await filesBelow(snapshot, 2);
  const found: Found[] = [];
  for (const path of modelFiles(files)) {
    const parts = allParts(path, files);
    const real = parts && (await allWithin(model, parts));
    if (!real) continue;
    const name = `${repository}/${relative(snapshot, path).replaceAll('\\', '/')}`;
    // The name of a large file's blob is its hash.
    const sha256 = parts.length === 1 ? /^[0-9a-f]{64}$/.exec(basename(real.paths[0]!))?.[0] : undefined;
    found.push({ id: `hf:${name}`, name, place: 'hubCache', path, sizeBytes: real.sizeBytes, sha256 });
  }
  const weights = files.filter((path) => dirname(path) === snapshot && /\.safetensors$/.test(path));
  const needed = ['config.json', 'tokenizer.json'].map((name) => join(snapshot, name));
  if (weights.length > 0 && needed.every((path) => files.includes(path))) {
    const real = await allWithin(model, [...weights, ...needed]);
    if (real)
      found.push({
        id: `hf:${repository}`,
        name: repository,
        place: 'hubCache',
        path: snapshot,
        sizeBytes: real.sizeBytes,
      });
  }
  return found;
}

async function allWithin(
  model: string,
  paths: readonly string[],
): Promise<{ readonly paths: readonly string[]; readonly sizeBytes: number } | undefined> {
  const files = await Promise.all(paths.map((path) => fileWithin(model, path)));
  const there = files.filter((file) => file !== undefined);
  if (there.length < files.length) return undefined;
  return {
    paths: there.map(({ path }) => path),
    sizeBytes: there.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
