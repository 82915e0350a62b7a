import type { ModelConfig } from '../config.ts';
import type { Facts } from './facts.ts';

/**
 * A family of models: how its files tell the shape, and how they keep the weights. One family is one file here, and one line
 * in `index.ts`.
 */
export interface Family {
  /** As people know it, with well-known members. */
  readonly name: string;
  readonly gguf: GgufLayout;
  readonly huggingFace: HuggingFaceLayout;
}

/** @param vocabularySize rows of the embedding, which not every file tells otherwise */
type ConfigOf = (facts: Facts, vocabularySize: number) => ModelConfig;

export interface GgufLayout {
  /** `general.architecture`. */
  readonly architecture: string;
  /** From the metadata, whose keys are those below the architecture's name (`block_count`). @throws Unfit */
  readonly config: ConfigOf;
  /** Rows of queries and keys lie in llama.cpp's order: the two that a rotation pairs lie side by side. */
  readonly interleaved?: boolean;
  /** Names of what a layer has, by ours, where they are not those of a Llama (`weights/gguf.ts`). */
  readonly layerNames?: Readonly<Record<string, string>>;
}

export interface HuggingFaceLayout {
  /** `model_type` of the `config.json`. */
  readonly modelType: string;
  /** From the `config.json`. @throws Unfit */
  readonly config: ConfigOf;
  /** Norms are kept less one. */
  readonly normsLessOne?: boolean;
}
