/**
 * llama.cpp as node-llama-cpp ships it ready-built. Its native part alone is installed: the package around it would
 * bring a compiler's helpers and, on Linux, half a gigabyte of programs for graphics processors with it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './repository.ts';

/** What is used here of node-llama-cpp 3.22.1, after its `dist/bindings/AddonTypes.d.ts`. */
interface Addon {
  readonly AddonModel: new (path: string, options: { gpuLayers: number; useMmap: boolean }) => NativeModel;
  readonly AddonContext: new (model: NativeModel, options: NativeContextOptions) => NativeContext;
  readonly AddonSampler: new (model: NativeModel) => NativeSampler;
  loadBackends(folder: string): void;
  setLoggerLogLevel(level: number): void;
  init(): Promise<void>;
}
interface NativeContextOptions {
  readonly contextSize: number;
  /** Also the size of the pieces in which llama.cpp computes a batch. */
  readonly batchSize: number;
  readonly threads: number;
  readonly flashAttention: boolean;
}
interface NativeModel {
  init(): Promise<boolean>;
  tokenize(text: string, specialTokens: boolean): Uint32Array;
  dispose(): Promise<void>;
}
interface NativeSampler {
  applyConfig(config: { readonly temperature: number }): void;
  dispose(): void;
}
interface NativeContext {
  init(): Promise<boolean>;
  dispose(): Promise<void>;
  initBatch(tokens: number): void;
  /** @param wanted indices of the tokens whose logits are wanted. @returns where those are in the batch */
  addToBatch(sequence: number, position: number, tokens: Uint32Array, wanted: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  disposeSequence(sequence: number): void;
  /** With these flags the fourth element holds [token, logit, token, logit, …], best first. */
  sampleToken(
    index: number,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: true,
    totalLogitWeight: false,
  ): Promise<[number, unknown, unknown, number[]]>;
}

export interface LlamaCppOptions {
  readonly threads: number;
  /** The longest sequence. */
  readonly contextTokens: number;
  readonly flashAttention: boolean;
}

/** Of llama.cpp's messages only errors are shown. */
const LOG_ERRORS = 2;
const SEQUENCE = 0;

const addonFolder = (): string => join(packageFolder('@node-llama-cpp/linux-x64'), 'bins', 'linux-x64');
const addonPath = (): string => join(addonFolder(), 'llama-addon.node');
let loaded: Promise<Addon> | undefined;

/** Whether llama.cpp is here: npm installs it on Linux with x64 and glibc only. */
export function llamaCppInstalled(): boolean {
  return existsSync(addonPath());
}

async function load(): Promise<Addon> {
  const module = { exports: {} };
  process.dlopen(module, addonPath());
  const addon = module.exports as Addon;
  addon.setLoggerLogLevel(LOG_ERRORS);
  addon.loadBackends(addonFolder());
  await addon.init();
  return addon;
}

/** A model in llama.cpp that runs one sequence at a time on the processor, keys and values in half precision. */
export class LlamaCpp {
  private readonly addon: Addon;
  private readonly model: NativeModel;
  private readonly context: NativeContext;

  private constructor(addon: Addon, model: NativeModel, context: NativeContext) {
    this.addon = addon;
    this.model = model;
    this.context = context;
  }

  /** @throws Error when the program or the file cannot be loaded */
  static async open(file: string, options: LlamaCppOptions): Promise<LlamaCpp> {
    const { threads, contextTokens, flashAttention } = options;
    const addon = await (loaded ??= load());
    const model = new addon.AddonModel(file, { gpuLayers: 0, useMmap: true });
    if (!(await model.init())) throw new Error(`llama.cpp does not load ${file}.`);
    const context = new addon.AddonContext(model, {
      contextSize: contextTokens,
      batchSize: contextTokens,
      threads,
      flashAttention,
    });
    if (!(await context.init())) throw new Error(`llama.cpp makes no context for ${file}.`);
    return new LlamaCpp(addon, model, context);
  }

  /** Token ids of a text in which special tokens are text like any other. */
  tokenize(text: string): number[] {
    return [...this.model.tokenize(text, false)];
  }

  /** Reads the tokens into an empty cache of keys and values. */
  async prefill(ids: Int32Array): Promise<void> {
    await this.decode(ids, []);
  }

  /** Float32 [vocabulary]: logits of what comes after the tokens. */
  async logits(ids: Int32Array, vocabularySize: number): Promise<Float32Array> {
    const [index] = await this.decode(ids, [ids.length - 1]);
    return this.logitsAt(index!, vocabularySize);
  }

  /** The same after each of the tokens, one after the other. */
  async *allLogits(ids: Int32Array, vocabularySize: number): AsyncGenerator<Float32Array> {
    for (const index of await this.decode(ids, [...ids.keys()])) yield this.logitsAt(index, vocabularySize);
  }

  private async logitsAt(index: number, vocabularySize: number): Promise<Float32Array> {
    const sampler = new this.addon.AddonSampler(this.model);
    sampler.applyConfig({ temperature: 0 });
    const [, , , pairs] = await this.context.sampleToken(index, sampler, false, false, true, false);
    sampler.dispose();
    const logits = new Float32Array(vocabularySize);
    for (let i = 0; i < pairs.length; i += 2) logits[pairs[i]!] = pairs[i + 1]!;
    return logits;
  }

  async dispose(): Promise<void> {
    await this.context.dispose();
    await this.model.dispose();
  }

  private async decode(ids: Int32Array, wanted: readonly number[]): Promise<Uint32Array> {
    this.context.disposeSequence(SEQUENCE);
    this.context.initBatch(ids.length);
    const places = this.context.addToBatch(SEQUENCE, 0, Uint32Array.from(ids), Uint32Array.from(wanted));
    await this.context.decodeBatch();
    return places;
  }
}
