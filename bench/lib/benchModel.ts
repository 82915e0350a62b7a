import { join } from 'node:path';
import { openReader, prepareModel, readManifest, Tokeniser } from '../../src/model/index.ts';
import type { Manifest, ModelReader } from '../../src/model/index.ts';

/** A model's reader, and what it is made of: benchmarks take it apart. */
export interface BenchModel {
  readonly manifest: Manifest;
  readonly tokeniser: Tokeniser;
  readonly reader: ModelReader;
  dispose(): Promise<void>;
}

/** Opens a built model folder. @throws ModelError */
export async function openModel(folder: string): Promise<BenchModel> {
  const reader = await openReader(folder);
  const [manifest, tokeniser] = [await readManifest(folder), await Tokeniser.open(folder)];
  return { manifest, tokeniser, reader, dispose: () => reader.dispose() };
}

/** A user's model, built beside the benchmark. @returns its folder */
export function builtModel(file: string): Promise<string> {
  return prepareModel(file, { folder: join(__dirname, 'models'), writes: false });
}
