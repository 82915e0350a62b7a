import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelError } from './errors.ts';
import { buildModelFiles } from './graphs/build.ts';
import type { FileContent } from './graphs/build.ts';
import { manifestFile, readManifest } from './manifest.ts';
import type { Manifest, ModelSource } from './manifest.ts';
import { tokeniserFiles } from './tokeniser.ts';
import { openQuantizedOnnx } from './weights/quantizedOnnx.ts';

/** Written last by a build: the hash of every file, and of what they were made from. */
export interface BuildRecord {
  /** Hash of the manifest's parts that the files depend on. */
  readonly inputs: string;
  /** Lower-case hex SHA-256 by file name. */
  readonly files: Readonly<Record<string, string>>;
}

export const buildRecordFile = 'build.json';

/** Raised whenever the graphs change, so that models built by an older program are built again. */
export const GRAPH_VERSION = 3;

/** Builds a model's files beside its manifest, unless what is there was built from the same inputs. @returns whether it built */
export async function buildModel(folder: string, packageFolder: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  const { source, config, reader } = manifest;
  const inputs = inputsOf(manifest);
  const record = await readBuildRecord(folder);
  if (record?.inputs === inputs && (await findDamage(folder, record)) === undefined) return false;

  const weights = await openQuantizedOnnx(await checkedPath(packageFolder, source, source.weights));
  const copied = new Map<string, string>();
  for (const name of tokeniserFiles) copied.set(name, await checkedPath(packageFolder, source, name));
  const hashes: Record<string, string> = {};
  for (const [name, content] of buildModelFiles(config, weights, reader.heads))
    hashes[name] = await writeWhole(join(folder, name), content);
  for (const [name, path] of copied)
    hashes[name] = await writeWhole(join(folder, name), createReadStream(path));
  const built: BuildRecord = { inputs, files: hashes };
  await writeWhole(join(folder, buildRecordFile), [Buffer.from(`${JSON.stringify(built, null, 2)}\n`)]);
  return true;
}

/** Hash of the manifest's parts that the files depend on. */
function inputsOf({ source, config, reader }: Manifest): string {
  const parts = JSON.stringify([GRAPH_VERSION, source, config, reader.heads]);
  return createHash('sha256').update(parts).digest('hex');
}

/**
 * Makes sure that every file of a built model is whole and was built from this manifest: graphs of other heads would run,
 * and what they return would be kept as this model's.
 * @throws ModelError naming the file and both checksums
 */
export async function verifyModel(folder: string): Promise<void> {
  const manifest = await readManifest(folder);
  const record = await readBuildRecord(folder);
  if (!record) {
    throw new ModelError(
      'modelMissing',
      `The model in ${folder} has not been built. In a clone run "npm start"; an installed extension must be installed again.`,
    );
  }
  if (record.inputs !== inputsOf(manifest)) {
    throw new ModelError(
      'modelCorrupt',
      `The model in ${folder} was built from another ${manifestFile} than the one there. ` +
        'Build it again ("npm start" in a clone), or install the extension again.',
    );
  }
  const damage = await findDamage(folder, record);
  if (damage !== undefined) throw new ModelError('modelCorrupt', damage);
}

async function findDamage(folder: string, record: BuildRecord): Promise<string | undefined> {
  for (const [name, expected] of Object.entries(record.files)) {
    const path = join(folder, name);
    const actual = await sha256OfFile(path).catch(() => 'missing');
    if (actual !== expected) {
      return (
        `The model file ${path} is damaged (SHA-256 ${actual}, expected ${expected}). ` +
        'Delete it and build the model again ("npm start" in a clone), or install the extension again.'
      );
    }
  }
  return undefined;
}

async function readBuildRecord(folder: string): Promise<BuildRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, buildRecordFile), 'utf8')) as BuildRecord;
  } catch {
    // Missing or unreadable means the same: not built.
    return undefined;
  }
}

/** Path of a file of the package, once its bytes are known to be the ones that the manifest means. @throws ModelError */
async function checkedPath(packageFolder: string, source: ModelSource, name: string): Promise<string> {
  const path = join(packageFolder, name);
  const actual = await sha256OfFile(path).catch((cause: unknown) => {
    throw new ModelError(
      'modelMissing',
      `${path} is missing: run "npm ci" to install ${source.package} ${source.version}.`,
      { cause },
    );
  });
  const expected = source.sha256[name];
  if (actual !== expected) {
    throw new ModelError(
      'modelCorrupt',
      `${basename(packageFolder)}/${name} is not the file of ${source.package} ${source.version}: SHA-256 ${actual}, expected ${expected ?? 'none recorded'}. Run "npm ci" again.`,
    );
  }
  return path;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Writes beside and renames, so that a reader never sees half a file. @returns the SHA-256 of the content */
async function writeWhole(path: string, content: FileContent): Promise<string> {
  const temporary = `${path}.${process.pid}.tmp`;
  const hash = createHash('sha256');
  try {
    await writeFile(temporary, hashed(content, hash));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return hash.digest('hex');
}

async function* hashed(content: FileContent, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}
