/**
 * Requests between the engine's process and its callers (extension, tests). Lines are 1-based and inclusive, paths
 * use `/`, times are milliseconds, sizes are tokens unless the name says otherwise.
 */
import type { Answer, Endpoint, Prompt, WriteResult, WriterId } from './answer.ts';
import type { CorpusSettings, Root, SkippedFile, SkipReason } from './corpus.ts';
import type { Evidence } from './evidence.ts';
import type { Told } from './message.ts';
import type {
  GetModelParams,
  GetModelProgress,
  ListedModel,
  ModelList,
  ModelRole,
  PrepareModelParams,
} from './models.ts';
import type { PlaceStart } from './place.ts';
import type { AskProgress, AskResult, Question } from './question.ts';

/** Which files a question would read. */
export interface SurveyParams {
  readonly roots: readonly Root[];
  readonly corpus?: CorpusSettings;
}

/** What a question would read, before it is asked. */
export interface SurveyResult {
  readonly files: number;
  readonly bytes: number;
  /** Estimated from the sizes. */
  readonly tokens: number;
  /** Estimated from a sample of what is known and the last readings on this machine; null before there was one. */
  readonly estimatedMs: number | null;
  readonly skipped: readonly SkippedFile[];
}

/** Asks for an answer from given evidence, without reading. */
export interface AnswerParams {
  readonly question: string;
  readonly evidence: readonly Evidence[];
  /** Indices of pinned evidence, which is never quoted as the answer, because it was not found for this question. */
  readonly pinned?: readonly number[];
  readonly writer: WriterId;
  readonly endpoint?: Endpoint;
}

/** Asks for the text that is read of a document, to show it. */
export interface DocumentParams {
  readonly root: Root;
  /** Of the document below the root, as `FilePlace.path`. */
  readonly path: string;
  readonly corpus?: CorpusSettings;
}

/** The text by whose lines evidence of a document counts, or why there is none. */
export type DocumentResult =
  | {
      /** As Markdown; line 1 is its first. */
      readonly text: string;
      /** Where its lines are found, in their order. */
      readonly starts: readonly PlaceStart[];
    }
  | { readonly reason: SkipReason };

/** Asks which words of the evidence the words of the question looked at. */
export interface WhyParams {
  readonly question: string;
  readonly evidence: Evidence;
  /** Prefix of the evidence's root. */
  readonly prefix?: string;
}

export interface WhyResult {
  /** The words of the question, in order. */
  readonly questionWords: readonly string[];
  /**
   * `[question word]`: whether it occurs in the evidence, its signature or its file's name; never of a word that stands
   * everywhere, such as "the".
   */
  readonly found: readonly boolean[];
  /** The evidence's text cut into words with the characters around them; joined they are the text. */
  readonly textWords: readonly string[];
  /**
   * `[question word][text word]`: attention of the retrieval heads, calibrated, 0 to 1 relative to the largest.
   */
  readonly weights: readonly (readonly number[])[];
}

/** Has a role filled by the model of another folder. */
export interface ReplaceParams {
  readonly role: ModelRole;
  /** Absolute path of a model, or its id in the list of models; not given: back to the one that the engine was started with, if any. */
  readonly folder?: string | undefined;
}

export interface PauseParams {
  /** Of the question that runs. */
  readonly progressToken: string;
  readonly paused: boolean;
}

export interface ReadAheadProgress {
  readonly files: number;
  readonly filesTotal: number;
  /** Estimated, as the total is; text that was known counts as read. */
  readonly tokens: number;
  readonly tokensTotal: number;
}

export interface ReadAheadResult {
  /**
   * `complete`: everything is known. `cancelled`: there is more to read. `full`: there is more to read, but no room
   * to keep it. `unavailable`: nothing can be kept.
   */
  readonly outcome: 'complete' | 'cancelled' | 'full' | 'unavailable';
  /** Why; empty when it is complete or cancelled. */
  readonly reason: Told;
  readonly windows: number;
  /** Number of these windows that were not known before. */
  readonly read: number;
}

/** The engine and its reader. */
export interface Description {
  readonly version: string;
  readonly model: string;
  readonly strategy: string;
  readonly windowTokens: number;
  readonly maxQuestionTokens: number;
  readonly processId: number;
}

/** Every failure that a user can meet, for programs; the message says what to do. */
export type ErrorId =
  | 'questionEmpty'
  | 'questionTooLong'
  | 'rootMissing'
  | 'rootUnreadable'
  | 'nothingToRead'
  | 'modelMissing'
  | 'modelCorrupt'
  | 'modelUnknown'
  | 'modelNotGot'
  | 'modelUnusable'
  | 'termsNotAccepted'
  | 'noNativeBinary'
  /** Stopped before anything could be found: while its model was prepared. */
  | 'cancelled'
  | 'engineStopped'
  | 'internal';

/** Why a request failed: `data` of every error response; its `message` is the English of `told`. */
export interface Failure {
  readonly id: ErrorId;
  readonly told: Told;
  /** Reason for skipping each file, where that explains the failure. */
  readonly skipped?: readonly SkippedFile[];
}

/** What a request takes, returns, and tells as progress. */
export interface Exchange<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

/** Adds a token for the request's progress, which the caller chooses. */
export type WithToken<Params> = Params & { readonly progressToken: string };

/** Without parameters. */
type Nothing = Readonly<Record<string, never>>;

/** Requests to the engine's process, by method. */
export interface EngineRequests {
  /** Cancelling (by JSON-RPC) resolves it with what was found, `cancelled: true`. */
  'infiniask/ask': Exchange<WithToken<Question>, AskResult, AskProgress>;
  'infiniask/describe': Exchange<Nothing, Description>;
  /** Removes what was kept on disk between questions; returns the bytes freed. */
  'infiniask/clearMemory': Exchange<Nothing, number>;
  'infiniask/survey': Exchange<SurveyParams, SurveyResult>;
  /** Cancelling it resolves with the text written so far. */
  'infiniask/answer': Exchange<WithToken<AnswerParams>, Answer, AskProgress>;
  'infiniask/why': Exchange<WhyParams, WhyResult>;
  /** Of a document that was read before, the text is remembered. */
  'infiniask/document': Exchange<DocumentParams, DocumentResult>;
  /**
   * Reads ahead what questions about these places will need. Cancelling resolves it with `cancelled`; what was read
   * until then is kept.
   */
  'infiniask/readAhead': Exchange<WithToken<SurveyParams>, ReadAheadResult, ReadAheadProgress>;
  /** A paused question reads no further section until it goes on or is cancelled; false when no such question runs. */
  'infiniask/pause': Exchange<PauseParams, boolean>;
  /**
   * Has the next request served by the model of another folder; requests under way end with what they began with. A
   * folder that cannot be opened fails the request that needs it, not this one.
   */
  'infiniask/replace': Exchange<ReplaceParams, null>;
  /** The process answers, then ends. */
  /** The models of this machine and those that could be got. */
  'infiniask/models': Exchange<Nothing, ModelList>;
  /** Gets a model from the hub. Cancelling it fails it; what was loaded is kept and continued the next time. */
  'infiniask/getModel': Exchange<WithToken<GetModelParams>, ListedModel, GetModelProgress>;
  /** Builds what a model needs in a role, unless that has been done. Cancelling it fails it. */
  'infiniask/prepareModel': Exchange<PrepareModelParams, null>;
  'infiniask/shutdown': Exchange<Nothing, null>;
}

export type EngineMethod = keyof EngineRequests;

/** Requests of the engine to its caller, by method. */
export interface CallerRequests {
  /** Has the editor's language model write; the progress is the text written so far. */
  'infiniask/write': Exchange<WithToken<Prompt>, WriteResult, string>;
}
