import type { ModelConfig } from '../config.ts';
import type { Facts } from './facts.ts';

/**
 * A family of models: how its files tell the shape, and how they keep the weights. One family is one file here, and one
 * line in `index.ts`.
 */
export interface Family {
  /** Name that people know, with well-known members. */
  readonly name: string;
  readonly gguf: GgufLayout;
  readonly huggingFace: HuggingFaceLayout;
}

/** @param vocabularySize rows of the embedding, which some files tell in no other way */
type ConfigOf = (facts: Facts, vocabularySize: number) => ModelConfig;

export interface GgufLayout {
  /** `general.architecture`. */
  readonly architecture: string;
  /** From the metadata with keys below the architecture's name (`block_count`). @throws Unfit */
  readonly config: ConfigOf;
  /**
   * Whether rows of queries and keys are in llama.cpp's order, in which the two that a rotation pairs are neighbours.
   */
  readonly interleaved?: boolean;
  /** File names of a layer's weights, by ours, where they differ from a Llama's (`weights/gguf.ts`). */
  readonly layerNames?: Readonly<Record<string, string>>;
}

export interface HuggingFaceLayout {
  /** `model_type` of the `config.json`. */
  readonly modelType: string;
  /** From the `config.json`. @throws Unfit */
  readonly config: ConfigOf;
  /** Whether the file keeps norms less one. */
  readonly normsLessOne?: boolean;
}
