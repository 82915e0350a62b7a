import { ModelAttentionReader } from './attentionReader.ts';
import { verifyModel } from './buildModel.ts';
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

/**
 * Opens a built model folder, after checking every file against its checksum.
 * @param threads of one graph run; default: what the runtime chooses
 * @throws ModelError
 */
export async function openModel(folder: string, threads?: number): Promise<OpenModel> {
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
    reader: new ModelAttentionReader(runtime, tokeniser, manifest),
    writer: new ModelWriter(runtime, tokeniser, manifest),
    dispose: () => runtime.dispose(),
  };
}
