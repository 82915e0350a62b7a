/** Tells facts of a model without reading its weights. */
import { knownModel, unknownReader } from './knownModels.ts';
import { readerDepth } from './manifest.ts';
import { needOf } from './need.ts';
import { openUserModel } from './userModel.ts';

export interface ModelFacts {
  /** Name from its makers, else that of its file or folder. */
  readonly name: string;
  readonly architecture: string;
  readonly licence: string | undefined;
  /** Predicted need. */
  readonly memory: { readonly readingBytes: number; readonly writingBytes: number };
}

/**
 * @param path of a GGUF file, or of a folder in the Hugging Face layout
 * @throws ModelError that says why it cannot be used
 */
export async function inspectModel(path: string): Promise<ModelFacts> {
  const { name, fileName, license, family, config, weights } = await openUserModel(path);
  const { heads } = knownModel(config, name, fileName) ?? unknownReader(config);
  const { readingBytes, writingBytes } = needOf(config, weights, readerDepth(heads));
  return {
    name,
    architecture: family.gguf.architecture,
    licence: license,
    memory: { readingBytes, writingBytes },
  };
}
