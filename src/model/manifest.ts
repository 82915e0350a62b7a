import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkConfig } from './config.ts';
import type { Head, ModelConfig } from './config.ts';
import { ModelError } from './errors.ts';

/** Where a model's weights and tokeniser come from: a package pinned by version, its files by hash. */
export interface ModelSource {
  readonly package: string;
  readonly version: string;
  readonly format: 'quantized-onnx';
  /** Path of the weights inside the package. */
  readonly weights: string;
  /** Lower-case hex by path inside the package. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** The words around windows and questions, special tokens included. */
export interface PromptTemplate {
  /** In front of a file's lines in a window; `{path}` stands for its path. */
  readonly fileHeader: string;
  /** Before every window. */
  readonly windowPrefix: string;
  /** Between window and question. */
  readonly questionPrefix: string;
  /** A question without content: what a token scores for it, it scores for any question (arXiv 2410.02642). */
  readonly contentFreeQuestion: string;
}

export interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly license: string;
  readonly source: ModelSource;
  readonly config: ModelConfig;
  readonly prompt: PromptTemplate;
  readonly reader: {
    /** Tokens of one window, header included, prefix not. */
    readonly windowTokens: number;
    /** The retrieval heads. */
    readonly heads: readonly Head[];
    /** A best score below this is no better than what questions about something else reach. */
    readonly weakBelow: number;
  };
  readonly writer: {
    /** Prompt text around evidence and question. */
    readonly beforeEvidence: string;
    readonly beforeQuestion: string;
    readonly afterQuestion: string;
    readonly endToken: string;
    readonly maxContextTokens: number;
    readonly maxAnswerTokens: number;
  };
}

export const manifestFile = 'manifest.json';

/** Reads and checks the manifest of a model folder. @throws ModelError */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestFile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ModelError(
      'modelMissing',
      `There is no model at ${folder}: its ${manifestFile} cannot be read. Install InfiniAsk again, or name another model folder.`,
      { cause },
    );
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    checkConfig(manifest.config);
    if (manifest.reader.heads.length === 0) throw new RangeError('reader.heads is empty');
    return manifest;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError('modelCorrupt', `The model description ${path} is not usable: ${why}`, { cause });
  }
}

/** The layer where the reader stops: the deepest that holds a retrieval head. */
export function readerDepth(heads: readonly Head[]): number {
  return Math.max(...heads.map((head) => head.layer));
}
