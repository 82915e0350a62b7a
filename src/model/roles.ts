/** Opens model folders in their roles. Reader and writer of one folder share its runtime and its tokeniser. */
import { join, resolve } from 'node:path';
import { message } from '../messages/index.ts';
import { ModelReader } from './attentionReader.ts';
import type { StateMemory } from './attentionReader.ts';
import { BackgroundTokeniser } from './backgroundTokeniser.ts';
import { readBuildRecord } from './buildRecord.ts';
import { GRAPH_VERSION, verifyModel } from './buildModel.ts';
import type { DeviceId } from './devices/device.ts';
import { ModelError } from './errors.ts';
import { manifestFile, readManifest, readerDepth } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { ModelRuntime } from './runtime.ts';
import { ModelWriter } from './textWriter.ts';
import { Tokeniser, TOKENISER_VERSION, tokeniserFiles } from './tokeniser.ts';

/** Names under which a model's records are kept. */
export interface ModelIdentity {
  /** Covers all that states and speed depend on, apart from the window's tokens and the machine. */
  readonly model: string;
  /** Covers all that the tokens of a text depend on: models with one vocabulary share their tokens. */
  readonly vocabulary: string;
}

export interface ReaderOptions {
  /** Where windows are encoded, unless the folder is open as a writer already; default: the CPU. */
  readonly device?: DeviceId | undefined;
  /** Told when that device failed and the CPU has taken over. */
  readonly onDeviceLost?: ((why: string) => void) | undefined;
  /** Threads of one graph run; those of the folder's writer where that is open. Default: the runtime's choice. */
  readonly threads?: number | undefined;
  /** Program that tokenises on its own thread beside the model's runs; without it the two take turns. */
  readonly tokeniserProgram?: string | undefined;
  /** Memory for what depends on no question. */
  readonly memory?: ((identity: ModelIdentity) => StateMemory) | undefined;
  /** Called when the reader is closed. */
  readonly onClose?: (() => Promise<void>) | undefined;
}

export interface WriterOptions {
  /** Threads of one graph run; those of the folder's reader where that is open. */
  readonly threads?: number | undefined;
  /** Called when the writer is closed. */
  readonly onClose?: (() => Promise<void>) | undefined;
}

/**
 * Opens a built model folder as a reader, after checking every file; graphs are loaded on first use.
 * @throws ModelError
 */
export async function openReader(folder: string, options: ReaderOptions = {}): Promise<ModelReader> {
  const parts = await borrow(folder, options);
  const { model, vocabulary } = identityOf(parts.manifest);
  const background = new BackgroundTokeniser(parts.tokeniser, folder, options.tokeniserProgram);
  return new ModelReader({
    ...parts,
    background,
    identity: model,
    memory: options.memory?.({ model, vocabulary }),
    release: async () => {
      await Promise.all([background.dispose(), parts.release()]);
      await options.onClose?.();
    },
  });
}

/**
 * Opens a built model folder as a writer, after checking every file; graphs are loaded on first use.
 * @throws ModelError
 */
export async function openWriter(
  folder: string,
  { threads, onClose }: WriterOptions = {},
): Promise<ModelWriter> {
  if ((await readBuildRecord(folder))?.writes === false)
    throw new ModelError('modelMissing', message('modelNotBuilt', folder));
  const parts = await borrow(folder, { threads });
  const { writer } = parts.manifest;
  const release = async (): Promise<void> => {
    await parts.release();
    await onClose?.();
  };
  if (writer) return new ModelWriter({ ...parts, release, name: parts.manifest.id, prompt: writer });
  await parts.release();
  throw new ModelError(
    'modelCorrupt',
    message('modelUnusable', join(folder, manifestFile), 'writer is missing'),
  );
}

type RunOptions = Pick<ReaderOptions, 'threads' | 'device' | 'onDeviceLost'>;

/** What the roles of a folder share. */
interface Parts {
  readonly manifest: Manifest;
  readonly tokeniser: Tokeniser;
  readonly runtime: ModelRuntime;
}

/** Open folders, by path and manifest. */
const open = new Map<string, { readonly parts: Promise<Parts>; users: number }>();

/** Opens a folder or shares the open one; the last release closes it. */
async function borrow(
  folder: string,
  options: RunOptions,
): Promise<Parts & { release: () => Promise<void> }> {
  const manifest = await readManifest(folder);
  const key = JSON.stringify([resolve(folder), manifest]);
  const shared = open.get(key) ?? { parts: openParts(folder, manifest, options), users: 0 };
  open.set(key, shared);
  shared.users++;
  // Another caller may have opened the folder again since.
  const forget = (): void => {
    if (open.get(key) === shared) open.delete(key);
  };
  let isReleased = false;
  const release = async (): Promise<void> => {
    if (isReleased) return;
    isReleased = true;
    if (--shared.users > 0) return;
    forget();
    await (await shared.parts).runtime.dispose();
  };
  try {
    return { ...(await shared.parts), release };
  } catch (error) {
    forget();
    throw error;
  }
}

async function openParts(folder: string, manifest: Manifest, options: RunOptions): Promise<Parts> {
  const { config, reader } = manifest;
  const { threads, device, onDeviceLost } = options;
  await verifyModel(folder);
  const tokeniser = await Tokeniser.open(folder);
  const depth = readerDepth(reader.heads);
  return {
    manifest,
    tokeniser,
    runtime: await ModelRuntime.open({ folder, config, depth, threads, device, onDeviceLost }),
  };
}

/** Under which names the records of a built model are kept; undefined where there is none. */
export async function builtIdentity(folder: string): Promise<ModelIdentity | undefined> {
  return readManifest(folder).then(identityOf, () => undefined);
}

function identityOf({ source, config, prompt, reader }: Manifest): ModelIdentity {
  return {
    model: JSON.stringify([GRAPH_VERSION, source, config, prompt, reader.heads]),
    vocabulary: JSON.stringify([TOKENISER_VERSION, tokeniserFiles.map((name) => source.sha256[name])]),
  };
}
