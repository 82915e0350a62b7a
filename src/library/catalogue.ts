/** Reads and checks `models/catalogue.json`, the models that InfiniAsk knows by name. */
import type { ModelQuality, ModelRole, SentenceId } from '../contract/index.ts';
import catalogueJson from '../../models/catalogue.json' with { type: 'json' };

/** One file of a model at the hub. */
export interface CatalogueFile {
  /** Path in its repository. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex, hashed by us from the file's bytes and never copied from elsewhere. */
  readonly sha256: string;
}

export interface CatalogueModel {
  /** Lower-case letters, digits, dots and dashes. */
  readonly id: string;
  readonly name: string;
  /** Sentence about the model's strengths. */
  readonly goodFor: Extract<SentenceId, `goodFor${string}`>;
  readonly roles: readonly ModelRole[];
  /** `general.architecture` of its file. */
  readonly architecture: string;
  readonly licence: {
    /** `OWNER/NAME` at the hub. */
    readonly id: string;
    readonly name: string;
    /** Address of terms that the user must accept first; missing where there are none. */
    readonly termsUrl?: string | undefined;
  };
  readonly source: { readonly repository: string; readonly revision: string };
  /** Predicted need while it reads, and while it writes as well, as `infiniask models list` tells it of the file. */
  readonly memory: { readonly readingBytes: number; readonly writingBytes: number };
  /** All parts of the model, in order. */
  readonly files: readonly CatalogueFile[];
  readonly quality?: MeasuredQuality | undefined;
  /** The attention heads that retrieve, as measured; see docs/MODELS_GUIDE.md. */
  readonly calibration: {
    readonly heads: readonly { readonly layer: number; readonly head: number }[];
  };
}

/** Figures with their origin; `scripts/catalogue-quality.mjs` copies them from the table, and a test compares. */
export interface MeasuredQuality extends ModelQuality {
  /** Name of the table in docs/BENCHMARKS.md, and the command that printed it. */
  readonly table: string;
  readonly command: string;
}

/** @throws TypeError when the shipped file is malformed, which a test rules out */
export function catalogue(): readonly CatalogueModel[] {
  return (checked ??= readCatalogue(catalogueJson));
}

/** Quality of the shipped model. @throws TypeError as above */
export function embeddedQuality(): MeasuredQuality {
  return qualityOf(catalogueJson.embedded.quality, 'the embedded model');
}

let checked: readonly CatalogueModel[] | undefined;

const roles: readonly ModelRole[] = ['reader', 'rereader', 'writer'];
const purposes: readonly CatalogueModel['goodFor'][] = ['goodForReadingAndWriting', 'goodForReading'];

/** @throws TypeError naming the first mistake */
export function readCatalogue(json: unknown): readonly CatalogueModel[] {
  const models = list(fieldOf(json, 'models', 'the catalogue'), 'models').map(modelOf);
  for (const [i, { id }] of models.entries())
    if (models.findIndex((other) => other.id === id) !== i)
      throw new TypeError(`two models are called ${id}`);
  return models;
}

function modelOf(json: unknown): CatalogueModel {
  const id = matching(fieldOf(json, 'id', 'a model'), /^[a-z0-9][a-z0-9.-]*$/, 'an id');
  const at = (name: string): unknown => fieldOf(json, name, id);
  const licence = at('licence');
  const source = at('source');
  const termsUrl = optional(licence, 'termsUrl');
  const quality = optional(json, 'quality');
  const files = list(at('files'), `files of ${id}`).map((file) => fileOf(file, id));
  const heads = list(fieldOf(at('calibration'), 'heads', id), `heads of ${id}`);
  if (files.length === 0 || heads.length === 0) throw new TypeError(`${id} has no files or no heads`);
  return {
    id,
    name: matching(at('name'), /\S/, `name of ${id}`),
    goodFor: oneOf(at('goodFor'), purposes, `goodFor of ${id}`),
    roles: list(at('roles'), `roles of ${id}`).map((role) => oneOf(role, roles, `a role of ${id}`)),
    architecture: matching(at('architecture'), /^[a-z0-9_-]+$/, `architecture of ${id}`),
    licence: {
      id: matching(fieldOf(licence, 'id', id), /\S/, `licence of ${id}`),
      name: matching(fieldOf(licence, 'name', id), /\S/, `licence of ${id}`),
      ...(termsUrl === undefined ? {} : { termsUrl: matching(termsUrl, /^https:\/\//, `terms of ${id}`) }),
    },
    source: {
      repository: matching(fieldOf(source, 'repository', id), /^[\w.-]+\/[\w.-]+$/, `repository of ${id}`),
      revision: matching(fieldOf(source, 'revision', id), /^[\w.-]+$/, `revision of ${id}`),
    },
    memory: {
      readingBytes: whole(fieldOf(at('memory'), 'readingBytes', id), `memory of ${id}`),
      writingBytes: whole(fieldOf(at('memory'), 'writingBytes', id), `memory of ${id}`),
    },
    files,
    ...(quality === undefined ? {} : { quality: qualityOf(quality, id) }),
    calibration: {
      heads: heads.map((head) => ({
        layer: whole(fieldOf(head, 'layer', id), `a layer of ${id}`),
        head: whole(fieldOf(head, 'head', id), `a head of ${id}`),
      })),
    },
  };
}

function qualityOf(json: unknown, id: string): MeasuredQuality {
  const at = (name: string): unknown => fieldOf(json, name, `quality of ${id}`);
  return {
    set: matching(at('set'), /\S/, `set of ${id}`),
    table: matching(at('table'), /^[a-z0-9-]+$/, `table of ${id}`),
    command: matching(at('command'), /^npm run bench:/, `command of ${id}`),
    recall: share(at('recall'), `recall of ${id}`),
    recallOfWords: share(at('recallOfWords'), `recall of ${id}`),
  };
}

function fileOf(json: unknown, id: string): CatalogueFile {
  return {
    path: matching(fieldOf(json, 'path', id), /^(?:[\w.-]+\/)*[\w.-]+\.gguf$/, `a file of ${id}`),
    sizeBytes: whole(fieldOf(json, 'sizeBytes', id), `a size of ${id}`),
    sha256: matching(fieldOf(json, 'sha256', id), /^[0-9a-f]{64}$/, `a SHA-256 of ${id}`),
  };
}

function optional(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

function fieldOf(json: unknown, name: string, of: string): unknown {
  const value = optional(json, name);
  if (value === undefined) throw new TypeError(`${of} has no ${name}`);
  return value;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what}: not a list`);
  return value;
}

function matching(value: unknown, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError(`${what}: not usable`);
  return value;
}

function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`${what}: no whole number`);
  return value;
}

function share(value: unknown, what: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw new TypeError(`${what}: not 0 to 1`);
  return value;
}

function oneOf<T extends string>(value: unknown, known: readonly T[], what: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new TypeError(`${what}: not one of ${known.join(', ')}`);
  return found;
}
