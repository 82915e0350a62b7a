import { checkConfig } from '../config.ts';
import type { Head, ModelConfig } from '../config.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import { WeightIndex } from '../weights/pack.ts';
import type { WeightSource } from '../weights/types.ts';
import { buildReader } from './reader.ts';
import { buildScorer } from './scorer.ts';
import type { ScorerOptions } from './scorer.ts';
import { buildWriter } from './writer.ts';

/** Names of the files that make up a built model. */
export const modelFiles = {
  reader: 'reader.onnx',
  scorer: 'scorer.onnx',
  writer: 'writer.onnx',
  weights: 'weights.bin',
} as const;

export type ModelFile = (typeof modelFiles)[keyof typeof modelFiles];

/** The content of a file, made while it is written. */
export type FileContent = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Builds the three graphs and the weights file they share.
 * @param heads the heads whose attention is returned; the deepest of their layers is where the reader stops
 * @returns the files by name; that of the weights is read from the source as it is written
 * @throws RangeError when the configuration is not consistent; Error when a weight is missing
 */
export function buildModelFiles(
  config: ModelConfig,
  source: WeightSource,
  heads: readonly Head[],
  options: ScorerOptions = {},
): Map<ModelFile, FileContent> {
  checkConfig(config);
  if (heads.length === 0) throw new RangeError('A reader needs at least one retrieval head.');
  const depth = Math.max(...heads.map((head) => head.layer));
  if (depth >= config.layers)
    throw new RangeError(`Head layer ${depth} is beyond the ${config.layers} layers.`);
  const weights = new WeightIndex(source, modelFiles.weights);
  const context = (name: string) => ({ graph: new GraphBuilder(`infiniask-${name}`, ''), config, weights });
  return new Map<ModelFile, FileContent>([
    [modelFiles.reader, [buildReader(context('reader'), depth)]],
    [modelFiles.scorer, [buildScorer(context('scorer'), heads, options)]],
    [modelFiles.writer, [buildWriter(context('writer'), depth)]],
    [modelFiles.weights, weights.bytes()],
  ]);
}
