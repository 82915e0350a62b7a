import { checkConfig } from '../config.ts';
import type { Head, ModelConfig } from '../config.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import { encodeModel } from '../onnx/schema.ts';
import type { ModelProto } from '../onnx/schema.ts';
import { embeddingFile } from '../weights/embeddingFile.ts';
import { embeddingName } from '../weights/names.ts';
import { WeightIndex } from '../weights/pack.ts';
import type { WeightSource } from '../weights/types.ts';
import { buildReader } from './reader.ts';
import type { ReaderOptions } from './reader.ts';
import { buildWriter } from './writer.ts';

/** Names of the files that make up a built model. */
export const modelFiles = {
  reader: 'reader.onnx',
  writer: 'writer.onnx',
  embedding: 'embedding.bin',
  weights: 'weights.bin',
  writerWeights: 'writer.bin',
} as const;

export type ModelFile = (typeof modelFiles)[keyof typeof modelFiles];

/** Content of a file, produced while it is written. */
export type FileContent = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Purpose of a build. */
export interface BuildOptions extends ReaderOptions {
  /** False for a model that only reads, which needs no layer above its retrieval heads. */
  readonly writes?: boolean;
}

/**
 * Builds the graphs and their files of weights: one to read, the embedding, and one for writing alone, with the
 * layers above and the vocabulary.
 * @param heads whose attention is returned; the reader stops at the deepest of their layers
 * @returns the files by name; those of weights read the source while they are written
 * @throws RangeError for an inconsistent configuration; Error for a missing weight
 */
export function buildModelFiles(
  config: ModelConfig,
  source: WeightSource,
  heads: readonly Head[],
  { writes = true, ...options }: BuildOptions = {},
): Map<ModelFile, FileContent> {
  checkConfig(config);
  if (heads.length === 0) throw new RangeError('A reader needs at least one retrieval head.');
  const depth = Math.max(...heads.map((head) => head.layer));
  if (depth >= config.layers)
    throw new RangeError(`Head layer ${depth} is beyond the ${config.layers} layers.`);
  const weights = new WeightIndex(source, modelFiles.weights);
  const writerWeights = new WeightIndex(source, modelFiles.writerWeights);
  const context = (name: string, index: WeightIndex) => ({
    graph: new GraphBuilder(`infiniask-${name}`, ''),
    config,
    weights: index,
  });
  const files = new Map<ModelFile, FileContent>([
    [modelFiles.reader, encoded(buildReader(context('reader', weights), heads, options))],
    [modelFiles.embedding, embeddingFile(source.get(embeddingName))],
    [modelFiles.weights, weights.bytes()],
  ]);
  if (!writes) return files;
  files.set(modelFiles.writer, encoded(buildWriter(context('writer', writerWeights), depth)));
  files.set(modelFiles.writerWeights, writerWeights.bytes());
  return files;
}

async function* encoded(model: ModelProto): AsyncGenerator<Uint8Array> {
  yield await encodeModel(model);
}
