import type { Manifest } from './manifest.ts';
import type { ModelRuntime, Questions } from './runtime.ts';
import type { Tokeniser } from './tokeniser.ts';

/** A question as token ids; the attention of the tokens from `countedFrom` up to `countedTo` counts. */
export interface QuestionTokens {
  readonly ids: Int32Array;
  readonly countedFrom: number;
  readonly countedTo: number;
}

/** A model's attention as retrieval wants it: prompts put around windows and questions, heads averaged. */
export class ModelAttentionReader {
  readonly windowTokens: number;
  readonly contentFree: QuestionTokens;
  private readonly runtime: ModelRuntime;
  private readonly tokeniser: Tokeniser;
  private readonly manifest: Manifest;
  private readonly windowPrefix: Int32Array;

  constructor(runtime: ModelRuntime, tokeniser: Tokeniser, manifest: Manifest) {
    this.runtime = runtime;
    this.tokeniser = tokeniser;
    this.manifest = manifest;
    this.windowTokens = manifest.reader.windowTokens;
    this.windowPrefix = tokeniser.encodePrompt(manifest.prompt.windowPrefix);
    this.contentFree = this.prepare(manifest.prompt.contentFreeQuestion);
  }

  prepare(question: string): QuestionTokens {
    const before = this.tokeniser.encodePrompt(this.manifest.prompt.questionPrefix);
    const own = this.tokeniser.encode(question);
    const ids = concat(before, own);
    return { ids, countedFrom: before.length, countedTo: ids.length };
  }

  /** See `AttentionReader.read` in retrieval/. Windows and questions share one pass each. */
  async read(
    windows: readonly Int32Array[],
    questions: readonly QuestionTokens[],
  ): Promise<Float32Array[][]> {
    const skip = this.windowPrefix.length;
    const encoded = await this.runtime.encode(windows.map((window) => concat(this.windowPrefix, window)));
    const { data, heads, rows, tokens } = await this.runtime.score(encoded, groupQuestions(questions));
    return windows.map((window, w) =>
      questions.map((_, row) => {
        const mean = new Float32Array(window.length);
        for (let head = 0; head < heads; head++) {
          const start = ((w * heads + head) * rows + row) * tokens + skip;
          for (let i = 0; i < window.length; i++) mean[i]! += data[start + i]! / heads;
        }
        return mean;
      }),
    );
  }
}

/** Lays several questions side by side for one pass: a group each, a row each, counted tokens weighted equally. */
export function groupQuestions(questions: readonly QuestionTokens[]): Questions {
  const total = questions.reduce((sum, question) => sum + question.ids.length, 0);
  const ids = new Int32Array(total);
  const offsets = new Int32Array(total);
  const groups = new Int32Array(total);
  const rowWeights = new Float32Array(questions.length * total);
  let at = 0;
  questions.forEach((question, group) => {
    const counted = question.countedTo - question.countedFrom;
    question.ids.forEach((id, i) => {
      ids[at + i] = id;
      offsets[at + i] = i;
      groups[at + i] = group;
      if (i >= question.countedFrom && i < question.countedTo)
        rowWeights[group * total + at + i] = 1 / counted;
    });
    at += question.ids.length;
  });
  return { ids, offsets, groups, rowWeights, rows: questions.length };
}

function concat(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
