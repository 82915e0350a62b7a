import type { Answer, Endpoint, WriterId } from './answer.ts';
import type { CorpusSettings, GuessedFile, Root, SkippedFile } from './corpus.ts';
import type { Evidence, ListedPlace } from './evidence.ts';

/**
 * What is read behind the most promising few thousand tokens, from which a first answer is written: `first` = nothing;
 * `auto` = the rest, as long as it may still change what was found; `always` = everything.
 */
export type ReadingMode = 'auto' | 'always' | 'first';

/** A question and where it is asked. */
export interface Question {
  readonly question: string;
  readonly roots: readonly Root[];
  readonly writer: WriterId;
  /** Needed when the writer is `endpoint`. */
  readonly endpoint?: Endpoint;
  /** Evidence of an earlier question that stays: it stands in front of what is found, and the answer is written from both. */
  readonly pinned?: readonly Evidence[];
  /** Tokens of evidence kept at the end; default 1000. */
  readonly budgetTokens?: number | undefined;
  /** How far is read; default: everything, and one answer is written at the end. */
  readonly reading?: ReadingMode | undefined;
  /** An answer that is there already, when the rest is read now: it stands unless something better is found. */
  readonly first?: FirstAnswer | undefined;
  readonly corpus?: CorpusSettings;
}

/** `first`: only the most promising was to be read. `settled`: the rest would hardly change what was found. */
export type ReadingEnd = 'first' | 'settled';

export interface Coverage {
  /** Files read to their end. */
  readonly files: number;
  readonly tokens: number;
  readonly windows: number;
  /** Windows that the model had read for an earlier question and did not have to read again. */
  readonly remembered: number;
  /**
   * False when the run was cancelled or `ended`, or text was not read that neither the user nor a rule left out: too
   * large, a document of an unknown kind, minified, not readable, gone.
   */
  readonly complete: boolean;
  /** Why the reading ended before the text did; not given where it did not, or was cancelled. */
  readonly ended?: ReadingEnd | undefined;
  /** Estimated tokens that were not read because it `ended`. */
  readonly unreadTokens?: number | undefined;
  readonly skipped: readonly SkippedFile[];
  /** The same in English sentences, one for a reason: the first names, the reason and the way to have them read. */
  readonly notRead?: readonly string[];
  /** Files whose encoding was guessed, where there are any. */
  readonly guessed?: readonly GuessedFile[] | undefined;
}

/** Time for which the question was paused does not count. */
export interface Timing {
  /** From the request to the first evidence; null when there was none. */
  readonly firstEvidenceMs: number | null;
  /** From the request until the evidence that ended on top was first seen; null when there was none. */
  readonly bestEvidenceMs: number | null;
  /** From the request until an answer was written for the first time; null when none was. */
  readonly firstAnswerMs: number | null;
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

/** What was answered from the most promising text, while the rest was still to be read. */
export interface FirstAnswer {
  readonly finding: Finding;
  readonly answer: Answer;
  /** What the answer's citations count. */
  readonly evidence: readonly Evidence[];
  /** Read until then. */
  readonly tokens: number;
  /** Of the whole text, estimated. */
  readonly tokensTotal: number;
}

/** What the rest of the text has changed of the first answer. */
export interface Revision {
  /** The answer says something else. */
  readonly answer: boolean;
  /** Another piece of evidence is the best. */
  readonly best: boolean;
  /** Pieces that the evidence of the first answer did not have. */
  readonly added: number;
  /** Pieces of it that gave way to better ones. */
  readonly removed: number;
}

export interface AskResult {
  readonly question: string;
  /** Not given when the question was taken as it is. */
  readonly used?: UsedQuestion | undefined;
  /** Not given when all of them occur. */
  readonly words?: QuestionWords | undefined;
  readonly strategy: string;
  readonly model: string;
  readonly finding: Finding;
  readonly answer: Answer;
  /** Not given when there was none before this one. */
  readonly first?: FirstAnswer | undefined;
  /** Given with `first`. */
  readonly revision?: Revision | undefined;
  /** Pinned evidence first, then best first; empty when nothing scored above the content-free level. */
  readonly evidence: readonly Evidence[];
  /** Of a question for all places ("list every …") the lines that clearly fit; not given for any other question. */
  readonly places?: readonly ListedPlace[] | undefined;
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
  /** The best evidence so far, best first; replaces the previous list. Before anything is read it is that of the words. */
  | { readonly kind: 'evidence'; readonly evidence: readonly Evidence[] }
  /** The answer grows; `text` is the whole answer so far. */
  | { readonly kind: 'answer'; readonly text: string }
  /** The first answer is written (or, where nothing clear was found, not), and the rest is read now. */
  | { readonly kind: 'first'; readonly first: FirstAnswer };
