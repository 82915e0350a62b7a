/** Opens a user's model: a GGUF file, or a folder in the Hugging Face layout. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { message } from '../messages/index.ts';
import { checkConfig } from './config.ts';
import type { ModelConfig } from './config.ts';
import { ModelError } from './errors.ts';
import { Facts, Unfit } from './families/facts.ts';
import { families, familyOfGguf, familyOfHuggingFace } from './families/index.ts';
import type { Family } from './families/types.ts';
import { ggufTokeniser } from './ggufTokeniser.ts';
import type { TokenizerConfig, TokeniserFiles } from './ggufTokeniser.ts';
import { tokeniserFiles } from './tokeniser.ts';
import type { WeightFormat } from './weights/formats.ts';
import { openGguf, partsOf } from './weights/gguf.ts';
import { embeddingName, layerWeights } from './weights/names.ts';
import { withNormsPlusOne } from './weights/plusOne.ts';
import { openSafetensors } from './weights/safetensors.ts';
import type { NamedWeights } from './weights/types.ts';
import { unusable } from './weights/unusable.ts';

export interface UserModel {
  /** Name from its makers, else that of its file or folder. */
  readonly name: string;
  /** Name of its file or folder. */
  readonly fileName: string;
  readonly license: string | undefined;
  readonly family: Family;
  readonly config: ModelConfig;
  readonly format: WeightFormat;
  readonly weights: NamedWeights;
  /** Absolute paths of all its files. */
  readonly files: readonly string[];
  /** Takes a second for a large vocabulary. @throws ModelError */
  tokeniser(): Promise<TokeniserFiles>;
}

const FOLDER_CONFIG = 'config.json';
const CHAT_TEMPLATE = 'chat_template.jinja';

/**
 * Opens a GGUF file (or any part of one), a folder in the Hugging Face layout, or a file in such a folder.
 * @throws ModelError saying why it cannot be used: no model, none of our families, incomplete
 */
export async function openUserModel(path: string): Promise<UserModel> {
  const { at, isFolder } = await placeOf(path);
  return isFolder ? openFolder(at) : openFile(at);
}

/** Absolute paths of all files of a model, the first one first. Opens none of them but an index. @throws ModelError */
export async function userModelFiles(path: string): Promise<string[]> {
  const { at, isFolder } = await placeOf(path);
  return isFolder ? filesOfFolder(at) : partsOf(at);
}

/** For a file of a model folder, the folder. */
async function placeOf(path: string): Promise<{ readonly at: string; readonly isFolder: boolean }> {
  const at = resolve(path);
  const found = await stat(at).catch((cause: unknown) => {
    throw new ModelError('modelMissing', message('modelNowhere', at), { cause });
  });
  if (found.isDirectory()) return { at, isFolder: true };
  return /\.(safetensors|json)$/i.test(at) ? { at: dirname(at), isFolder: true } : { at, isFolder: false };
}

async function filesOfFolder(folder: string): Promise<string[]> {
  const optional = [...tokeniserFiles, CHAT_TEMPLATE].map((name) => join(folder, name));
  const there = await Promise.all(optional.map(isFile));
  const { files } = await folderWeights(folder);
  return [join(folder, FOLDER_CONFIG), ...files, ...optional.filter((_, i) => there[i])];
}

async function openFile(path: string): Promise<UserModel> {
  const weights = await openGguf(path);
  const { metadata, files } = weights;
  const fileName = basename(files[0]!);
  const architecture = textOf(metadata.get('general.architecture')) ?? '';
  const facts = Facts.ofGguf(metadata, architecture);
  const family = familyOfGguf(architecture);
  // How its hidden states are pooled; above 0 only for models that embed and do not write.
  const pooling = metadata.get(`${architecture}.pooling_type`);
  if (onlyEmbeds(architecture) || (typeof pooling === 'number' && pooling > 0))
    throw new ModelError('modelCorrupt', message('modelOnlyEmbeds', path, architecture));
  if (!family) throw unknownFamily(path, architecture);
  const config = configOf(path, weights, (vocabulary) => family.gguf.config(facts, vocabulary));
  // Llama 3.1 and later: the divisors of the rotation's frequencies are a tensor.
  const ropeDivisors = await floatsOf(path, weights, 'rope_freqs.weight');
  if (ropeDivisors) orUnusable(path, () => checkConfig({ ...config, ropeDivisors }));
  return checked(path, {
    name: textOf(metadata.get('general.name')) ?? fileName,
    fileName,
    license: textOf(metadata.get('general.license')),
    family,
    config: ropeDivisors ? { ...config, ropeDivisors } : config,
    format: 'gguf',
    weights,
    files,
    tokeniser: () => new Promise((resolve) => resolve(orUnusable(path, () => ggufTokeniser(metadata)))),
  });
}

async function openFolder(folder: string): Promise<UserModel> {
  const path = join(folder, FOLDER_CONFIG);
  const json = await jsonOf(path);
  if (!json) throw new ModelError('modelMissing', message('modelFolderWithout', folder, FOLDER_CONFIG));
  const modelType = textOf(json['model_type']) ?? '';
  const [architecture = ''] = Array.isArray(json['architectures']) ? (json['architectures'] as string[]) : [];
  if (onlyEmbeds(modelType) || (architecture !== '' && !/ForCausalLM$/.test(architecture)))
    throw new ModelError('modelCorrupt', message('modelOnlyEmbeds', folder, architecture || modelType));
  const family = familyOfHuggingFace(modelType);
  if (!family) throw unknownFamily(folder, modelType);
  const weights = await openSafetensors((await folderWeights(folder)).open);
  const facts = Facts.ofJson(json);
  return checked(folder, {
    name: basename(folder),
    fileName: basename(folder),
    license: undefined,
    family,
    config: configOf(path, weights, (vocabulary) => family.huggingFace.config(facts, vocabulary)),
    format: 'safetensors',
    weights: family.huggingFace.normsLessOne ? withNormsPlusOne(weights) : weights,
    files: await filesOfFolder(folder),
    tokeniser: () => folderTokeniser(folder),
  });
}

/** The file to open, and all files with weights. */
async function folderWeights(
  folder: string,
): Promise<{ readonly open: string; readonly files: readonly string[] }> {
  const single = join(folder, 'model.safetensors');
  const index = `${single}.index.json`;
  const places = (await jsonOf(index))?.['weight_map'];
  if (typeof places === 'object' && places !== null) {
    const shards = [...new Set(Object.values(places).map(String))];
    return { open: index, files: [index, ...shards.map((shard) => join(folder, shard))] };
  }
  if (await isFile(single)) return { open: single, files: [single] };
  throw new ModelError('modelMissing', message('modelFolderWithout', folder, basename(single)));
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function folderTokeniser(folder: string): Promise<TokeniserFiles> {
  const [tokenizer, config] = await Promise.all(tokeniserFiles.map((name) => jsonOf(join(folder, name))));
  if (!tokenizer)
    throw new ModelError('modelMissing', message('modelTokeniserMissing', folder, tokeniserFiles[0]));
  const said: Record<string, unknown> = config ?? {};
  // The template may be in a file of its own, and a token may be an object.
  const template = await readFile(join(folder, CHAT_TEMPLATE), 'utf8').catch(() => undefined);
  const token = (value: unknown): string | undefined =>
    textOf(value) ?? textOf((value as { content?: unknown } | null | undefined)?.content);
  const known: TokenizerConfig = {
    bos_token: token(said['bos_token']),
    eos_token: token(said['eos_token']),
    add_bos_token: said['add_bos_token'] === true,
    chat_template: template ?? textOf(said['chat_template']),
  };
  return { tokenizer, config: { ...said, ...known } };
}

/** @throws ModelError when the file says too little, or asks for what the family's graphs cannot do */
function configOf(path: string, weights: NamedWeights, of: (vocabulary: number) => ModelConfig): ModelConfig {
  const [vocabularySize = 0] = weights.get(embeddingName).shape;
  return orUnusable(path, () => {
    const config = of(vocabularySize);
    checkConfig(config);
    return config;
  });
}

/**
 * Checks that the first layer has exactly the weights of its family, in the right shapes: a model with a weight left
 * out writes fluently and wrongly.
 */
function checked(path: string, model: UserModel): UserModel {
  const { weights, config, family } = model;
  const known = new Set(layerWeights(config, 0).map((name) => weights.storedName(name)));
  const extra = weights.names.find((name) => /(^|\.)(blk|layers)\.0\./.test(name) && !known.has(name));
  if (extra !== undefined && !extra.endsWith('rotary_emb.inv_freq'))
    throw unusable(path, `it has the tensor "${extra}", which is none of the family ${family.name}`);
  const { hiddenSize: hidden, intermediateSize: inner, heads, keyValueHeads, headSize } = config;
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ['layers.0.self_attn.q_proj', [heads * headSize, hidden]],
    ['layers.0.self_attn.k_proj', [keyValueHeads * headSize, hidden]],
    ['layers.0.mlp.up_proj', [inner, hidden]],
  ];
  for (const [name, shape] of shapes) {
    const { shape: actual } = weights.get(name);
    if (actual.join() !== shape.join())
      throw unusable(
        path,
        `"${weights.storedName(name)}" is ${actual.join(' x ')}; its shape asks for ${shape.join(' x ')}`,
      );
  }
  return model;
}

/** Whether an architecture has no causal attention, or no head that writes. */
function onlyEmbeds(architecture: string): boolean {
  return /bert|^t5(encoder)?$|embedding|^clip|^siglip|^bge|^modern-?bert/i.test(architecture);
}

function unknownFamily(path: string, architecture: string): ModelError {
  const known = families.map(({ name }) => name).join(', ');
  return new ModelError('modelCorrupt', message('modelFamilyUnknown', path, architecture, known));
}

/** Turns an error with half a sentence into a ModelError. */
function orUnusable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Unfit || error instanceof RangeError) throw unusable(path, error.message);
    throw error;
  }
}

/** Numbers of a small float32 tensor; undefined where there is none. @throws ModelError for another type */
async function floatsOf(path: string, weights: NamedWeights, name: string): Promise<number[] | undefined> {
  if (!weights.names.includes(name)) return undefined;
  const numbers: number[] = [];
  const weight = weights.get(name.replace(/\.weight$/, ''));
  const { encoding } = weight;
  const type = encoding.type === 'blocks' ? encoding.format : encoding.type.toUpperCase();
  if (type !== 'F32')
    throw unusable(path, `the tensor "${name}" has the type ${type}; InfiniAsk reads F32 there`);
  for await (const chunk of weight.rows()) numbers.push(...new Float32Array(Uint8Array.from(chunk).buffer));
  return numbers;
}

/** Undefined when there is no such file. @throws ModelError for malformed JSON */
async function jsonOf(path: string): Promise<Record<string, unknown> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw unusable(path, 'it is not JSON');
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
