/**
 * Converts a GGUF file's vocabulary (ggml's docs/gguf.md, keys `tokenizer.ggml.*`) to the files of the Hugging Face
 * layout, which `Tokeniser` reads. Knows two kinds: byte-level BPE (`gpt2`), which lists its merges, and
 * SentencePiece's BPE (`llama`), which has a score for each token instead.
 */
import { preTokenisers } from './preTokenisers.ts';
import type { MetadataValue } from './weights/ggufHeader.ts';

/** The parsed files of the Hugging Face layout. */
export interface TokeniserFiles {
  readonly tokenizer: object;
  readonly config: TokenizerConfig;
}

/** The used part of a `tokenizer_config.json`. */
export interface TokenizerConfig {
  readonly bos_token?: string | undefined;
  readonly eos_token?: string | undefined;
  readonly add_bos_token?: boolean | undefined;
  /** In Jinja; missing for a model that was not trained on conversations. */
  readonly chat_template?: string | undefined;
}

type Metadata = ReadonlyMap<string, MetadataValue>;

/** ggml's numbers for kinds of tokens; words and bytes need no special treatment. */
const CONTROL = 3;
const USER_DEFINED = 4;

/** SentencePiece's sign for a space. */
const SPACE = '▁';

/** @throws RangeError with half a sentence: what is unknown or missing in the file */
export function ggufTokeniser(metadata: Metadata): TokeniserFiles {
  const vocabulary = new Vocabulary(metadata);
  const kind = metadata.get('tokenizer.ggml.model');
  const config = configOf(metadata, vocabulary);
  if (kind === 'gpt2') return { tokenizer: byteLevel(metadata, vocabulary), config };
  if (kind === 'llama') return { tokenizer: sentencePiece(metadata, vocabulary), config };
  if (kind === undefined) throw new RangeError('it has no tokeniser');
  throw new RangeError(
    `its tokeniser is of the kind "${String(kind)}"; those that InfiniAsk reads are gpt2 and llama`,
  );
}

/** Tokens by id, with their kinds and the metadata. */
class Vocabulary {
  readonly tokens: readonly string[];
  private readonly types: readonly number[];
  private readonly metadata: Metadata;

  constructor(metadata: Metadata) {
    this.metadata = metadata;
    this.tokens = list(metadata, 'tokenizer.ggml.tokens', 'string');
    this.types = list(metadata, 'tokenizer.ggml.token_type', 'number', this.tokens.length);
  }

  /** Tokens that are matched whole before anything else: control tokens, and words chosen by the model's makers. */
  get added(): object[] {
    return this.tokens.flatMap((content, id) => {
      const type = this.types[id];
      if (type !== CONTROL && type !== USER_DEFINED) return [];
      return [{ id, content, special: type === CONTROL, normalized: false, lstrip: false, rstrip: false }];
    });
  }

  get ids(): Record<string, number> {
    // Without a prototype, because a token may have any name.
    const ids = Object.create(null) as Record<string, number>;
    this.tokens.forEach((token, id) => (ids[token] = id));
    return ids;
  }

  /** Whether a token may take part in merges. */
  isWord(id: number): boolean {
    return this.types[id] !== CONTROL;
  }

  /** The token that the file has for a purpose, such as `bos`. */
  named(purpose: string): string | undefined {
    const id = this.metadata.get(`tokenizer.ggml.${purpose}_token_id`);
    return typeof id === 'number' ? this.tokens[id] : undefined;
  }
}

function configOf(metadata: Metadata, vocabulary: Vocabulary): TokenizerConfig {
  const template = metadata.get('tokenizer.chat_template');
  const addBos = metadata.get('tokenizer.ggml.add_bos_token');
  return {
    bos_token: vocabulary.named('bos'),
    eos_token: vocabulary.named('eos'),
    // Where the file does not say, SentencePiece's models were trained with it and byte-level ones without.
    add_bos_token: typeof addBos === 'boolean' ? addBos : metadata.get('tokenizer.ggml.model') === 'llama',
    chat_template: typeof template === 'string' ? template : undefined,
  };
}

function byteLevel(metadata: Metadata, vocabulary: Vocabulary): object {
  const name = metadata.get('tokenizer.ggml.pre');
  const pre = typeof name === 'string' ? preTokenisers.get(name) : undefined;
  if (!pre) {
    // Older files have no rule, or "default"; a wrong guess would make other tokens than the model has learned.
    const known = [...preTokenisers.keys()].join(', ');
    throw new RangeError(
      `its rule for cutting text into words is "${String(name)}"; those that InfiniAsk knows are ${known}`,
    );
  }
  return {
    added_tokens: vocabulary.added,
    normalizer: pre.normalizer ?? null,
    pre_tokenizer: pre.preTokenizer,
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      vocab: vocabulary.ids,
      merges: list(metadata, 'tokenizer.ggml.merges', 'string'),
      ignore_merges: pre.ignoreMerges ?? false,
    },
  };
}

function sentencePiece(metadata: Metadata, vocabulary: Vocabulary): object {
  const scores = list(metadata, 'tokenizer.ggml.scores', 'number', vocabulary.tokens.length);
  const space = { type: 'Replace', pattern: { String: ' ' }, content: SPACE };
  const prepend = metadata.get('tokenizer.ggml.add_space_prefix') !== false;
  const decoders = [
    { type: 'Replace', pattern: { String: SPACE }, content: ' ' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
    ...(prepend ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
  ];
  return {
    added_tokens: vocabulary.added,
    normalizer: prepend
      ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: SPACE }, space] }
      : space,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Sequence', decoders },
    model: {
      type: 'BPE',
      vocab: vocabulary.ids,
      merges: mergesOf(vocabulary, scores),
      unk_token: vocabulary.named('unknown') ?? null,
      fuse_unk: true,
      byte_fallback: true,
    },
  };
}

/**
 * Merges as BPE wants them, a list of pairs by rank, from SentencePiece's scores: every way to make a token of two
 * others, the best score first, equal scores by the ids of the parts.
 */
function mergesOf(vocabulary: Vocabulary, scores: readonly number[]): string[] {
  const ids = new Map(vocabulary.tokens.map((token, id) => [token, id]));
  const pairs: { left: number; right: number; made: number }[] = [];
  vocabulary.tokens.forEach((token, made) => {
    if (!vocabulary.isWord(made)) return;
    for (let cut = 1; cut < token.length; cut++) {
      // Never cuts a character outside the basic plane, which is two code units.
      if (isLowSurrogate(token.charCodeAt(cut))) continue;
      const left = ids.get(token.slice(0, cut));
      const right = ids.get(token.slice(cut));
      if (left !== undefined && right !== undefined && vocabulary.isWord(left) && vocabulary.isWord(right))
        pairs.push({ left, right, made });
    }
  });
  pairs.sort((a, b) => scores[b.made]! - scores[a.made]! || a.left - b.left || a.right - b.right);
  return pairs.map(({ left, right }) => `${vocabulary.tokens[left]} ${vocabulary.tokens[right]}`);
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

type Named = { string: string; number: number };

/** @throws RangeError when the list is missing, has another type, or the wrong length */
function list<K extends keyof Named>(metadata: Metadata, key: string, of: K, length?: number): Named[K][] {
  const values = metadata.get(key);

  if (!Array.isArray(values) || !values.every((value) => typeof value === of))
    throw new RangeError(`it has no list "${key}"`);
  if (length !== undefined && values.length !== length)
    throw new RangeError(`its list "${key}" has ${values.length} values for ${length} tokens`);
  return values as Named[K][];
}
