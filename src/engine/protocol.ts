/**
 * The contract between the engine process and whoever asks it (extension, tests).
 * Every request, progress value and error is declared here and nowhere else; the webview uses these types too.
 * Lines are 1-based and inclusive, paths use `/`, times are milliseconds, sizes are tokens unless the name says so.
 */
import { ProgressType, RequestType, RequestType0 } from 'vscode-jsonrpc';

/** One place to read: a folder or a single file. */
export interface Root {
  /** Absolute path on this machine. */
  readonly path: string;
}

/** Who writes the answer: `embedded` = the small model that also reads; `none` = evidence only. */
export type WriterId = 'embedded' | 'none';

export interface AskParams {
  readonly question: string;
  readonly roots: readonly Root[];
  readonly writer: WriterId;
  /** Tokens of evidence kept at the end; default 1000. */
  readonly budgetTokens?: number;
  /** Larger files are skipped with a reason; default 2 MiB. */
  readonly maxFileSizeBytes?: number;
  /** Chosen by the caller; progress values of this question carry it. */
  readonly progressToken: string;
}

/** A run of adjacent lines that the model's attention kept. */
export interface Evidence {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  /** Relative to that root; the file's own name when the root is a file. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Attention and keywords together, 0 to 1, relative to the best line of this answer's text. */
  readonly score: number;
  /** What was kept of these lines: whole lines of code, sentences of prose; sentences left out between are ` … `. */
  readonly text: string;
  /** The line that opens the function or class in which these lines stand, where it is not one of them. */
  readonly signature?: { readonly line: number; readonly text: string };
}

export interface Citation {
  /** As it stands in the answer's text, for example `[1]`. */
  readonly marker: string;
  /** Index into the evidence list. */
  readonly evidence: number;
}

export interface Answer {
  /** Empty when no writer ran or nothing was found. */
  readonly text: string;
  /** Name of what wrote the text, for example `minimind2-small`; `none` when nobody did. */
  readonly writer: string;
  readonly citations: readonly Citation[];
  /** Sentences of `text` that the evidence does not support; to be shown as doubtful, never as fact. */
  readonly unsupported: readonly string[];
}

export type SkipReason =
  | 'ignored'
  | 'binary'
  | 'minified'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'vanished'
  | 'linkLoop'
  | 'unsupported';

export interface SkippedFile {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  readonly path: string;
  readonly reason: SkipReason;
}

export interface Coverage {
  /** Files read to their end. */
  readonly files: number;
  readonly tokens: number;
  readonly windows: number;
  /** Windows that the model had read for an earlier question and did not have to read again. */
  readonly remembered: number;
  /** False when the run was cancelled or a file could not be read to its end. */
  readonly complete: boolean;
  readonly skipped: readonly SkippedFile[];
}

export interface Timing {
  /** From the request to the first evidence; null when there was none. */
  readonly firstEvidenceMs: number | null;
  /** From the request until the evidence that ended on top was first seen; null when there was none. */
  readonly bestEvidenceMs: number | null;
  readonly totalMs: number;
  readonly tokensPerSecond: number;
}

/**
 * How sure the finding is. `nothing`: no line drew more attention than it draws for a question without content.
 * `weak`: the best line is not above what questions about something else reach; the closest lines are shown, no answer
 * is written. `clear`: anything better.
 */
export type Finding = 'clear' | 'weak' | 'nothing';

export interface AskResult {
  readonly question: string;
  readonly strategy: string;
  readonly model: string;
  readonly finding: Finding;
  readonly answer: Answer;
  /** Best first; empty when nothing scored above the content-free level. */
  readonly evidence: readonly Evidence[];
  readonly coverage: Coverage;
  readonly timing: Timing;
  readonly cancelled: boolean;
}

export type AskProgress =
  /** The walk: what has been found so far. Tokens are estimated from sizes until they are read. */
  | { readonly kind: 'scan'; readonly files: number; readonly bytes: number }
  /** The read: `tokensTotal` is an estimate that becomes exact as files are read. */
  | {
      readonly kind: 'read';
      readonly files: number;
      readonly filesTotal: number;
      readonly tokens: number;
      readonly tokensTotal: number;
      readonly windows: number;
      readonly tokensPerSecond: number;
      readonly remainingMs: number;
      /** The file being read now. */
      readonly path: string;
    }
  /** The best evidence so far, best first; replaces the previous list. */
  | { readonly kind: 'evidence'; readonly evidence: readonly Evidence[] }
  /** The answer grows; `text` is the whole answer so far. */
  | { readonly kind: 'answer'; readonly text: string };

/** What the engine is and what it reads with. */
export interface Description {
  readonly version: string;
  readonly model: string;
  readonly strategy: string;
  readonly windowTokens: number;
  readonly maxQuestionTokens: number;
  readonly processId: number;
}

/** Every failure a user can meet; `message` of the response says what to do next. */
export type ErrorId =
  | 'questionEmpty'
  | 'questionTooLong'
  | 'rootMissing'
  | 'rootUnreadable'
  | 'nothingToRead'
  | 'modelMissing'
  | 'modelCorrupt'
  | 'noNativeBinary'
  | 'engineStopped'
  | 'internal';

/** `data` of every error response. */
export interface AskErrorData {
  readonly id: ErrorId;
  /** Why each file was passed over, where that explains the failure. */
  readonly skipped?: readonly SkippedFile[];
}

/** JSON-RPC error code of every failure above; the `id` in the data tells which. */
export const ASK_FAILED = 1;

/** Cancelling this request (JSON-RPC cancellation) resolves it with what was found, `cancelled: true`. */
export const AskRequest = new RequestType<AskParams, AskResult, AskErrorData>('infiniask/ask');
export const DescribeRequest = new RequestType0<Description, AskErrorData>('infiniask/describe');
/** Forgets what was kept on disk between questions; the result is the number of bytes freed. */
export const ClearMemoryRequest = new RequestType0<number, AskErrorData>('infiniask/clearMemory');
/** The engine process answers, then ends. */
export const ShutdownRequest = new RequestType0<null, void>('infiniask/shutdown');
export const AskProgressType = new ProgressType<AskProgress>();
