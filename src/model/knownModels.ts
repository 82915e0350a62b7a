/**
 * Measured retrieval heads and scoring of models that many people have. A model is recognised by shape and name, in any
 * quantisation.
 */
import type { Head, ModelConfig } from './config.ts';
import type { Manifest } from './manifest.ts';

export interface KnownModel {
  readonly id: string;
  readonly name: RegExp;
  readonly shape: Pick<ModelConfig, 'hiddenSize' | 'layers' | 'heads' | 'headSize'>;
  readonly heads: readonly Head[];
  readonly scoring: Manifest['reader']['scoring'];
  readonly weakBelow: number;
  /**
   * `weakBelow` where passages that keywords chose are read together, as a multiple: what competes there is all about the
   * question, and draws more attention. Chosen on the tune half of `npm run bench:verdict`.
   */
  readonly rereadingLimit: number;
  /** Replaces what the model's template has before a text. */
  readonly windowPrefix?: string;
}

/** The embedded model's scoring, used for models whose own was not measured. */
const usualScoring: KnownModel['scoring'] = {
  lengthExponent: 0.75,
  lengthOffsetTokens: 4,
  headerCredit: 0.1,
  keywordShare: 0.7,
  outstandingSegments: 20,
};

const knownModels: readonly KnownModel[] = [
  {
    id: 'smollm2-135m',
    name: /smollm2.*135m/i,
    shape: { hiddenSize: 576, layers: 30, heads: 9, headSize: 64 },
    heads: headsOf('17.4 15.6 15.7 18.7 9.2'),
    scoring: usualScoring,
    weakBelow: 0.00368,
    rereadingLimit: 1.7,
    // The model's template would begin with a system message, which does not help reading.
    windowPrefix: '<|im_start|>user\n',
  },
  {
    id: 'gemma-3-270m',
    name: /gemma.*3.*270m/i,
    shape: { hiddenSize: 640, layers: 18, heads: 4, headSize: 256 },
    heads: headsOf('5.1 5.2'),
    scoring: usualScoring,
    weakBelow: 0.003,
    rereadingLimit: 3.5,
  },
];

/** @param names from its makers and of its file */
export function knownModel(config: ModelConfig, ...names: readonly string[]): KnownModel | undefined {
  return knownModels.find(
    ({ name, shape }) =>
      names.some((one) => name.test(one)) &&
      Object.entries(shape).every(([key, value]) => config[key as keyof typeof shape] === value),
  );
}

/** The least of the measured models: a guess. */
const USUAL_REREADING_LIMIT = 1.7;

/** See `KnownModel.rereadingLimit`. @param id of a manifest */
export function rereadingLimitOf(id: string): number {
  return knownModels.find((model) => model.id === id)?.rereadingLimit ?? USUAL_REREADING_LIMIT;
}

/**
 * How an unmeasured model reads: with all heads of a layer in its middle, where the retrieval heads of all measured
 * models are; if most layers see only the last tokens, with those of the first layer that sees everything.
 */
export function unknownReader(config: ModelConfig): Pick<KnownModel, 'heads' | 'scoring' | 'weakBelow'> {
  const { local, layers, heads } = config;
  const layer = local
    ? Math.max(
        0,
        Array.from({ length: layers }, (_, i) => i).findIndex((i) => !local.layers.includes(i)),
      )
    : Math.min(layers - 1, Math.round(layers * MIDDLE));
  return {
    heads: Array.from({ length: heads }, (_, head) => ({ layer, head })),
    scoring: usualScoring,
    weakBelow: 0,
  };
}

/** Best single layers: SmolLM2's is 18 of 30, MiniMind's 5 of 8, Qwen3's 10 to 14 of 28, TinyLlama's 8 of 22. */
const MIDDLE = 0.5;

/** Heads by their names, `layer.head`. */
function headsOf(names: string): Head[] {
  return names.split(' ').map((name) => {
    const [layer, head] = name.split('.').map(Number) as [number, number];
    return { layer, head };
  });
}
