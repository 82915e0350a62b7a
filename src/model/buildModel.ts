import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { message } from '../messages/index.ts';
import {
  asRecorded,
  findDamage,
  readBuildRecord,
  sha256OfFile,
  stampOf,
  writeBuildRecord,
  writeWhole,
} from './buildRecord.ts';
import type { BuildRecord, Stamp } from './buildRecord.ts';
import { ModelError } from './errors.ts';
import { buildModelFiles } from './graphs/build.ts';
import type { FileContent } from './graphs/build.ts';
import { manifestFile, readManifest } from './manifest.ts';
import type { Manifest, ModelSource } from './manifest.ts';
import { builtTokeniser, tokeniserFiles } from './tokeniser.ts';
import { openWeights } from './weights/formats.ts';
import type { WeightSource } from './weights/types.ts';

/** Raised whenever the graphs change, so that models from older versions are built again. */
export const GRAPH_VERSION = 8;

/**
 * Builds a model's files beside its manifest, unless present ones were built from the same inputs. @returns whether it
 * built
 */
export async function buildModel(folder: string, packageFolder: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  const { source } = manifest;
  const inputs = inputsOf(manifest);
  const record = await readBuildRecord(folder);
  if (record?.inputs === inputs && (await findDamage(folder, record)) === undefined) return false;

  const needed = [source.weights, ...tokeniserFiles, ...Object.keys(source.sha256)];
  for (const name of new Set(needed)) await checkFile(packageFolder, source, name);
  const weights = await openWeights(source.format, join(packageFolder, source.weights));
  const [tokenizer, config] = await Promise.all(
    tokeniserFiles.map(
      async (name) => JSON.parse(await readFile(join(packageFolder, name), 'utf8')) as object,
    ),
  );
  const built = [...builtTokeniser({ tokenizer: tokenizer!, config: config! })];
  const beside = built.map(([name, content]) => [name, [content]] as const);
  await writeFiles(folder, manifest, weights, { beside: new Map(beside), writes: true });
  return true;
}

interface Building {
  /** Further files of the model beside graphs and weights, by name. */
  readonly beside: ReadonlyMap<string, FileContent>;
  /** Whether the writer is built too. */
  readonly writes: boolean;
  /** Aborts the build, which then throws the reason and leaves no record, so that the next use builds again. */
  readonly signal?: AbortSignal | undefined;
}

/** Writes a manifest and the model's files beside it. @throws ModelError */
export async function writeModel(
  folder: string,
  manifest: Manifest,
  weights: WeightSource,
  written: Building,
): Promise<void> {
  await writeWhole(join(folder, manifestFile), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
  await writeFiles(folder, manifest, weights, written);
}

async function writeFiles(
  folder: string,
  manifest: Manifest,
  weights: WeightSource,
  { beside, writes, signal }: Building,
): Promise<void> {
  const { config, reader } = manifest;
  const files: Record<string, string> = {};
  const stamps: Record<string, Stamp> = {};
  const all = new Map<string, FileContent>([
    ...buildModelFiles(config, weights, reader.heads, { writes }),
    ...beside,
  ]);
  const inputs = inputsOf(manifest);
  const before = await readBuildRecord(folder);
  for (const [name, content] of all) {
    const kept = before?.inputs === inputs ? await keptFile(folder, name, before) : undefined;
    const path = join(folder, name);
    files[name] = kept?.sha256 ?? (await writeWhole(path, signal ? untilAborted(content, signal) : content));
    stamps[name] = kept?.stamp ?? (await stampOf(path));
  }
  await writeBuildRecord(folder, { inputs, writes, files, stamps });
}

/**
 * A file that is as an earlier build from the same inputs left it, and is kept: another process may read it now. Undefined where it
 * is not.
 */
async function keptFile(
  folder: string,
  name: string,
  record: BuildRecord,
): Promise<{ readonly sha256: string; readonly stamp: Stamp } | undefined> {
  const sha256 = record.files[name];
  if (sha256 === undefined) return undefined;
  const { stamp, actual } = await asRecorded(folder, name, record);
  return stamp && actual === sha256 ? { sha256, stamp } : undefined;
}

async function* untilAborted(content: FileContent, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    signal.throwIfAborted();
    yield chunk;
  }
}

/** Hash of those parts of the manifest on which the files depend. */
function inputsOf({ source, config, reader }: Manifest): string {
  const parts = JSON.stringify([GRAPH_VERSION, source, config, reader.heads]);
  return createHash('sha256').update(parts).digest('hex');
}

/**
 * Checks that every file of a built model is the one that was built, and from this manifest: graphs of other heads
 * would run, and their results would be kept under this model's identity. Finds accidents, not forgeries (see
 * `findDamage`); foreign bytes are compared with the manifest's checksums when the model is built.
 * @throws ModelError naming the file and both checksums
 */
export async function verifyModel(folder: string): Promise<void> {
  const manifest = await readManifest(folder);
  const record = await readBuildRecord(folder);
  if (!record) {
    throw new ModelError('modelMissing', message('modelNotBuilt', folder));
  }
  if (record.inputs !== inputsOf(manifest)) {
    throw new ModelError('modelCorrupt', message('modelOutdated', folder, manifestFile));
  }
  const damage = await findDamage(folder, record);
  if (damage !== undefined) throw new ModelError('modelCorrupt', damage);
}

/** Checks that a file of the package has the checksum of the manifest. @throws ModelError */
async function checkFile(packageFolder: string, source: ModelSource, name: string): Promise<void> {
  const path = join(packageFolder, name);
  const actual = await sha256OfFile(path).catch((cause: unknown) => {
    const told = message('weightsMissing', path, source.package, source.version);
    throw new ModelError('modelMissing', told, { cause });
  });
  const expected = source.sha256[name];
  if (actual !== expected) {
    const { package: of, version } = source;
    const checksums = [actual, expected ?? 'none recorded'] as const;
    throw new ModelError(
      'modelCorrupt',
      message('weightsForeign', basename(packageFolder), name, of, version, ...checksums),
    );
  }
}
