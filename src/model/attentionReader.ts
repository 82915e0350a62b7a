import type {
  PreparedQuestion,
  ScoringParameters,
  CharRange,
  TokenReader,
  WindowAttention,
  WindowKeeper,
} from '../retrieval/index.ts';
import type { Manifest } from './manifest.ts';
import type { BackgroundTokeniser } from './backgroundTokeniser.ts';
import { rereadingLimitOf } from './knownModels.ts';
import { Pool } from './pool.ts';
import type { ModelRuntime, PackedStates, Questions } from './runtime.ts';
import type { Tokeniser } from './tokeniser.ts';
import { packLists, unpackLists } from './tokenLists.ts';

/** The memory as the reader sees it: it keeps what depends on no question; see memory/. */
export interface StateMemory {
  /**
   * @param into holds the value if it is large enough; the result is then a view of it
   * @returns the value kept for this content; undefined where there is none
   */
  get(kind: StateKind, content: Uint8Array, into?: Uint8Array): Promise<Uint8Array | undefined>;
  /** Whether a value is kept for this content; does not read it. */
  has(kind: StateKind, content: Uint8Array): Promise<boolean>;
  /** Resolves when the value is kept, or given up. The parts must not change until then. */
  put(kind: StateKind, content: Uint8Array, parts: readonly Uint8Array[]): Promise<unknown>;
}

/** `window`: a window's states and content-free scores, by its tokens. `tokens`: the tokens of texts, by the texts. */
export type StateKind = 'window' | 'tokens';

/** A window with its states, encoded now or remembered. */
interface KnownWindow {
  readonly length: number;
  readonly states: PackedStates;
  readonly contentFree: Float32Array | undefined;
  /** Holds remembered states; returns to the pool after use. */
  readonly buffer?: Uint8Array;
}

/** Parts that make up a reader. */
export interface ReaderParts {
  readonly manifest: Manifest;
  readonly tokeniser: Tokeniser;
  readonly runtime: ModelRuntime;
  /** Tokenises texts that are read next, with the vocabulary of `tokeniser`. */
  readonly background: Pick<BackgroundTokeniser, 'encode'>;
  /** Name under which the model's records are kept, see `ModelIdentity`. */
  readonly identity: string;
  readonly memory?: StateMemory | undefined;
  /** Releases what the reader shares with other roles. */
  readonly release: () => Promise<void>;
}

/** A model as a reader: puts its prompts around windows and questions, and averages its heads. */
export class ModelReader implements TokenReader, WindowKeeper {
  readonly contentFree: PreparedQuestion;
  private readonly parts: ReaderParts;
  private readonly windowPrefix: Int32Array;
  /** Stands between window and question. Encoded with the window, because it is the same for every question. */
  private readonly questionPrefix: Int32Array;
  /** Pending writes. Awaited once per section, because model runs block the event loop and would starve them. */
  private writing: Promise<unknown> = Promise.resolve();
  /** Buffers, each large enough for any window. */
  private readonly buffers: Pool<Uint8Array>;
  /** Windows that are being prefetched from the memory. */
  private readonly awaited = new WeakMap<Int32Array, Promise<KnownWindow | undefined>>();

  constructor(parts: ReaderParts) {
    this.parts = parts;
    const { tokeniser, manifest } = parts;
    this.windowPrefix = tokeniser.encodePrompt(manifest.prompt.windowPrefix);
    this.questionPrefix = tokeniser.encodePrompt(manifest.prompt.questionPrefix);
    this.contentFree = this.prepare(manifest.prompt.contentFreeQuestion);
    this.buffers = new Pool(() => new Uint8Array(this.keptBytes(this.windowTokens)));
  }

  get name(): string {
    return this.parts.manifest.id;
  }

  /** Name under which the model's records are kept, see `ModelIdentity`. */
  get identity(): string {
    return this.parts.identity;
  }

  get windowTokens(): number {
    return this.parts.manifest.reader.windowTokens;
  }

  get scoring(): ScoringParameters {
    return this.parts.manifest.reader.scoring;
  }

  get weakBelow(): number {
    return this.parts.manifest.reader.weakBelow;
  }

  get weakBelowRereading(): number {
    return this.weakBelow * rereadingLimitOf(this.parts.manifest.id);
  }

  dispose(): Promise<void> {
    return this.parts.release();
  }

  /** As `encode`, for one text and synchronously. */
  tokensOf(text: string): Int32Array {
    return this.parts.tokeniser.encode(text);
  }

  /** See `Tokeniser.spans`. */
  spans(ids: Int32Array): CharRange[] {
    return this.parts.tokeniser.spans(ids);
  }

  header(name: string): Int32Array {
    const { tokeniser, manifest } = this.parts;
    return tokeniser.encode(manifest.prompt.fileHeader.replace('{path}', () => name));
  }

  async encode(texts: readonly string[]): Promise<Int32Array[]> {
    // A list, because the same characters cut elsewhere have other tokens.
    const content = Buffer.from(JSON.stringify(texts));
    const kept = await this.parts.memory?.get('tokens', content);
    if (kept) {
      const packed = new Int32Array(kept.buffer, kept.byteOffset, kept.byteLength / 4);
      return unpackLists(packed, texts.length);
    }
    const ids = await this.parts.background.encode(texts);
    void this.parts.memory?.put('tokens', content, [bytesOf(packLists(ids))]);
    return ids;
  }

  prefetch(windows: readonly Int32Array[]): void {
    for (const window of windows) this.awaited.set(window, this.recall(window));
  }

  prepare(question: string, emphasis?: Float32Array): PreparedQuestion {
    const { tokeniser } = this.parts;
    const ids = tokeniser.encode(question);
    const weights = emphasis && tokenWeights(tokeniser, ids, emphasis);
    return { ids, countedFrom: 0, countedTo: ids.length, weights };
  }

  /** Several windows share a pass, and as many questions as pay off. */
  async read(
    windows: readonly Int32Array[],
    questions: readonly PreparedQuestion[],
  ): Promise<WindowAttention[]> {
    const known = await Promise.all(windows.map((window) => this.awaitedOrRecalled(window)));
    const states: KnownWindow[] = [];
    for (const [w, window] of windows.entries()) states.push(known[w] ?? (await this.encodeWindow(window)));
    const calibrated = states.every(({ contentFree }) => contentFree !== undefined);
    const scores = await this.score(states, calibrated ? questions : [...questions, this.contentFree]);
    for (const { buffer } of states) if (buffer) this.buffers.give(buffer);
    await this.writing;
    const writes: Promise<unknown>[] = [];
    const attention = states.map((window, w) => {
      const means = scores[w]!.map(meanOf);
      const contentFree = window.contentFree ?? means.at(-1)!;
      if (!known[w]) writes.push(this.remember(windows[w]!, window.states, contentFree));
      return { questions: means.slice(0, questions.length), contentFree, remembered: known[w] !== undefined };
    });
    this.writing = Promise.all(writes);
    return attention;
  }

  /** Whether the memory has the states of this window; does not read them. */
  async isKept(window: Int32Array): Promise<boolean> {
    return (await this.parts.memory?.has('window', bytesOf(window))) ?? false;
  }

  async keep(windows: readonly Int32Array[]): Promise<number> {
    const unknown: Int32Array[] = [];
    for (const window of windows) {
      if (!(await this.isKept(window))) unknown.push(window);
    }
    // `read` asks the content-free question of every new window, even without others.
    if (unknown.length > 0) await this.read(unknown, []);
    return unknown.length;
  }

  /**
   * The same for one window, with each retrieval head by itself.
   * @returns `[question][head]`, float32 of the window's length; the heads by layer, those of one layer in the order of
   *   the manifest
   */
  async readHeads(window: Int32Array, questions: readonly PreparedQuestion[]): Promise<Float32Array[][]> {
    const [scores] = await this.score([await this.encodeWindow(window)], questions);
    return scores!;
  }

  /** `[window][question][head]`. */
  private async score(
    windows: readonly KnownWindow[],
    questions: readonly PreparedQuestion[],
  ): Promise<Float32Array[][][]> {
    const skip = this.windowPrefix.length;
    const batch = windows.map(({ states }) => states);
    const results = windows.map((): Float32Array[][] => []);
    for (const group of groupsOf(questions, windows.length)) {
      const { data, heads, rows, tokens } = await this.parts.runtime.score(batch, groupQuestions(group));
      windows.forEach(({ length }, w) => {
        group.forEach((_, row) => {
          const byHead = Array.from({ length: heads }, (_head, head) => {
            const start = ((w * heads + head) * rows + row) * tokens + skip;
            return data.subarray(start, start + length);
          });
          results[w]!.push(byHead);
        });
      });
    }
    return results;
  }

  private async encodeWindow(window: Int32Array): Promise<KnownWindow> {
    const states = await this.parts.runtime.pack(concat(this.windowPrefix, window, this.questionPrefix));
    return { length: window.length, states, contentFree: undefined };
  }

  /** Takes a prefetched window only once, because its buffer is used again. */
  private awaitedOrRecalled(window: Int32Array): Promise<KnownWindow | undefined> {
    const awaited = this.awaited.get(window);
    this.awaited.delete(window);
    return awaited ?? this.recall(window);
  }

  private async recall(window: Int32Array): Promise<KnownWindow | undefined> {
    const { memory } = this.parts;
    if (!memory) return undefined;
    const { length } = window;
    const buffer = this.buffers.take();
    const kept = await memory.get('window', bytesOf(window), buffer);
    if (kept?.length !== this.keptBytes(length)) {
      this.buffers.give(buffer);
      return undefined;
    }
    const tokens = this.promptTokens + length;
    const contentFree = new Float32Array(kept.buffer, kept.byteOffset, length).slice();
    const halves = new Uint16Array(
      kept.buffer,
      kept.byteOffset + 4 * length,
      this.parts.runtime.packedLength(tokens),
    );
    return { length, states: { tokens, halves }, contentFree, buffer };
  }

  /** Bytes that the memory keeps for a window of this many tokens. */
  private keptBytes(length: number): number {
    return 4 * length + 2 * this.parts.runtime.packedLength(this.promptTokens + length);
  }

  /** Tokens of the prompt that are encoded with every window. */
  private get promptTokens(): number {
    return this.windowPrefix.length + this.questionPrefix.length;
  }

  private async remember(
    window: Int32Array,
    { halves }: PackedStates,
    contentFree: Float32Array,
  ): Promise<unknown> {
    return this.parts.memory?.put('window', bytesOf(window), [bytesOf(contentFree), bytesOf(halves)]);
  }
}

function bytesOf(array: Int32Array | Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function meanOf(heads: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(heads[0]!.length);
  for (const scores of heads) {
    for (let i = 0; i < mean.length; i++) mean[i]! += scores[i]! / heads.length;
  }
  return mean;
}

/** Above this many question tokens, batching independent questions is slower than separate passes. */
const MAX_PASS_TOKENS = 256;

function groupsOf(questions: readonly PreparedQuestion[], windows: number): PreparedQuestion[][] {
  const most = MAX_PASS_TOKENS / windows;
  const groups: PreparedQuestion[][] = [];
  let laid = new Set<string>();
  let tokens = Infinity;
  for (const question of questions) {
    const key = keyOf(question);
    if (!laid.has(key) && tokens + question.ids.length > most) {
      groups.push([]);
      laid = new Set();
      tokens = 0;
    }
    groups.at(-1)!.push(question);
    if (!laid.has(key)) tokens += question.ids.length;
    laid.add(key);
  }
  return groups;
}

/**
 * Lays several questions side by side for one pass, each with a group and a row. Questions of the same tokens that
 * differ in those counted share a group.
 */
export function groupQuestions(questions: readonly PreparedQuestion[]): Questions {
  const starts = new Map<string, number>();
  const ids: number[] = [];
  const offsets: number[] = [];
  const groups: number[] = [];
  for (const question of questions) {
    if (starts.has(keyOf(question))) continue;
    starts.set(keyOf(question), ids.length);
    question.ids.forEach((id, i) => {
      ids.push(id);
      offsets.push(i);
      groups.push(starts.size - 1);
    });
  }
  const total = ids.length;
  const rowWeights = new Float32Array(questions.length * total);
  questions.forEach((question, row) => {
    const first = row * total + starts.get(keyOf(question))!;
    const counted = question.countedTo - question.countedFrom;
    for (let i = question.countedFrom; i < question.countedTo; i++)
      rowWeights[first + i] = question.weights?.[i - question.countedFrom] ?? 1 / counted;
  });
  return {
    ids: Int32Array.from(ids),
    offsets: Int32Array.from(offsets),
    groups: Int32Array.from(groups),
    rowWeights,
    rows: questions.length,
  };
}

function keyOf({ ids }: PreparedQuestion): string {
  return ids.join();
}

/** Weight of each token: the largest of its characters, divided so that all sum to 1. */
function tokenWeights(tokeniser: Tokeniser, ids: Int32Array, emphasis: Float32Array): Float32Array {
  const weights = Float32Array.from(tokeniser.spans(ids), ({ start, end }) =>
    emphasis.subarray(Math.min(start, emphasis.length - 1), end).reduce(greater, 0),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function greater(a: number, b: number): number {
  return a > b ? a : b;
}

function concat(...parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
