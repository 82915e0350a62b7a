import { ModelAttentionReader } from './attentionReader.ts';
import type { StateMemory } from './attentionReader.ts';
import { BackgroundTokeniser } from './backgroundTokeniser.ts';
import { GRAPH_VERSION, verifyModel } from './buildModel.ts';
import { readManifest, readerDepth } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { ModelRuntime } from './runtime.ts';
import { ModelWriter } from './textWriter.ts';
import { Tokeniser } from './tokeniser.ts';

/** A model that is ready to read and write; its graphs are loaded when first used. */
export interface OpenModel {
  readonly manifest: Manifest;
  readonly tokeniser: Tokeniser;
  readonly reader: ModelAttentionReader;
  readonly writer: ModelWriter;
  /** All that its states and its speed depend on, as one text; the window's tokens and the machine aside. */
  readonly identity: string;
  dispose(): Promise<void>;
}

export interface OpenModelOptions {
  /** Of one graph run, perhaps known once the identity is; default: what the runtime chooses. */
  readonly threads?: number | ((identity: string) => Promise<number | undefined>) | undefined;
  /** The program that tokenises beside the model's runs, on a thread of its own; without one they take turns. */
  readonly tokeniserProgram?: string | undefined;
  /** Where to keep what depends on no question, given the model's identity. */
  readonly memory?: ((model: string) => StateMemory) | undefined;
}

/**
 * Opens a built model folder, after checking every file against its checksum.
 * @throws ModelError
 */
export async function openModel(folder: string, options: OpenModelOptions = {}): Promise<OpenModel> {
  const { memory } = options;
  const manifest = await readManifest(folder);
  const identity = identityOf(manifest);
  const threads = typeof options.threads === 'function' ? await options.threads(identity) : options.threads;
  await verifyModel(folder);
  const tokeniser = await Tokeniser.open(folder);
  const { config } = manifest;
  const depth = readerDepth(manifest.reader.heads);
  const runtime = await ModelRuntime.open({
    folder,
    config,
    depth,
    ...(threads === undefined ? {} : { threads }),
  });
  const background = new BackgroundTokeniser(tokeniser, folder, options.tokeniserProgram);
  return {
    manifest,
    tokeniser,
    reader: new ModelAttentionReader(runtime, tokeniser, manifest, background, memory?.(identity)),
    writer: new ModelWriter(runtime, tokeniser, manifest),
    identity,
    async dispose() {
      await Promise.all([background.dispose(), runtime.dispose()]);
    },
  };
}

function identityOf({ source, config, prompt, reader }: Manifest): string {
  return JSON.stringify([GRAPH_VERSION, source, config, prompt, reader.heads]);
}
