import { Model, Tokenizer } from '@huggingface/tokenizers';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../messages/index.ts';
import { Bpe } from './bpe.ts';
import type { BpeOptions } from './bpe.ts';
import { ModelError } from './errors.ts';
import { Vocabulary } from './vocabulary.ts';
import type { BpeVocabulary } from './vocabulary.ts';

/** Raised whenever the same files give other tokens. */
export const TOKENISER_VERSION = 1;

export const tokeniserFiles = ['tokenizer.json', 'tokenizer_config.json'] as const;

/** The vocabulary of a built model, which its `tokenizer.json` then lacks; see `builtTokeniser`. */
export const vocabularyFile = 'vocabulary.bin';

interface TokenizerJson {
  readonly model?: Partial<BpeVocabulary> & BpeOptions & { readonly type?: string };
}

/**
 * Text to token ids and back, with the vocabulary of one model. The library does all but the merging of byte-pair
 * encodings, for which it would need ten times the memory.
 */
export class Tokeniser {
  private readonly tokenizer: Tokenizer;
  /** Missing for a model that is no byte-pair encoding, which the library then does itself. */
  private readonly vocabulary: Vocabulary | undefined;
  private readonly added: ReadonlyMap<number, { readonly content: string; readonly special: boolean }>;
  /** Matches the places where the text of a special token begins. */
  private readonly special: RegExp | undefined;

  /**
   * @param tokenizerJson @param tokenizerConfig the parsed files of the Hugging Face layout
   * @param vocabulary that of `tokenizerJson`, where it has none itself
   */
  constructor(tokenizerJson: object, tokenizerConfig: object, vocabulary?: Vocabulary) {
    const { model = {} } = tokenizerJson as TokenizerJson;
    this.vocabulary = vocabulary ?? vocabularyOf(model);
    const json = this.vocabulary ? withoutVocabulary(tokenizerJson) : tokenizerJson;
    this.tokenizer = new Tokenizer(json, tokenizerConfig);
    if (this.vocabulary) this.tokenizer.model = new BpeModel(new Bpe(this.vocabulary, model));
    this.added = this.tokenizer.get_added_tokens_decoder();
    const special = [...this.added.values()].filter((token) => token.special);
    const escaped = special.map(({ content }) => content.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    // Only looks ahead, so that it finds each of several overlapping tokens.
    this.special = escaped.length > 0 ? new RegExp(`(?=${escaped.join('|')})`, 'g') : undefined;
  }

  /**
   * Reads the tokeniser of a model folder.
   * @param shared the vocabulary, where another thread has read it
   * @throws ModelError
   */
  static async open(folder: string, shared?: SharedArrayBuffer): Promise<Tokeniser> {
    const parsed = await Promise.all(
      tokeniserFiles.map(async (name) => {
        try {
          return JSON.parse(await readFile(join(folder, name), 'utf8')) as object;
        } catch (cause) {
          throw new ModelError('modelCorrupt', message('modelUnreadable', join(folder, name)), { cause });
        }
      }),
    );
    const vocabulary = shared ? new Vocabulary(shared) : await readVocabulary(folder);
    return new Tokeniser(parsed[0]!, parsed[1]!, vocabulary);
  }

  /** The vocabulary, for another thread to open the same folder with. */
  get shared(): SharedArrayBuffer | undefined {
    const buffer = this.vocabulary?.buffer;
    return buffer instanceof SharedArrayBuffer ? buffer : undefined;
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
    const { vocabulary } = this;
    const { decoder } = this.tokenizer;
    if (!vocabulary || !decoder)
      return this.tokenizer.decode(Array.from(ids), {
        skip_special_tokens: true,
        clean_up_tokenization_spaces: false,
      });
    const texts = Array.from(ids, (id) => {
      const added = this.added.get(id);
      return added?.special ? undefined : (added?.content ?? vocabulary.text(id));
    });
    return decoder.decode(texts.filter((text) => text !== undefined));
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
    return this.idOf(content) !== undefined;
  }

  /** Id of a special token. @throws RangeError when the vocabulary has no such token */
  tokenId(content: string): number {
    const id = this.idOf(content);
    if (id === undefined) throw new RangeError(`The vocabulary has no token "${content}".`);
    return id;
  }

  private idOf(content: string): number | undefined {
    if (!this.vocabulary) return this.tokenizer.token_to_id(content);
    for (const [id, token] of this.added) if (token.content === content) return id;
    return this.vocabulary.id(content);
  }
}

/** Our merging as the library's model: it gives ids in place of texts, and the library's table of ids gives them back. */
class BpeModel extends Model {
  override tokens_to_ids = new SameIds();
  private readonly bpe: Bpe;

  constructor(bpe: Bpe) {
    super({ type: 'BPE', vocab: {}, merges: [], ignore_merges: false });
    this.bpe = bpe;
  }

  override encode(words: string[]): string[] {
    return this.bpe.encode(words) as unknown[] as string[];
  }
}

class SameIds extends Map<string, number> {
  override get(id: string): number {
    return id as string | number as number;
  }
}

/** The tokeniser's files of a built model: the vocabulary apart, where it is a byte-pair encoding. */
export function builtTokeniser(files: {
  readonly tokenizer: object;
  readonly config: object;
}): Map<string, Uint8Array> {
  const vocabulary = vocabularyOf((files.tokenizer as TokenizerJson).model ?? {});
  const tokenizer = vocabulary ? withoutVocabulary(files.tokenizer) : files.tokenizer;
  return new Map([
    [tokeniserFiles[0], Buffer.from(JSON.stringify(tokenizer))],
    [tokeniserFiles[1], Buffer.from(JSON.stringify(files.config))],
    ...(vocabulary ? [[vocabularyFile, new Uint8Array(vocabulary.buffer)] as const] : []),
  ]);
}

/** Undefined for another model than byte-pair encoding, or for one whose tokens know where a word ends. */
function vocabularyOf(model: NonNullable<TokenizerJson['model']>): Vocabulary | undefined {
  const { type, vocab, merges } = model;
  const isPlain =
    !('end_of_word_suffix' in model && model.end_of_word_suffix) &&
    !('continuing_subword_prefix' in model && model.continuing_subword_prefix);
  return type === 'BPE' && vocab && merges && isPlain ? Vocabulary.of({ vocab, merges }) : undefined;
}

function withoutVocabulary(tokenizer: object): object {
  const { model } = tokenizer as TokenizerJson;
  return { ...tokenizer, model: { ...model, vocab: {}, merges: [] } };
}

async function readVocabulary(folder: string): Promise<Vocabulary | undefined> {
  const path = join(folder, vocabularyFile);
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const buffer = new SharedArrayBuffer(size);
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(new Uint8Array(buffer, at));
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return new Vocabulary(buffer);
  } catch (cause) {
    throw new ModelError('modelCorrupt', message('modelUnreadable', path), { cause });
  } finally {
    await file.close();
  }
}
