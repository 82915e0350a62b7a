/**
 * Runs the two graphs. This is the only file that touches the native runtime, which is loaded on first use so that a
 * machine without a binary for it gets a message instead of a crash at start.
 */
import type * as OnnxRuntime from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { join } from 'node:path';
import { message } from '../messages/index.ts';
import type { ModelConfig } from './config.ts';
import { devicesOf, sessionOptionsOf } from './devices/device.ts';
import type { DeviceId } from './devices/device.ts';
import { DeviceEncoder } from './devices/encoder.ts';
import { ModelError } from './errors.ts';
import { toFloat16 } from './float16.ts';
import { modelFiles } from './graphs/build.ts';
import { windowKeyName, windowValueName } from './graphs/explicitAttention.ts';
import type { ModelFile } from './graphs/build.ts';
import { Pool } from './pool.ts';
import { EmbeddingFile } from './weights/embeddingFile.ts';
import { pastKeyName, pastValueName, presentKeyName, presentValueName } from './graphs/layers.ts';

type Runtime = typeof OnnxRuntime;
type Feeds = Record<string, Tensor>;

/** Where onnxruntime-node 1.30 ships a binary; macOS on Intel has had none since 1.24. */
const nativePlatforms = new Set(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64']);

/** Loads the native runtime. @throws ModelError `noNativeBinary` where this platform has none. */
export async function loadNativeRuntime(): Promise<Runtime> {
  try {
    return withHalvesAsUint16(await import('onnxruntime-node'));
  } catch (cause) {
    const here = `${process.platform}-${process.arch}`;
    if (nativePlatforms.has(here)) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ModelError('noNativeBinary', message('runtimeNotLoaded', why), { cause });
    }
    const told = message('runtimeNotForThis', here, [...nativePlatforms].join(', '));
    throw new ModelError('noNativeBinary', told, { cause });
  }
}

/** Version of the native runtime. @throws ModelError as `loadNativeRuntime` */
export async function runtimeVersion(): Promise<string> {
  const { versions } = (await loadNativeRuntime()).env;
  return versions.node ?? versions.common;
}

/** The devices that the native runtime of this platform knows. @throws ModelError as `loadNativeRuntime` */
export async function devicesHere(): Promise<DeviceId[]> {
  return devicesOf((await loadNativeRuntime()).listSupportedBackends());
}

/**
 * Where the language has a `Float16Array` (Node 24), the runtime (1.30) makes one of every float16 tensor's data, which
 * its native part then sees as empty (onnxruntime pull request 32323). ORT looks for the class when it makes its first
 * tensor; we hide the global during that call.
 */
function withHalvesAsUint16(runtime: Runtime): Runtime {
  const hidden = Object.getOwnPropertyDescriptor(globalThis, 'Float16Array');
  if (hidden) Reflect.deleteProperty(globalThis, 'Float16Array');
  try {
    new runtime.Tensor('float16', new Uint16Array(1), [1]);
  } finally {
    if (hidden) Object.defineProperty(globalThis, 'Float16Array', hidden);
  }
  return runtime;
}

/** Keys and values of encoded tokens, layer by layer, for one or more rows. Opaque outside of model/. */
export interface KeyValues {
  /** Number of valid tokens of each row; the tensors are as long as the longest. */
  readonly lengths: readonly number[];
  /** By name of the past input; float32 [rows, keyValueHeads, longest, headSize]. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * The same for one window as float16, half the bytes, as the memory keeps it: tensor after tensor, layer by layer, keys
 * before values.
 */
export interface PackedStates {
  readonly tokens: number;
  /** [tensors, keyValueHeads, tokens, headSize]. */
  readonly halves: Uint16Array;
}

/** Tokens that follow encoded windows; see `buildReader`. */
export interface Questions {
  readonly ids: Int32Array;
  /** Position of each token after the window. */
  readonly offsets: Int32Array;
  /** Group of each token. Tokens of different groups do not see each other. */
  readonly groups: Int32Array;
  /** Row-major [rows, tokens]: weight of each token's attention in each output row. */
  readonly rowWeights: Float32Array;
  readonly rows: number;
}

/** Pooled attention, float32 [windows, heads, rows, tokens] with `tokens` the longest window's length. */
export interface PooledAttention {
  readonly data: Float32Array;
  readonly windows: number;
  readonly heads: number;
  readonly rows: number;
  readonly tokens: number;
  /** Float32 [windows, heads, rows, question tokens]; present only with a reader built with `ownScores`. */
  readonly own: Float32Array | undefined;
}

export interface RuntimeOptions {
  /** Folder with the built files. */
  readonly folder: string;
  readonly config: ModelConfig;
  /** The layer at which the reader stops. */
  readonly depth: number;
  /** Threads of one graph run; default: the runtime's choice. */
  readonly threads?: number | undefined;
  /** Where windows are encoded; default: the CPU, which scores and writes in any case. */
  readonly device?: DeviceId | undefined;
  /** Told when that device failed, with what it said: the CPU has taken over. */
  readonly onDeviceLost?: ((why: string) => void) | undefined;
}

/** A built model, whose graphs are loaded on first use. */
export class ModelRuntime {
  private readonly options: RuntimeOptions;
  private readonly ort: Runtime;
  private readonly encoder: DeviceEncoder | undefined;
  private readonly sessions = new Map<ModelFile, Promise<InferenceSession>>();
  /** Open from the first use on. */
  private embedding: EmbeddingFile | undefined;
  /** Buffers for the states of windows. Each run takes its own. */
  private readonly rooms = new Pool(() => new Uint16Array(0));

  private constructor(options: RuntimeOptions, ort: Runtime) {
    this.options = options;
    this.ort = ort;
    const { device = 'cpu', onDeviceLost } = options;
    this.encoder =
      device === 'cpu'
        ? undefined
        : new DeviceEncoder(
            () => this.create(modelFiles.reader, device),
            () => this.session(modelFiles.reader),
            onDeviceLost,
          );
  }

  /** @param load loads the runtime; tests give one whose devices fail */
  static async open(options: RuntimeOptions, load = loadNativeRuntime): Promise<ModelRuntime> {
    return new ModelRuntime(options, await load());
  }

  /**
   * Encodes rows of tokens. Without a past there may be several rows; shorter ones are padded.
   * @param past tokens before the single row
   */
  async encode(rows: readonly Int32Array[], past?: KeyValues): Promise<KeyValues> {
    const { feeds, lengths, layers } = this.encodeFeeds(rows, past);
    const encoder = this.encoder ?? (await this.session(modelFiles.reader));
    return presentOf(await encoder.run(feeds, presentNames(layers)), lengths, layers);
  }

  /**
   * Encodes one row and runs the writer on it.
   * @returns the logits of the next token and the states to continue from
   */
  async write(
    ids: Int32Array,
    past?: { readonly lower: KeyValues; readonly upper: KeyValues },
  ): Promise<{ logits: Float32Array; lower: KeyValues; upper: KeyValues }> {
    const { feeds, lengths, layers } = this.encodeFeeds([ids], past?.lower);
    const reader = await this.session(modelFiles.reader);
    const encoded = await reader.run(feeds, ['hidden', ...presentNames(layers)]);
    const { config, depth } = this.options;
    const upperLayers = { from: depth, to: config.layers, keysOnly: undefined };
    const writerFeeds: Feeds = {
      hidden: encoded['hidden']!,
      seqlens_k: feeds['seqlens_k']!,
      total_sequence_length: feeds['total_sequence_length']!,
      ...this.pastFeeds(upperLayers, 1, past?.upper),
    };
    const writer = await this.session(modelFiles.writer);
    const written = await writer.run(writerFeeds);
    return {
      logits: written['logits']!.data as Float32Array,
      lower: presentOf(encoded, lengths, layers),
      upper: presentOf(written, lengths, upperLayers),
    };
  }

  /** Encodes one window for `score`. */
  async pack(window: Int32Array): Promise<PackedStates> {
    const { tensors } = await this.encode([window]);
    const { depth } = this.options;
    const names = presentNames({ from: 0, to: depth, keysOnly: depth }).map(pastName);
    const halves = new Uint16Array(this.packedLength(window.length));
    let at = 0;
    for (const name of names) {
      const values = tensors[name]!.data as Float32Array;
      toFloat16(values, halves.subarray(at, at + values.length));
      at += values.length;
    }
    return { tokens: window.length, halves };
  }

  /** Length of a packed window, in halves. */
  packedLength(tokens: number): number {
    const { keyValueHeads, headSize } = this.options.config;
    return this.packedNames().length * keyValueHeads * tokens * headSize;
  }

  /**
   * Packed windows as the reader's inputs, one row each.
   * @param room buffer for all of them, each padded to the longest
   */
  private windowFeeds(windows: readonly PackedStates[], longest: number, room: Uint16Array): Feeds {
    const { keyValueHeads, headSize } = this.options.config;
    const dims = [windows.length, keyValueHeads, longest, headSize];
    const size = dims.reduce((product, dim) => product * dim);
    const tensors = this.packedNames().map((name, tensor): [string, Tensor] => {
      const values = room.subarray(tensor * size, (tensor + 1) * size);
      windows.forEach(({ tokens, halves }, row) => {
        const length = tokens * headSize;
        for (let head = 0; head < keyValueHeads; head++) {
          const from = (tensor * keyValueHeads + head) * length;
          const to = (row * keyValueHeads + head) * longest * headSize;
          values.set(halves.subarray(from, from + length), to);
          values.fill(0, to + length, to + longest * headSize);
        }
      });
      return [name, new this.ort.Tensor('float16', values, dims)];
    });
    return Object.fromEntries(tensors);
  }

  private packedNames(): string[] {
    const { depth } = this.options;
    const names: string[] = [];
    for (let layer = 0; layer < depth; layer++) names.push(windowKeyName(layer), windowValueName(layer));
    return [...names, windowKeyName(depth)];
  }

  /** Scores every token of the packed windows by the questions' attention. */
  async score(windows: readonly PackedStates[], questions: Questions): Promise<PooledAttention> {
    const { Tensor } = this.ort;
    const batch = windows.length;
    const tokens = questions.ids.length;
    const embeddings = this.embeddings(
      windows.map(() => questions.ids),
      tokens,
    );
    const session = await this.session(modelFiles.reader);
    const longest = Math.max(...windows.map((window) => window.tokens));
    const needed = batch * this.packedLength(longest);
    let room = this.rooms.take();
    if (room.length < needed) room = new Uint16Array(needed);
    const feeds: Feeds = {
      ...this.unusedToEncode,
      embeddings,
      scores_questions: new Tensor('bool', Uint8Array.of(1), [1]),
      past_lengths: new Tensor('int64', toInt64(windows.map((window) => window.tokens)), [batch]),
      offsets: new Tensor('int64', toInt64(questions.offsets), [tokens]),
      groups: new Tensor('int64', toInt64(questions.groups), [tokens]),
      row_weights: new Tensor('float32', questions.rowWeights, [questions.rows, tokens]),
      ...this.windowFeeds(windows, longest, room),
    };
    const wanted = session.outputNames.filter((name) => name.endsWith('scores'));
    const { scores, own_scores: own } = await session.run(feeds, wanted);
    this.rooms.give(room);
    const [, heads, rows, length] = scores!.dims as [number, number, number, number];
    return {
      data: scores!.data as Float32Array,
      windows: batch,
      heads,
      rows,
      tokens: length,
      own: own?.data as Float32Array | undefined,
    };
  }

  /** Frees the native memory of all graphs. Never rejects: a graph that failed to load has none. */
  async dispose(): Promise<void> {
    const open = [...this.sessions.values()];
    this.sessions.clear();
    this.embedding?.close();
    this.embedding = undefined;
    await Promise.allSettled([
      ...open.map(async (session) => (await session).release()),
      this.encoder?.dispose(),
    ]);
  }

  private session(file: ModelFile): Promise<InferenceSession> {
    let session = this.sessions.get(file);
    if (!session) {
      session = this.create(file, 'cpu');
      this.sessions.set(file, session);
      // A file that failed to load is tried again by the next question, because the user may have mended it.
      session.catch(() => this.sessions.delete(file));
    }
    return session;
  }

  private create(file: ModelFile, device: DeviceId): Promise<InferenceSession> {
    const { threads, folder } = this.options;
    return this.ort.InferenceSession.create(join(folder, file), {
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      // Window lengths vary, and the runtime would keep a memory plan for each.
      enableMemPattern: false,
      ...sessionOptionsOf(device),
    });
  }

  /** The embeddings of rows of tokens, float32 [rows, longest, hidden]; zeros behind a shorter one. */
  private embeddings(rows: readonly Int32Array[], longest: number): Tensor {
    const { folder, config } = this.options;
    this.embedding ??= new EmbeddingFile(join(folder, modelFiles.embedding));
    const { columns } = this.embedding;
    const values = new Float32Array(rows.length * longest * columns);
    for (const [r, row] of rows.entries()) this.embedding.copyRows(row, values, r * longest * columns);
    return new this.ort.Tensor('float32', values, [rows.length, longest, config.hiddenSize]);
  }

  private encodeFeeds(
    rows: readonly Int32Array[],
    past: KeyValues | undefined,
  ): { feeds: Feeds; lengths: number[]; layers: LayerRange } {
    const { Tensor } = this.ort;
    if (past && rows.length !== 1) throw new RangeError('Only a single row can be continued from a past.');
    const pastLength = past?.lengths[0] ?? 0;
    const longest = Math.max(...rows.map((row) => row.length));
    const positions = new BigInt64Array(rows.length * longest);
    for (let at = 0; at < positions.length; at++) positions[at] = BigInt(pastLength + (at % longest));
    const lengths = rows.map((row) => pastLength + row.length);
    const layers: LayerRange = { from: 0, to: this.options.depth, keysOnly: this.options.depth };
    const feeds = {
      ...this.unusedToScore,
      embeddings: this.embeddings(rows, longest),
      scores_questions: new Tensor('bool', Uint8Array.of(0), [1]),
      positions: new Tensor('int64', positions, [rows.length, longest]),
      seqlens_k: new Tensor(
        'int32',
        Int32Array.from(lengths, (length) => length - 1),
        [rows.length],
      ),
      total_sequence_length: new Tensor('int32', Int32Array.of(pastLength + longest), [1]),
      ...this.pastFeeds(layers, rows.length, past),
    };
    return { feeds, lengths, layers };
  }

  /** Inputs of the reader that do nothing when it scores, as small as they may be. */
  private get unusedToEncode(): Feeds {
    const { Tensor } = this.ort;
    const { depth } = this.options;
    return {
      positions: new Tensor('int64', BigInt64Array.of(0n), [1, 1]),
      seqlens_k: new Tensor('int32', Int32Array.of(0), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(1), [1]),
      ...this.pastFeeds({ from: 0, to: depth, keysOnly: depth }, 1, undefined),
    };
  }

  /** The same when it encodes. */
  private get unusedToScore(): Feeds {
    const { Tensor } = this.ort;
    const { keyValueHeads, headSize } = this.options.config;
    const one = (): Tensor => new Tensor('int64', BigInt64Array.of(0n), [1]);
    const state = new Tensor('float16', new Uint16Array(keyValueHeads * headSize), [
      1,
      keyValueHeads,
      1,
      headSize,
    ]);
    return {
      past_lengths: one(),
      offsets: one(),
      groups: one(),
      row_weights: new Tensor('float32', new Float32Array(1), [1, 1]),
      ...Object.fromEntries(this.packedNames().map((name) => [name, state])),
    };
  }

  private pastFeeds(layers: LayerRange, rows: number, past: KeyValues | undefined): Feeds {
    if (past) return { ...past.tensors };
    const { config } = this.options;
    const dims = [rows, config.keyValueHeads, 0, config.headSize];
    const names = presentNames(layers).map(pastName);
    return Object.fromEntries(
      names.map((name) => [name, new this.ort.Tensor('float32', new Float32Array(0), dims)]),
    );
  }
}

/** The layers whose keys and values a graph carries; `keysOnly` is a further layer without values. */
interface LayerRange {
  readonly from: number;
  readonly to: number;
  readonly keysOnly: number | undefined;
}

function presentNames({ from, to, keysOnly }: LayerRange): string[] {
  const names: string[] = [];
  for (let layer = from; layer < to; layer++) names.push(presentKeyName(layer), presentValueName(layer));
  if (keysOnly !== undefined) names.push(presentKeyName(keysOnly));
  return names;
}

function pastName(present: string): string {
  return present.replace('present', 'past');
}

function presentOf(
  outputs: Readonly<Record<string, Tensor>>,
  lengths: readonly number[],
  layers: LayerRange,
): KeyValues {
  const tensors: Record<string, Tensor> = {};
  for (let layer = layers.from; layer < layers.to; layer++) {
    tensors[pastKeyName(layer)] = outputs[presentKeyName(layer)]!;
    tensors[pastValueName(layer)] = outputs[presentValueName(layer)]!;
  }
  if (layers.keysOnly !== undefined) {
    tensors[pastKeyName(layers.keysOnly)] = outputs[presentKeyName(layers.keysOnly)]!;
  }
  return { lengths, tensors };
}

function toInt64(values: ArrayLike<number>): BigInt64Array {
  return BigInt64Array.from(values, BigInt);
}
