/** Makes a user's model ready for its roles: builds its graphs and weights once, into a folder of the cache. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { message } from '../messages/index.ts';
import { withLock } from '../system/index.ts';
import { findDamage, readBuildRecord, sha256OfFile } from './buildRecord.ts';
import { GRAPH_VERSION, writeModel } from './buildModel.ts';
import { promptsOf } from './chatPrompts.ts';
import { ModelError } from './errors.ts';
import type { TokeniserFiles } from './ggufTokeniser.ts';
import { knownModel, unknownReader } from './knownModels.ts';
import { readerDepth, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { needOf } from './need.ts';
import { builtTokeniser, Tokeniser, tokeniserFiles } from './tokeniser.ts';
import { openUserModel, userModelFiles } from './userModel.ts';
import type { UserModel } from './userModel.ts';
import { unusable } from './weights/unusable.ts';

export interface PrepareOptions {
  /** Folder of all built models. */
  readonly folder: string;
  /** Whether it will write as well, which takes all of its layers. */
  readonly writes: boolean;
  /** Memory of this computer; a model that needs more is refused. Default: no limit. */
  readonly memoryBytes?: number | undefined;
  /** Called before a build, with what it will take. */
  readonly onBuild?: ((notice: BuildNotice) => void) | undefined;
  /** Called before a build with the disk space that it takes and the folder that will have it. @throws ModelError */
  readonly makeRoom?: ((bytes: number, folder: string) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BuildNotice {
  readonly name: string;
  /** Predicted memory while it runs, and disk space that stays in use. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Whether heads were measured for this model. */
  readonly isKnown: boolean;
}

/** Raised whenever the same files give another manifest. */
const MANIFEST_VERSION = 1;

/** Limit of the evidence for an answer. */
const MOST_CONTEXT_TOKENS = 1024;
const MOST_ANSWER_TOKENS = 160;
const WINDOW_TOKENS = 512;

/**
 * Makes a model ready. A lock lets one process at a time build a model, since two roles may want the same one.
 * @param path of a GGUF file or of a folder in the Hugging Face layout
 * @returns the folder to open
 * @throws ModelError; the reason of `signal`
 */
export async function prepareModel(path: string, options: PrepareOptions): Promise<string> {
  const { signal = new AbortController().signal } = options;
  const folder = await builtFolderOf(path, options.folder);
  if (await isBuilt(folder, options)) return folder;
  try {
    await withLock(`${folder}.lock`, () => buildIn(folder, path, options), { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw writingFailure(options.folder, error);
  }
  return folder;
}

/** The folder in which a model is built, whether it has been or not. @param root folder of all built models @throws ModelError */
export async function builtFolderOf(path: string, root: string): Promise<string> {
  const files = await userModelFiles(path);
  return join(root, `${slug(nameOf(files))}-${await identityOf(files)}`);
}

/** Whether the name of a folder is one that `builtFolderOf` gives. */
export function isBuiltName(name: string): boolean {
  return /^.+-[0-9a-f]{12}$/.test(name);
}

/** Whether a model is built for what it is wanted for, and whole. Damaged files are built again from the model itself. */
async function isBuilt(folder: string, { writes }: PrepareOptions): Promise<boolean> {
  const record = await readBuildRecord(folder);
  if (!record || (writes && record.writes === false)) return false;
  return (await findDamage(folder, record)) === undefined;
}

async function buildIn(folder: string, path: string, options: PrepareOptions): Promise<void> {
  // Another process may have built it while this one waited for the lock.
  if (await isBuilt(folder, options)) return;
  const record = await readBuildRecord(folder);
  await removeLeftovers(folder);
  const model = await openUserModel(path);

  const known = knownModel(model.config, model.name, model.fileName);
  // A model that was built to read keeps its calibration.
  const before = record && (await readManifest(folder));
  const reader = before?.reader ?? known ?? unknownReader(model.config);
  // One that was built to write goes on to do so.
  const writes = options.writes || (record !== undefined && record.writes !== false);
  const need = needOf(model.config, model.weights, readerDepth(reader.heads));
  const memoryBytes = options.writes ? need.writingBytes : need.readingBytes;
  if (options.memoryBytes !== undefined && memoryBytes > options.memoryBytes) {
    const told = message('modelTooLarge', path, gigabytes(memoryBytes), gigabytes(options.memoryBytes));
    throw new ModelError('modelMissing', told);
  }
  const diskBytes = writes ? need.writingDiskBytes : need.readingDiskBytes;
  options.onBuild?.({
    name: model.name,
    memoryBytes,
    diskBytes,
    isKnown: known !== undefined || before?.calibration !== undefined,
  });
  await options.makeRoom?.(diskBytes, folder);

  const tokeniser = await model.tokeniser();
  const manifest = before ?? (await manifestOf(model, tokeniser));
  await mkdir(folder, { recursive: true });
  try {
    await writeModel(folder, manifest, model.weights, {
      beside: filesOf(tokeniser),
      writes,
      signal: options.signal,
    });
  } catch (error) {
    // Files without a record are of no use to anybody.
    if (!record) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Removes half-written files of processes that have ended; whoever holds the lock is the only one who writes. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const leftovers = names.filter((name) => name.endsWith('.tmp'));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
}

/** Says what to do where the disk does not take the files; any other error as it is. */
function writingFailure(root: string, error: unknown): unknown {
  const { code, message: why } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ModelError('modelMissing', message('buildDiskFull', root), { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST')
    return new ModelError('modelMissing', message('buildUnwritable', root, why), { cause: error });
  return error;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

/**
 * Builds the same model, to read, by another manifest (for instance with other heads) into another folder.
 * @throws ModelError
 */
export async function buildVariant(path: string, folder: string, manifest: Manifest): Promise<void> {
  const model = await openUserModel(path);
  const beside = filesOf(await model.tokeniser());
  await writeModel(folder, manifest, model.weights, { beside, writes: false });
}

function filesOf(tokeniser: TokeniserFiles): Map<string, Uint8Array[]> {
  return new Map([...builtTokeniser(tokeniser)].map(([name, content]) => [name, [content]]));
}

async function manifestOf(model: UserModel, tokeniser: TokeniserFiles): Promise<Manifest> {
  const { config, format, fileName, files, name } = model;
  const known = knownModel(config, name, fileName);
  const { heads, scoring, weakBelow } = known ?? unknownReader(config);
  const { prompt, writer } = promptsFor(model, tokeniser);
  const sha256: Record<string, string> = {};
  for (const file of files) sha256[basename(file)] = await sha256OfFile(file);
  // Of the whole files, so that models of one vocabulary are known by it, however they were built.
  const whole = { [tokeniserFiles[0]]: tokeniser.tokenizer, [tokeniserFiles[1]]: tokeniser.config };
  for (const [file, json] of Object.entries(whole))
    sha256[file] = createHash('sha256').update(JSON.stringify(json)).digest('hex');
  return {
    // A file of Ollama is called by its hash, which no person knows it by.
    id: known?.id ?? slug(/^sha256-[0-9a-f]{64}$/.test(fileName) ? name : fileName),
    name,
    license: model.license ?? '',
    source: { package: fileName, version: '', format, weights: basename(files[0]!), sha256 },
    config,
    prompt: known?.windowPrefix === undefined ? prompt : { ...prompt, windowPrefix: known.windowPrefix },
    reader: {
      windowTokens: Math.min(WINDOW_TOKENS, config.maxPositions / 2),
      heads,
      scoring,
      weakBelow,
    },
    writer: {
      ...writer,
      maxContextTokens: Math.min(MOST_CONTEXT_TOKENS, config.maxPositions / 4),
      maxAnswerTokens: MOST_ANSWER_TOKENS,
    },
  };
}

function promptsFor(
  { files }: UserModel,
  { tokenizer, config }: TokeniserFiles,
): ReturnType<typeof promptsOf> {
  try {
    const tokens = new Tokeniser(tokenizer, config);
    return promptsOf(config, (token) => tokens.hasToken(token));
  } catch (error) {
    if (error instanceof RangeError) throw unusable(files[0]!, error.message);
    throw error;
  }
}

/** Identifies files by place, size and time. */
async function identityOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`${GRAPH_VERSION} ${MANIFEST_VERSION}`);
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\n${file}\n${size} ${mtimeMs}`);
  }
  return hash.digest('hex').slice(0, 12);
}

/** A model's name by its files: that of the file or of the folder. */
function nameOf([first = '']: readonly string[]): string {
  return /\.json$/.test(first) ? basename(dirname(first)) : basename(first);
}

function slug(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replaceAll(/[^a-z0-9.]+/g, '-');
  return words.replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, 60) || 'model';
}
