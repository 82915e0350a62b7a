/**
 * The contract between the engine process and whoever asks it (extension, tests).
 * Every request, progress value and error is declared here and nowhere else; the webview uses these types too.
 * Lines are 1-based and inclusive, paths use `/`, times are milliseconds, sizes are tokens unless the name says so.
 */
import { ProgressType, RequestType, RequestType0 } from 'vscode-jsonrpc';

/** What the user chose about which files are read, and how; every field has a default. */
export interface CorpusSettings {
  /** Larger files are skipped with a reason; default 2 MiB. */
  readonly maxFileSizeBytes?: number | undefined;
  /**
   * Of files that are not in UTF-8, by the name that VS Code's setting `files.encoding` gives it, such as `gbk`; guessed
   * file by file when not given or not known.
   */
  readonly encoding?: string | undefined;
  /** Links are followed to where they lead, also out of the roots; default false: these are skipped as `outside`. */
  readonly followLinks?: boolean | undefined;
  /**
   * What is skipped as `excluded` where git does not track it: names and patterns as in `.gitignore`, in place of the
   * list that is built in.
   */
  readonly passOver?: readonly string[] | undefined;
}

/** One place to read: a folder or a single file. */
export interface Root {
  /** Absolute path on this machine. */
  readonly path: string;
  /**
   * The way to its files from what its user works in, such as `src/lib/`; nothing by default. The files are read under their
   * paths from there, so that what is known of them is found again, whichever of the folders is asked about.
   */
  readonly prefix?: string;
}

/**
 * Who writes the answer: `embedded` = the small model that also reads; `editor` = a language model of the editor, asked
 * through `WriteRequest`; `endpoint` = a server that speaks OpenAI's chat completions; `none` = evidence only.
 */
export type WriterId = 'embedded' | 'editor' | 'endpoint' | 'none';

/** A server that speaks OpenAI's chat completions, for example Ollama, LM Studio or llama.cpp's. */
export interface Endpoint {
  /** Up to and with the version, for example `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string;
}

export interface AskParams {
  readonly question: string;
  readonly roots: readonly Root[];
  readonly writer: WriterId;
  /** Needed when the writer is `endpoint`. */
  readonly endpoint?: Endpoint;
  /** Evidence of an earlier question that stays: it stands in front of what is found, and the answer is written from both. */
  readonly pinned?: readonly Evidence[];
  /** Tokens of evidence kept at the end; default 1000. */
  readonly budgetTokens?: number;
  readonly corpus?: CorpusSettings;
  /** Chosen by the caller; progress values of this question carry it. */
  readonly progressToken: string;
}

/** Lines of one file that are shown together: what was kept, and what it needs to be understood. */
export interface Evidence {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  /** Relative to that root; the file's own name when the root is a file. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Attention and keywords together, 0 to 1, relative to the best line of this answer's text. */
  readonly score: number;
  /**
   * The file's lines from `startLine` to `endLine`, joined by line ends. Of a line of more than 300 UTF-16 code units it
   * has what was kept; `…` stands for what was left out.
   */
  readonly text: string;
  /** The lines of which `text` leaves something out. */
  readonly cuts?: readonly CutLine[];
  /**
   * The line that answers best; not known of lines that were not found but pinned.
   */
  readonly bestLine?: number;
  /**
   * Where to look on that line, 1-based in the file's line, in UTF-16 code units: the beginning of its best sentence, or in
   * a long one the question's words.
   */
  readonly bestColumn?: number;
  /**
   * The same in that line of `text`, from 0, in place of `bestColumn`: the text was taken out of the line, such as the
   * sentences of a page, and where they stand in it is not known. Then the line is not among `cuts` either.
   */
  readonly bestOffset?: number;
  /** As `score`, for each line of `text`; 0 for a line that is shown for the others' sake. */
  readonly lineScores?: readonly number[];
  /** What the score was made of, each 0 to 1 relative to the best line of the text. */
  readonly parts?: { readonly attention: number; readonly keywords: number };
  /** The line that opens the function or class in which these lines stand, where it is not one of them. */
  readonly signature?: { readonly line: number; readonly text: string };
  /** Other files, or copies of this one, in which the same text stands. */
  readonly otherPlaces?: readonly Place[];
}

/** One of the lines that a question for all places is answered by. */
export interface ListedPlace {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  readonly path: string;
  readonly line: number;
  /** The line without the space around it. */
  readonly text: string;
  /** Index into the evidence list: the piece in which it stands, or whose text it repeats. */
  readonly evidence: number;
}

/** What `Evidence.text` has of a long line. */
export interface CutLine {
  readonly line: number;
  /** From and to which column of the file's line, 1-based and inclusive; in the text ` … ` stands between and around them. */
  readonly columns: readonly (readonly [number, number])[];
}

/** Lines of a file. */
export interface Place {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface Citation {
  /** As it stands in the answer's text, for example `[1]`. */
  readonly marker: string;
  /** Everywhere it stands there, in UTF-16 code units; the same characters in code are not the marker. */
  readonly starts: readonly number[];
  /** Index into the evidence list. */
  readonly evidence: number;
}

export interface UnsupportedSentence {
  /** As it stands in the answer's text. */
  readonly text: string;
  /** Where it begins there, in UTF-16 code units. */
  readonly start: number;
}

export interface Answer {
  /** Empty when no writer ran or nothing was found. */
  readonly text: string;
  /** Name of what wrote the text, for example `minimind2-small`; `none` when nobody did. */
  readonly writer: string;
  readonly citations: readonly Citation[];
  /** Sentences of `text` that the evidence does not support; to be shown as doubtful, never as fact. */
  readonly unsupported: readonly UnsupportedSentence[];
  /**
   * `text` is from the evidence word for word: the best of it, where that supports nothing that the writer wrote, or, with
   * the writer `none`, the list of places that was asked for.
   */
  readonly quoted?: true;
  /** Why the writer failed; the evidence stands all the same. */
  readonly failure?: string;
}

/** As in `corpus/types.ts`, which says what each means. */
export type SkipReason =
  | 'ignored'
  | 'excluded'
  | 'repository'
  | 'worktree'
  | 'copy'
  | 'outside'
  | 'binary'
  | 'minified'
  | 'tooLarge'
  | 'empty'
  | 'unreadable'
  | 'vanished'
  | 'linkLoop'
  | 'unsupported'
  | 'special';

export interface SkippedFile {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  readonly path: string;
  readonly reason: SkipReason;
  /** Of what is `tooLarge`, where it is known. */
  readonly sizeBytes?: number;
  /** Only these lines of it are not read: those of a program that are `minified`. */
  readonly lines?: readonly number[];
  /** The file of which this one is a `copy`. */
  readonly of?: { readonly root: number; readonly path: string };
}

export interface Coverage {
  /** Files read to their end. */
  readonly files: number;
  readonly tokens: number;
  readonly windows: number;
  /** Windows that the model had read for an earlier question and did not have to read again. */
  readonly remembered: number;
  /**
   * False when the run was cancelled, or text was not read that neither the user nor a rule left out: too large, a
   * document of an unknown kind, minified, not readable, gone.
   */
  readonly complete: boolean;
  readonly skipped: readonly SkippedFile[];
  /** The same in English sentences, one for a reason: the first names, the reason and the way to have them read. */
  readonly notRead?: readonly string[];
  /** Files whose encoding was guessed, where there are any. */
  readonly guessed?: readonly GuessedFile[];
}

/** A file that is not in UTF-8, read as what its bytes look like; `CorpusSettings.encoding` names another encoding. */
export interface GuessedFile {
  /** Index into `AskParams.roots`. */
  readonly root: number;
  readonly path: string;
  /** As VS Code's setting `files.encoding` names it. */
  readonly encoding: string;
}

/** Time for which the question was paused does not count. */
export interface Timing {
  /** From the request to the first evidence; null when there was none. */
  readonly firstEvidenceMs: number | null;
  /** From the request until the evidence that ended on top was first seen; null when there was none. */
  readonly bestEvidenceMs: number | null;
  readonly totalMs: number;
  readonly tokensPerSecond: number;
}

/**
 * How sure the finding is. `none`: no line drew more attention than it draws for a question without content.
 * `weak`: the best line is not above what questions about something else reach; the closest lines are shown, no answer
 * is written from them. `clear`: anything better.
 */
export type Finding = 'clear' | 'weak' | 'none';

/** What was searched by in place of a question that is long, or that holds what a program printed. */
export interface UsedQuestion {
  /** Sentences, messages and places of the question; values that a program printed are `…`. */
  readonly text: string;
  /** The question is longer than the model takes. */
  readonly isLong: boolean;
  /** Frames of stack traces in the question. */
  readonly frames: number;
}

/**
 * How the words of a question meet the text. `shared`: as usual. `foreign`: none of them occurs there, or hardly any; the
 * lines are found by attention alone. `common`: there are only words such as "what" and "is".
 */
export interface QuestionWords {
  readonly kind: 'shared' | 'foreign' | 'common';
  /** Those that occur nowhere in the text, the first of them. */
  readonly unknown: readonly string[];
}

export interface AskResult {
  readonly question: string;
  /** Not given when the question was taken as it is. */
  readonly used?: UsedQuestion;
  /** Not given when all of them occur. */
  readonly words?: QuestionWords;
  readonly strategy: string;
  readonly model: string;
  readonly finding: Finding;
  readonly answer: Answer;
  /** Pinned evidence first, then best first; empty when nothing scored above the content-free level. */
  readonly evidence: readonly Evidence[];
  /** Of a question for all places ("list every …") the lines that clearly fit; not given for any other question. */
  readonly places?: readonly ListedPlace[];
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
  /** Estimated from a sample of what is known and from this machine's last readings; null before there was one. */
  readonly estimatedMs: number | null;
  readonly skipped: readonly SkippedFile[];
}

/** Asks for an answer from given evidence; nothing is read. */
export interface AnswerParams {
  readonly question: string;
  readonly evidence: readonly Evidence[];
  /** Which of the evidence was pinned, by index: what was not found for this question is never quoted as its answer. */
  readonly pinned?: readonly number[];
  readonly writer: WriterId;
  readonly endpoint?: Endpoint;
  /** Progress values of kind `answer` carry it. */
  readonly progressToken: string;
}

/** Asks which words of the evidence the words of the question looked at. */
export interface WhyParams {
  readonly question: string;
  readonly evidence: Evidence;
  /** Of the root in which the evidence lies. */
  readonly prefix?: string;
}

export interface WhyResult {
  /** The words of the question, in order. */
  readonly questionWords: readonly string[];
  /** The evidence's text cut into words with what stands around them; joined they are the text. */
  readonly textWords: readonly string[];
  /**
   * `[question word][text word]`: attention of the retrieval heads, calibrated, 0 to 1 relative to the largest.
   */
  readonly weights: readonly (readonly number[])[];
}

export interface PauseParams {
  /** Of the question that runs. */
  readonly progressToken: string;
  readonly paused: boolean;
}

/** Asks to read what questions about these places will need, before there is one. */
export interface WarmParams extends SurveyParams {
  /** Chosen by the caller; progress values of this reading carry it. */
  readonly progressToken: string;
}

export interface WarmProgress {
  readonly files: number;
  readonly filesTotal: number;
  /** Estimated, like their total; what was known already counts as read. */
  readonly tokens: number;
  readonly tokensTotal: number;
}

export interface WarmResult {
  /**
   * `complete`: everything is known. `cancelled`: there is more to read. `full`: there is more to read, but no room to
   * keep it. `unavailable`: nothing can be kept at all.
   */
  readonly outcome: 'complete' | 'cancelled' | 'full' | 'unavailable';
  /** Why, in words for people; empty when it is complete or cancelled. */
  readonly reason: string;
  readonly windows: number;
  /** Of these, the ones that were not known before. */
  readonly read: number;
}

/** What the engine asks of its caller when the editor's language model is to write. */
export interface WriteParams {
  /** What the model is told to do and how to cite. */
  readonly instructions: string;
  /** The question and the numbered evidence: all that leaves the engine. */
  readonly message: string;
  /** Values of `WriteProgressType` carry it. */
  readonly progressToken: string;
}

export interface WriteResult {
  readonly text: string;
  /** Name of the model that wrote. */
  readonly writer: string;
}

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
  | 'writerFailed'
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
export const SurveyRequest = new RequestType<SurveyParams, SurveyResult, AskErrorData>('infiniask/survey');
/** Cancelling it resolves with the text written so far. */
export const AnswerRequest = new RequestType<AnswerParams, Answer, AskErrorData>('infiniask/answer');
export const WhyRequest = new RequestType<WhyParams, WhyResult, AskErrorData>('infiniask/why');
/** Cancelling it resolves with `cancelled`; what was read until then is kept. */
export const WarmRequest = new RequestType<WarmParams, WarmResult, AskErrorData>('infiniask/warm');
export const WarmProgressType = new ProgressType<WarmProgress>();
/** A paused question reads no further section until it goes on or is cancelled; false when no such question runs. */
export const PauseRequest = new RequestType<PauseParams, boolean, AskErrorData>('infiniask/pause');
/** From the engine to its caller, the only request in that direction. */
export const WriteRequest = new RequestType<WriteParams, WriteResult, void>('infiniask/write');
/** The text written so far. */
export const WriteProgressType = new ProgressType<string>();
/** The engine process answers, then ends. */
export const ShutdownRequest = new RequestType0<null, void>('infiniask/shutdown');
export const AskProgressType = new ProgressType<AskProgress>();
