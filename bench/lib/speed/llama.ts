/** The reader against llama.cpp: the same weights and layers, windows of the same length, the same number of threads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelFolder } from '../../../src/engine/index.ts';
import {
  ModelRuntime,
  readerDepth,
  readManifest,
  openQuantizedOnnx,
  Tokeniser,
} from '../../../src/model/index.ts';
import type { Manifest, ModelConfig } from '../../../src/model/index.ts';
import { runChild } from '../child.ts';
import { writeGguf } from '../gguf.ts';
import type { GgmlType } from '../gguf.ts';
import { LlamaCpp, llamaCppInstalled } from '../llamaCpp.ts';
import { llamaGguf } from '../llamaGguf.ts';
import { median } from '../metrics.ts';
import { llamaFlopsPerToken, readerFlopsPerToken, someTokens } from '../readerSpeed.ts';
import { packageFolder } from '../repository.ts';
import { table } from '../table.ts';
import { aimsTable } from './aims.ts';
import type { Aim } from './aims.ts';
import type { Lab } from './lab.ts';
import type { Part } from './part.ts';
import { OTHER_QUESTION, QUESTION } from './text.ts';

/** Rounds in which everybody reads so many windows; fewer for a text that is only a trial. */
const ROUNDS = 7;
const WINDOWS = 8;
const TOKENS_PER_WINDOW = 10_000;

export interface LlamaSpec {
  readonly kind: 'llama';
  readonly threads: number;
  /** A round, for each. */
  readonly windows: number;
}

interface Candidate {
  readonly name: string;
  readonly type: GgmlType | undefined;
  readonly flopsPerToken: number;
  readonly read: (window: Int32Array) => Promise<unknown>;
}

interface Speed extends Pick<Candidate, 'name' | 'type' | 'flopsPerToken'> {
  readonly tokensPerSecond: number;
  /** By the processor time of all threads, waiting for each other by spinning included. */
  readonly tokensPerProcessorSecond: number;
  /** The reader's speed by this one's, the median of the rounds' ratios. */
  readonly readerRatio: number;
}

interface LlamaRun {
  readonly depth: number;
  readonly layers: number;
  readonly windowTokens: number;
  readonly speeds: readonly Speed[];
  /** Largest difference of llama.cpp's logits from our writer's, as a share of their range; all layers, float32. */
  readonly logitDifference: number;
}

/** @throws Error where llama.cpp is not installed */
export function llamaPart(lab: Lab, threads = availableParallelism()): Part {
  if (!llamaCppInstalled())
    throw new Error('llama.cpp is not installed: npm has it for Linux with x64 and glibc.');
  const windows = Math.ceil(Math.min(WINDOWS, lab.tokens / TOKENS_PER_WINDOW));
  const run = runChild({ kind: 'llama', threads, windows } satisfies LlamaSpec) as LlamaRun;
  const { depth, layers, windowTokens, speeds, logitDifference } = run;
  return {
    id: 'speed-llama',
    title: 'The reader against llama.cpp',
    body:
      `Windows of ${windowTokens} tokens, threads: ${threads}, the same weights up to layer ${depth}; llama.cpp (from ` +
      `node-llama-cpp, ready-built) reads them from GGUF files with ${depth + 1} of the ${layers} layers and is asked for ` +
      `no logits, so that of layer ${depth} it computes all but the feed-forward block, the reader its keys. Both end with ` +
      `keys and values in half precision. In turns; medians of ${ROUNDS} rounds. Flash attention is llama.cpp's fused ` +
      `kernel.\n\n` +
      `${table<Speed>(
        [
          { heading: `windows a round: ${windows}`, cell: (row) => row.name },
          { heading: 'tokens/s', cell: (row) => row.tokensPerSecond.toFixed(0) },
          {
            heading: 'GFLOP/s',
            cell: (row) => ((row.tokensPerSecond * row.flopsPerToken) / 1e9).toFixed(1),
          },
          {
            heading: 'tokens per processor second',
            cell: (row) => row.tokensPerProcessorSecond.toFixed(0),
          },
          { heading: 'reader is so many times as fast', cell: (row) => row.readerRatio.toFixed(2) },
        ],
        speeds,
      )}\n\n` +
      `With all ${layers} layers in float32, llama.cpp's logits differ from our writer's by at most ` +
      `${(100 * logitDifference).toFixed(2)} % of their range.\n\n` +
      aimsTable([noSlower('F32', speeds), noSlower('Q8_0', speeds)]),
    data: run,
  };
}

function noSlower(type: GgmlType, speeds: readonly Speed[]): Aim {
  const ratio = Math.min(...speeds.filter((one) => one.type === type).map(({ readerRatio }) => readerRatio));
  return {
    what: `reader against llama.cpp at its fastest, ${type}`,
    aim: 'no slower',
    measured: `${ratio.toFixed(2)} times as fast`,
    met: ratio >= 1,
  };
}

/** In the child. */
export async function llamaHere({ threads, windows }: LlamaSpec): Promise<LlamaRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'infiniask-llama-'));
  try {
    const manifest = await readManifest(modelFolder());
    const { config, prompt, reader } = manifest;
    const depth = readerDepth(reader.heads);
    const tokeniser = await Tokeniser.open(modelFolder());
    // As the reader puts it around every window.
    const around = [prompt.windowPrefix, prompt.questionPrefix].map(
      (text) => tokeniser.encodePrompt(text).length,
    );
    const windowTokens = around.reduce((sum, length) => sum + length, reader.windowTokens);
    const runtime = await ModelRuntime.open({ folder: modelFolder(), config, depth, threads });
    const candidates: Candidate[] = [
      {
        name: 'reader',
        type: undefined,
        flopsPerToken: readerFlopsPerToken(config, depth, windowTokens),
        read: (window) => runtime.pack(window),
      },
    ];
    const open: LlamaCpp[] = [];
    for (const type of ['F32', 'Q8_0'] as const) {
      const file = join(scratch, `${type}.gguf`);
      await writeModel(file, manifest, depth + 1, type);
      for (const flashAttention of [false, true]) {
        const llama = await LlamaCpp.open(file, { threads, contextTokens: windowTokens, flashAttention });
        open.push(llama);
        candidates.push({
          name: `llama.cpp ${type}${flashAttention ? ', flash attention' : ''}`,
          type,
          flopsPerToken: llamaFlopsPerToken(config, depth, windowTokens),
          read: (window) => llama.prefill(window),
        });
      }
    }
    const speeds = await measure(candidates, windows, someTokens(windowTokens, config));
    for (const llama of open) await llama.dispose();

    const file = join(scratch, 'whole.gguf');
    await writeModel(file, manifest, config.layers, 'F32');
    const ids = tokeniser.encode(`${QUESTION}\n${OTHER_QUESTION}`);
    const logitDifference = await compareLogits(file, config, runtime, ids, threads);
    await runtime.dispose();
    return { depth, layers: config.layers, windowTokens, speeds, logitDifference };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function writeModel(file: string, manifest: Manifest, layers: number, type: GgmlType): Promise<void> {
  const { config, source } = manifest;
  const weights = await openQuantizedOnnx(join(packageFolder(source.package), source.weights));
  writeGguf(file, await llamaGguf(config, weights, { layers, type }));
}

/** Everybody in turns, from round to round another one first. */
async function measure(
  candidates: readonly Candidate[],
  windows: number,
  window: Int32Array,
): Promise<Speed[]> {
  const tokensPerSecond = candidates.map((): number[] => []);
  const tokensPerProcessorSecond = candidates.map((): number[] => []);
  for (const { read } of candidates) await read(window);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < candidates.length; turn++) {
      const c = (turn + round) % candidates.length;
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      for (let i = 0; i < windows; i++) await candidates[c]!.read(window);
      const tokens = windows * window.length;
      const { user, system } = process.cpuUsage(cpu);
      tokensPerSecond[c]!.push((tokens * 1000) / (performance.now() - started));
      tokensPerProcessorSecond[c]!.push((tokens * 1e6) / (user + system));
    }
  }
  const [reader] = tokensPerSecond;
  return candidates.map(({ name, type, flopsPerToken }, c) => ({
    name,
    type,
    flopsPerToken,
    tokensPerSecond: median(tokensPerSecond[c]!)!,
    tokensPerProcessorSecond: median(tokensPerProcessorSecond[c]!)!,
    readerRatio: median(reader!.map((speed, round) => speed / tokensPerSecond[c]![round]!))!,
  }));
}

async function compareLogits(
  file: string,
  { vocabularySize }: ModelConfig,
  runtime: ModelRuntime,
  ids: Int32Array,
  threads: number,
): Promise<number> {
  const llama = await LlamaCpp.open(file, { threads, contextTokens: 512, flashAttention: false });
  const theirs = await llama.logits(ids, vocabularySize);
  await llama.dispose();
  const { logits } = await runtime.write(ids);
  const range = Math.max(...logits) - Math.min(...logits);
  return Math.max(...logits.map((value, i) => Math.abs(value - theirs[i]!))) / range;
}
