import { ModelAttentionReader } from './attentionReader.ts';
import type { StateMemory } from './attentionReader.ts';
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
  dispose(): Promise<void>;
}

export interface OpenModelOptions {
  /** Of one graph run; default: what the runtime chooses. */
  readonly threads?: number | undefined;
  /** Where to keep what depends on no question, given what else the numbers depend on: see `identityOf`. */
  readonly memory?: ((model: string) => StateMemory) | undefined;
}

/**
 * Opens a built model folder, after checking every file against its checksum.
 * @throws ModelError
 */
export async function openModel(folder: string, options: OpenModelOptions = {}): Promise<OpenModel> {
  const { threads, memory } = options;
  const manifest = await readManifest(folder);
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
  return {
    manifest,
    tokeniser,
    reader: new ModelAttentionReader(runtime, tokeniser, manifest, memory?.(identityOf(manifest))),
    writer: new ModelWriter(runtime, tokeniser, manifest),
    dispose: () => runtime.dispose(),
  };
}

/** All of a model that its states and calibration scores depend on, the window's tokens aside. */
function identityOf({ source, config, prompt, reader }: Manifest): string {
  return JSON.stringify([GRAPH_VERSION, source, config, prompt, reader.heads]);
}
