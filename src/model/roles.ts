/** Opens model folders in their roles. What reads and writes from one folder shares its runtime and its tokeniser. */
import { join, resolve } from 'node:path';
import { message } from '../messages/index.ts';
import { ModelReader } from './attentionReader.ts';
import type { StateMemory } from './attentionReader.ts';
import { BackgroundTokeniser } from './backgroundTokeniser.ts';
import { readBuildRecord } from './buildRecord.ts';
import { GRAPH_VERSION, verifyModel } from './buildModel.ts';
import { ModelError } from './errors.ts';
import { manifestFile, readManifest, readerDepth } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { ModelRuntime } from './runtime.ts';
import { ModelWriter } from './textWriter.ts';
import { Tokeniser, TOKENISER_VERSION, tokeniserFiles } from './tokeniser.ts';

/** What a model's records are kept under, each as one text. */
export interface ModelIdentity {
  /** All that its states and its speed depend on, the window's tokens and the machine aside. */
  readonly model: string;
  /** All that the tokens of a text depend on: models of one vocabulary share them. */
  readonly vocabulary: string;
}

export interface ReaderOptions {
  /** Of one graph run; those of the folder's writer where that is open. Default: what the runtime chooses. */
  readonly threads?: number | undefined;
  /** The program that tokenises beside the model's runs, on a thread of its own; without one they take turns. */
  readonly tokeniserProgram?: string | undefined;
  /** Where to keep what depends on no question. */
  readonly memory?: ((identity: ModelIdentity) => StateMemory) | undefined;
}

/**
 * Opens a built model folder to read with it, after checking every file; its graphs are loaded when first used.
 * @throws ModelError
 */
export async function openReader(folder: string, options: ReaderOptions = {}): Promise<ModelReader> {
  const parts = await borrow(folder, options.threads);
  const { model, vocabulary } = identityOf(parts.manifest);
  const background = new BackgroundTokeniser(parts.tokeniser, folder, options.tokeniserProgram);
  return new ModelReader({
    ...parts,
    background,
    identity: model,
    memory: options.memory?.({ model, vocabulary }),
    release: async () => {
      await Promise.all([background.dispose(), parts.release()]);
    },
  });
}

/**
 * Opens a built model folder to write with it, after checking every file; its graphs are loaded when first used.
 * @param threads those of the folder's reader where that is open
 * @throws ModelError
 */
export async function openWriter(folder: string, threads?: number): Promise<ModelWriter> {
  if ((await readBuildRecord(folder))?.writes === false)
    throw new ModelError('modelMissing', message('modelNotBuilt', folder));
  const parts = await borrow(folder, threads);
  const { writer } = parts.manifest;
  if (writer) return new ModelWriter({ ...parts, name: parts.manifest.id, prompt: writer });
  await parts.release();
  throw new ModelError(
    'modelCorrupt',
    message('modelUnusable', join(folder, manifestFile), 'writer is missing'),
  );
}

/** What the roles of a folder share. */
interface Parts {
  readonly manifest: Manifest;
  readonly tokeniser: Tokeniser;
  readonly runtime: ModelRuntime;
}

/** Folders that are open, by place and manifest. */
const open = new Map<string, { readonly parts: Promise<Parts>; users: number }>();

/** Opens a folder, or joins those who have; the last to release it closes it. */
async function borrow(
  folder: string,
  threads: number | undefined,
): Promise<Parts & { release: () => Promise<void> }> {
  const manifest = await readManifest(folder);
  const key = JSON.stringify([resolve(folder), manifest]);
  const shared = open.get(key) ?? { parts: openParts(folder, manifest, threads), users: 0 };
  open.set(key, shared);
  shared.users++;
  // Not what somebody else has opened since.
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

async function openParts(folder: string, manifest: Manifest, threads: number | undefined): Promise<Parts> {
  const { config, reader } = manifest;
  await verifyModel(folder);
  const tokeniser = await Tokeniser.open(folder);
  const depth = readerDepth(reader.heads);
  return {
    manifest,
    tokeniser,
    runtime: await ModelRuntime.open({ folder, config, depth, threads }),
  };
}

function identityOf({ source, config, prompt, reader }: Manifest): ModelIdentity {
  return {
    model: JSON.stringify([GRAPH_VERSION, source, config, prompt, reader.heads]),
    vocabulary: JSON.stringify([TOKENISER_VERSION, tokeniserFiles.map((name) => source.sha256[name])]),
  };
}
