import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelError } from './errors.ts';
import { buildModelFiles } from './graphs/build.ts';
import { manifestFile, readManifest } from './manifest.ts';
import type { Manifest, ModelSource } from './manifest.ts';
import { tokeniserFiles } from './tokeniser.ts';
import { readQuantizedOnnx } from './weights/quantizedOnnx.ts';

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

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Builds a model's files beside its manifest, unless what is there was built from the same inputs. @returns whether it built */
export async function buildModel(folder: string, packageFolder: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  const { source, config, reader } = manifest;
  const inputs = inputsOf(manifest);
  const record = await readBuildRecord(folder);
  if (record?.inputs === inputs && (await findDamage(folder, record)) === undefined) return false;

  await mkdir(folder, { recursive: true });
  const weights = readQuantizedOnnx(await readChecked(packageFolder, source, source.weights));
  const files = new Map<string, Uint8Array>(buildModelFiles(config, weights, reader.heads));
  for (const name of tokeniserFiles) files.set(name, await readChecked(packageFolder, source, name));
  const hashes: Record<string, string> = {};
  for (const [name, bytes] of files) {
    await writeWhole(join(folder, name), bytes);
    hashes[name] = sha256(bytes);
  }
  await writeWhole(join(folder, buildRecordFile), `${JSON.stringify({ inputs, files: hashes }, null, 2)}\n`);
  return true;
}

/** Hash of the manifest's parts that the files depend on. */
function inputsOf({ source, config, reader }: Manifest): string {
  return sha256(JSON.stringify([GRAPH_VERSION, source, config, reader.heads]));
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
    const actual = await readFile(path).then(sha256, () => 'missing');
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

async function readChecked(packageFolder: string, source: ModelSource, name: string): Promise<Uint8Array> {
  const path = join(packageFolder, name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelError(
      'modelMissing',
      `${path} is missing: run "npm ci" to install ${source.package} ${source.version}.`,
      {
        cause,
      },
    );
  });
  const actual = sha256(bytes);
  const expected = source.sha256[name];
  if (actual !== expected) {
    throw new ModelError(
      'modelCorrupt',
      `${basename(packageFolder)}/${name} is not the file of ${source.package} ${source.version}: SHA-256 ${actual}, expected ${expected ?? 'none recorded'}. Run "npm ci" again.`,
    );
  }
  return bytes;
}

/** Writes beside and renames, so that a reader never sees half a file. */
async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
