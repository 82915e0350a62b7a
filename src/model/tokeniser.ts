import { Tokenizer } from '@huggingface/tokenizers';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../messages/index.ts';
import { ModelError } from './errors.ts';

/** Raised whenever the same files give other tokens. */
export const TOKENISER_VERSION = 1;

export const tokeniserFiles = ['tokenizer.json', 'tokenizer_config.json'] as const;

/** Text to token ids and back, with the vocabulary of one model. */
export class Tokeniser {
  private readonly tokenizer: Tokenizer;
  /** Matches the places where the text of a special token begins. */
  private readonly special: RegExp | undefined;

  /** @param tokenizerJson @param tokenizerConfig the parsed files of the Hugging Face layout */
  constructor(tokenizerJson: object, tokenizerConfig: object) {
    this.tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);
    const special = [...this.tokenizer.get_added_tokens_decoder().values()].filter((token) => token.special);
    const escaped = special.map(({ content }) => content.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    // Only looks ahead, so that it finds each of several overlapping tokens.
    this.special = escaped.length > 0 ? new RegExp(`(?=${escaped.join('|')})`, 'g') : undefined;
  }

  /** Reads the tokeniser of a model folder. @throws ModelError */
  static async open(folder: string): Promise<Tokeniser> {
    const parsed = await Promise.all(
      tokeniserFiles.map(async (name) => {
        try {
          return JSON.parse(await readFile(join(folder, name), 'utf8')) as object;
        } catch (cause) {
          throw new ModelError('modelCorrupt', message('modelUnreadable', join(folder, name)), { cause });
        }
      }),
    );
    return new Tokeniser(parsed[0]!, parsed[1]!);
  }

  /**
   * Token ids of text that is data: a special token in it is spelled out, never obeyed. Other added tokens (runs of
   * line ends, HTML tags) are words as any.
   */
  encode(text: string): Int32Array {
    const found = this.special ? [...text.matchAll(this.special)] : [];
    if (found.length === 0) return this.encodePrompt(text);
    // A cut inside each special token leaves no piece that contains one.
    const ids: number[] = [];
    let start = 0;
    for (const match of found) {
      ids.push(...this.encodePrompt(text.slice(start, match.index + 1)));
      start = match.index + 1;
    }
    ids.push(...this.encodePrompt(text.slice(start)));
    return Int32Array.from(ids);
  }

  /** Token ids of our own prompts, in which special tokens keep their meaning. */
  encodePrompt(text: string): Int32Array {
    return Int32Array.from(this.tokenizer.encode(text, { add_special_tokens: false }).ids);
  }

  decode(ids: ArrayLike<number>): string {
    if (ids.length === 0) return '';
    return this.tokenizer.decode(Array.from(ids), {
      skip_special_tokens: true,
      clean_up_tokenization_spaces: false,
    });
  }

  /**
   * The range of the decoded text, in UTF-16 code units, that each token stands for, the end not included. Each of
   * several tokens of one character stands for the character.
   */
  spans(ids: Int32Array): { readonly start: number; readonly end: number }[] {
    let start = 0;
    return Array.from(ids, (_, i) => {
      // Decodes whole prefixes, because part of a character decodes to something else.
      const text = this.decode(ids.subarray(0, i + 1));
      const first = start;
      if (!text.endsWith('\uFFFD')) start = Math.max(start, text.length);
      return { start: first, end: Math.max(text.length, first + 1) };
    });
  }

  hasToken(content: string): boolean {
    return this.tokenizer.token_to_id(content) !== undefined;
  }

  /** Id of a special token. @throws RangeError when the vocabulary has no such token */
  tokenId(content: string): number {
    const id = this.tokenizer.token_to_id(content);
    if (id === undefined) throw new RangeError(`The vocabulary has no token "${content}".`);
    return id;
  }
}
