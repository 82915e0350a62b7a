import type { Told } from './message.ts';

/** What a model is opened for: to read, to read the best again, to write. */
export type ModelRole = 'reader' | 'rereader' | 'writer';

/**
 * Where a model of the list is: shipped with InfiniAsk, got by it, named by the user, in the folders of another program, or
 * at the hub (`hub`: not on this machine).
 */
export type ModelPlace = 'embedded' | 'downloaded' | 'added' | 'ollama' | 'lmStudio' | 'hubCache' | 'hub';

/** A licence whose terms a user must accept before the model is got. */
export interface ModelTerms {
  readonly name: string;
  readonly url: string;
  readonly accepted: boolean;
}

/** A model that is on this machine or could be got. */
export interface ListedModel {
  /** What it is chosen by; no other model of the list has it. */
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  readonly place: ModelPlace;
  /** Absolute path of its first file or its folder; missing where it is at the hub. */
  readonly path?: string | undefined;
  /** Of all its files. */
  readonly sizeBytes: number;
  /** As its file names it; missing where that is not known. */
  readonly architecture?: string | undefined;
  /** Missing where nothing says it. */
  readonly licence?: string | undefined;
  readonly terms?: ModelTerms | undefined;
  /** What it is good for; known of those in the catalogue. */
  readonly goodFor?: Told | undefined;
  /** Predicted: while it reads, and while it writes as well. */
  readonly memory?: { readonly readingBytes: number; readonly writingBytes: number } | undefined;
  /** How well it finds; known of those that were measured. */
  readonly quality?: ModelQuality | undefined;
  /** Tokens a second of the last long reading with it on this machine; missing before there was one. */
  readonly tokensPerSecond?: number | undefined;
  /** Disk space of what was prepared of it, so that it can be used; missing where nothing was. */
  readonly preparedBytes?: number | undefined;
  /** Why it cannot be used; missing where it can. */
  readonly unusable?: Told | undefined;
}

/** Figures of a table in docs/BENCHMARKS.md. Only the two figures of one table compare, as every model counts its own tokens. */
export interface ModelQuality {
  /** Name of the set of questions. */
  readonly set: string;
  /** Share of the supporting sentences that are found, 0 to 1: with the model's attention, and by words alone. */
  readonly recall: number;
  readonly recallOfWords: number;
}

/** The models of this machine, those that could be got, and which of them fill the roles. */
export interface ModelList {
  readonly models: readonly ListedModel[];
  /** Ids or paths that the user has chosen; a role without one has the embedded model, or nobody rereads. */
  readonly inUse: Readonly<Partial<Record<ModelRole, string>>>;
  /** What all prepared models take; missing where nobody knows. */
  readonly prepared?: PreparedModels | undefined;
}

/** The prepared models, also those whose files have changed or gone. */
export interface PreparedModels {
  readonly folder: string;
  readonly bytes: number;
  /** Above this, those that were used longest ago are removed. */
  readonly limitBytes: number;
}

/** Has a model of this machine made ready, so that opening it in a role takes no time. */
export interface PrepareModelParams {
  /** Also its path. */
  readonly id: string;
  readonly role: ModelRole;
}

/** Has a model got from the hub. */
export interface GetModelParams {
  /** Of the catalogue, or `OWNER/NAME/FILE.gguf`. */
  readonly id: string;
  /** The user has read and accepted the terms of its licence; recorded. */
  readonly acceptTerms?: boolean | undefined;
  /** Asked from a workspace without trust: refused. */
  readonly isRestricted?: boolean | undefined;
}

export interface GetModelProgress {
  /** `waiting`: another process is getting a model. `checking`: what was loaded earlier is read again. */
  readonly phase: 'waiting' | 'checking' | 'loading';
  /** Of all files together. */
  readonly bytes: number;
  /** Undefined until the hub has told. */
  readonly bytesTotal?: number | undefined;
}
