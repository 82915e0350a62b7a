/** How fast the reader's graphs are alone, and how many operations they take. */
import { modelFolder } from '../../src/engine/index.ts';
import { readerDepth } from '../../src/model/index.ts';
import { openModel } from './benchModel.ts';
import type { ModelConfig } from '../../src/model/index.ts';
import { measureGemm } from './gemm.ts';
import { median } from './metrics.ts';
import { table } from './table.ts';

const QUESTION = 'Which story did the teacher tell the student about the strange house?';
const ROUNDS = 3;

export interface ReaderSpeed {
  /** Floating-point operations per second. */
  readonly gemmFlops: number;
  readonly readerFlops: number;
  readonly tokensPerSecond: number;
}

/**
 * Floating-point operations for one window token: two for each weight it meets, and causal attention, through `depth`
 * layers, and the keys of the next.
 */
export function readerFlopsPerToken(config: ModelConfig, depth: number, windowTokens: number): number {
  const { hiddenSize: hidden, intermediateSize: inner, headSize, heads, keyValueHeads } = config;
  const [query, keys] = [hidden * heads * headSize, hidden * keyValueHeads * headSize];
  const layer = 2 * query + 2 * keys + 3 * hidden * inner + attentionProducts(config, windowTokens);
  return 2 * (depth * layer + keys);
}

/**
 * The same for llama.cpp with one layer more and no logits wanted: of the last layer it computes all but the feed-forward
 * block, where the reader computes the keys (`build_inp_out_ids` in llama.cpp's src/llama-graph.cpp).
 */
export function llamaFlopsPerToken(config: ModelConfig, depth: number, windowTokens: number): number {
  const { hiddenSize: hidden, headSize, heads, keyValueHeads } = config;
  const more =
    2 * hidden * heads * headSize +
    hidden * keyValueHeads * headSize +
    attentionProducts(config, windowTokens);
  return readerFlopsPerToken(config, depth, windowTokens) + 2 * more;
}

/** Multiplications of causal attention for one token, mean over the window. */
function attentionProducts({ heads, headSize }: ModelConfig, windowTokens: number): number {
  return 2 * heads * headSize * (windowTokens / 2);
}

/** Token ids that are no text: what they are does not matter for the speed. */
export function someTokens(length: number, { vocabularySize }: ModelConfig): Int32Array {
  return Int32Array.from({ length }, (_, i) => 3 + ((i * 7919) % (vocabularySize - 3)));
}

/** Reader and plain matrix product in turns, so that a machine that slows down slows both; medians. */
export async function measureReaderSpeed(): Promise<ReaderSpeed> {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({ gemmFlops: await measureGemm(2), ...(await measureReader(4)) });
  return {
    gemmFlops: median(rounds.map(({ gemmFlops }) => gemmFlops))!,
    readerFlops: median(rounds.map(({ readerFlops }) => readerFlops))!,
    tokensPerSecond: median(rounds.map(({ tokensPerSecond }) => tokensPerSecond))!,
  };
}

export function readerSpeedTable({ gemmFlops, readerFlops, tokensPerSecond }: ReaderSpeed): string {
  const rows = [
    { name: 'plain float32 GEMM (512 x 512 · 512 x 1408)', flops: gemmFlops, tokens: '' },
    {
      name: 'reader, question and calibration included',
      flops: readerFlops,
      tokens: tokensPerSecond.toFixed(0),
    },
  ];
  return table(
    [
      { heading: `median of ${ROUNDS}`, cell: (row) => row.name },
      { heading: 'GFLOP/s', cell: (row) => (row.flops / 1e9).toFixed(1) },
      { heading: 'of GEMM', cell: (row) => (row.flops / gemmFlops).toFixed(2) },
      { heading: 'tokens/s', cell: (row) => row.tokens },
    ],
    rows,
  );
}

/** The reader alone: one window after the other, with a question and its calibration. */
async function measureReader(seconds: number): Promise<Omit<ReaderSpeed, 'gemmFlops'>> {
  const model = await openModel(modelFolder());
  const { config, reader } = model.manifest;
  const window = someTokens(reader.windowTokens, config);
  const questions = [model.reader.prepare(QUESTION)];
  const questionTokens = questions[0]!.ids.length + model.reader.contentFree.ids.length;
  await model.reader.read([window], questions);
  const started = performance.now();
  let windows = 0;
  while (performance.now() - started < seconds * 1000) {
    await model.reader.read([window], questions);
    windows++;
  }
  const elapsed = (performance.now() - started) / 1000;
  await model.dispose();
  const processed = reader.windowTokens + questionTokens;
  const flops = readerFlopsPerToken(config, readerDepth(reader.heads), reader.windowTokens);
  return {
    tokensPerSecond: (windows * reader.windowTokens) / elapsed,
    readerFlops: (windows * processed * flops) / elapsed,
  };
}
