import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../messages/index.ts';
import type { ScoringParameters } from '../retrieval/index.ts';
import { checkConfig } from './config.ts';
import type { Head, ModelConfig } from './config.ts';
import { ModelError } from './errors.ts';
import type { WeightFormat } from './weights/formats.ts';

/** Origin of a model's weights and tokeniser: a package pinned by version, its files by hash. */
export interface ModelSource {
  readonly package: string;
  readonly version: string;
  readonly format: WeightFormat;
  /** Path inside the package of the weights, or of the index of several files. */
  readonly weights: string;
  /** Lower-case hex by path inside the package. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** Text around windows and questions, special tokens included. */
export interface PromptTemplate {
  /** Precedes a file's lines in a window; `{path}` stands for its path. */
  readonly fileHeader: string;
  /** Before every window. */
  readonly windowPrefix: string;
  /** Between window and question. */
  readonly questionPrefix: string;
  /**
   * A question without content: its attention to a token is subtracted, because any question pays it (arXiv
   * 2410.02642).
   */
  readonly contentFreeQuestion: string;
}

/** Text around evidence and question, and how much may be read and written. */
export interface WriterPrompt {
  readonly beforeEvidence: string;
  readonly beforeQuestion: string;
  readonly afterQuestion: string;
  readonly endToken: string;
  readonly maxContextTokens: number;
  readonly maxAnswerTokens: number;
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
    readonly scoring: ScoringParameters;
    /** The best score of a clear answer is at least this; unrelated questions reach less. */
    readonly weakBelow: number;
  };
  /** Missing for a model that only reads. */
  readonly writer?: WriterPrompt | undefined;
  /** Missing where the heads were set by hand. */
  readonly calibration?: CalibrationRecord;
}

/** Results of the calibration that chose the retrieval heads; see calibration/. */
export interface CalibrationRecord {
  readonly seed: number;
  readonly samplesPerGroup: number;
  /** The kinds of text, in the order of the lists below. */
  readonly groups: readonly string[];
  /** Results of the chosen heads on samples that did not choose them. */
  readonly heldOut: {
    /** Mean reciprocal rank of the right segment, by group: within a window, and among several windows. */
    readonly mrr: readonly number[];
    readonly pooledMrr: readonly number[];
    /** Balanced accuracy of `reader.weakBelow`. */
    readonly weakAccuracy: number;
  };
  /** Every head of the model, by layer and head. */
  readonly heads: readonly HeadRecord[];
}

export interface HeadRecord extends Head {
  /** Mean reciprocal rank of the right segment within a window, by group. */
  readonly mrr: readonly number[];
  /** Share of right segments that came first, mean over the groups. */
  readonly first: number;
  /** Attention to the right segment minus that to its strongest hard negative, mean over the groups. */
  readonly margin: number;
}

export const manifestFile = 'manifest.json';

/** Reads and checks the manifest of a model folder. @throws ModelError */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestFile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ModelError('modelMissing', message('modelNotThere', folder, manifestFile), { cause });
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    checkConfig(manifest.config);
    if (manifest.reader.heads.length === 0) throw new RangeError('reader.heads is empty');
    checkScoring(manifest.reader.scoring);
    if (manifest.calibration) checkCalibration(manifest.calibration, manifest.config);
    return manifest;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError('modelCorrupt', message('modelUnusable', path, why), { cause });
  }
}

/** Largest value of each parameter; the smallest is 0. */
const largestScoring: Readonly<Record<keyof ScoringParameters, number>> = {
  lengthExponent: 1,
  lengthOffsetTokens: Number.MAX_SAFE_INTEGER,
  headerCredit: 1,
  keywordShare: 1,
  outstandingSegments: Number.MAX_SAFE_INTEGER,
};

function checkScoring(scoring: Partial<ScoringParameters> | undefined): void {
  if (!scoring) throw new RangeError('reader.scoring is missing');
  for (const [name, largest] of Object.entries(largestScoring)) {
    const value = scoring[name as keyof ScoringParameters];
    if (typeof value !== 'number' || !(value >= 0 && value <= largest))
      throw new RangeError(`reader.scoring.${name} is out of range`);
  }
}

/** @throws RangeError unless the record has every head of the model once, in order, with a figure for every group */
function checkCalibration({ groups, heads, heldOut }: CalibrationRecord, config: ModelConfig): void {
  const wrong = (why: string): never => {
    throw new RangeError(`calibration is not usable: ${why}`);
  };
  if (heads.length !== config.layers * config.heads)
    wrong(`it has ${heads.length} heads, the model has ${config.layers * config.heads}`);
  heads.forEach(({ layer, head, mrr }, i) => {
    if (layer !== Math.floor(i / config.heads) || head !== i % config.heads)
      wrong(`head ${layer}.${head} is out of order`);
    if (mrr.length !== groups.length) wrong(`head ${layer}.${head} has not one figure for each group`);
  });
  if (heldOut.mrr.length !== groups.length || heldOut.pooledMrr.length !== groups.length)
    wrong('heldOut has not one figure for each group');
}

/** The layer at which the reader stops: the deepest with a retrieval head. */
export function readerDepth(heads: readonly Head[]): number {
  return Math.max(...heads.map((head) => head.layer));
}
