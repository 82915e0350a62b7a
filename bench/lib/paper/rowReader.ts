import type { ModelRuntime, Tokeniser } from '../../../src/model/index.ts';
import type { PreparedQuestion } from '../../../src/retrieval/index.ts';
import type { AttentionRows, RowReader } from './method.ts';

/** The prompt of the published package, inside a chat template. */
const INSTRUCTION = 'Read the book and answer the question. Be very concise in your answer.\n\n';

/** Words of a chat template around a user's message. */
export interface ChatTemplate {
  readonly before: string;
  readonly after: string;
}

/**
 * A model whose last layer's attention is returned row by row, all heads summed: what the paper's strategy reads.
 * The model must have been built with all heads of that layer and `ownScores`.
 */
export class ModelRowReader implements RowReader {
  private readonly runtime: ModelRuntime;
  private readonly tokeniser: Tokeniser;
  private readonly chat: ChatTemplate;
  private readonly prefix: Int32Array;

  constructor(runtime: ModelRuntime, tokeniser: Tokeniser, chat: ChatTemplate) {
    this.runtime = runtime;
    this.tokeniser = tokeniser;
    this.chat = chat;
    this.prefix = tokeniser.encodePrompt(`${chat.before}${INSTRUCTION}`);
  }

  encode(texts: readonly string[]): Promise<Int32Array[]> {
    return Promise.resolve(texts.map((text) => this.tokeniser.encode(text)));
  }

  /** The rows that count go from the question's start to the end of the whole prompt. */
  prepare(question: string): PreparedQuestion {
    const before = this.tokeniser.encodePrompt('\n\nQuestion:\n\n');
    const rest = [
      ...this.tokeniser.encode(question),
      ...this.tokeniser.encodePrompt(`\n\nAnswer:${this.chat.after}`),
    ];
    const ids = Int32Array.from([...before, ...rest]);
    return { ids, countedFrom: before.length, countedTo: ids.length };
  }

  async readRows(context: Int32Array, question: PreparedQuestion): Promise<AttentionRows> {
    const tokens = question.ids.length;
    const rows = question.countedTo - question.countedFrom;
    const rowWeights = new Float32Array(rows * tokens);
    for (let row = 0; row < rows; row++) rowWeights[row * tokens + question.countedFrom + row] = 1;
    const packed = await this.runtime.pack(Int32Array.from([...this.prefix, ...context]));
    const attention = await this.runtime.score([packed], {
      ids: question.ids,
      offsets: question.ids.map((_, i) => i),
      groups: new Int32Array(tokens),
      rowWeights,
      rows,
    });
    if (!attention.own)
      throw new Error('The model was built without the attention of the question to itself.');
    const { data, own, heads } = attention;
    const sum = (
      values: Float32Array,
      row: number,
      width: number,
      from: number,
      to: number,
    ): Float32Array => {
      const total = new Float32Array(to - from);
      for (let head = 0; head < heads; head++) {
        const start = (head * rows + row) * width;
        for (let i = from; i < to; i++) total[i - from]! += values[start + i]!;
      }
      return total;
    };
    const each = Array.from({ length: rows }, (_, row) => row);
    return {
      context: each.map((row) => sum(data, row, attention.tokens, this.prefix.length, attention.tokens)),
      own: each.map((row) => sum(own, row, tokens, question.countedFrom, question.countedTo)),
    };
  }
}
