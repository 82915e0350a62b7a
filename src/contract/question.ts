import type { Answer, Endpoint, WriterId } from './answer.ts';
import type { CorpusSettings, GuessedFile, Root, SkippedFile } from './corpus.ts';
import type { Evidence, ListedPlace } from './evidence.ts';

/**
 * What to read behind the most promising few thousand tokens, which the first answer is written from: `first` =
 * nothing; `auto` = the rest as long as it may change what was found; `always` = everything.
 */
export type ReadingMode = 'auto' | 'always' | 'first';

/** A question that was asked before, and what it found. */
export interface QuestionBefore {
  /** As it was searched by, see `UsedQuestion`. */
  readonly question: string;
  /** What it took over itself. */
  readonly carried?: CarriedOver | undefined;
  /** Best first; the first few say what was found. `root` counts the roots of the question that is asked now. */
  readonly evidence: readonly Evidence[];
}

/** What a question that leans on the one before it ("and where is it called?") took over from there. */
export interface CarriedOver {
  /** The question before. */
  readonly from: string;
  /** Names in that question and in what it found, the likeliest to be meant first. */
  readonly names: readonly string[];
  /** Words of that question. */
  readonly words: readonly string[];
  /** The question with what it means by "it" and the like, as the models get it. */
  readonly text: string;
}

/** A question and the places it is asked about. */
export interface Question {
  readonly question: string;
  readonly roots: readonly Root[];
  readonly writer: WriterId;
  /** Needed when the writer is `endpoint`. */
  readonly endpoint?: Endpoint;
  /** Evidence of an earlier question that precedes what is found; the answer is written from both. */
  readonly pinned?: readonly Evidence[];
  /** Tokens of evidence shown at the end, estimated, but for the first piece; default 2000. A list may have more. */
  readonly budgetTokens?: number | undefined;
  /** The question before: one that leans on it is searched by its names and words too. */
  readonly before?: QuestionBefore | undefined;
  /** How far to read; default: everything, with one answer at the end. */
  readonly reading?: ReadingMode | undefined;
  /** The answer so far, when its rest is read now: it stands unless something better is found. */
  readonly first?: FirstAnswer | undefined;
  readonly corpus?: CorpusSettings;
}

/**
 * `first`: only the most promising text was wanted. `settled`: the rest would hardly change what was found. `clear`: what
 * keywords point to, read closely, answers clearly.
 */
export type ReadingEnd = 'first' | 'settled' | 'clear';

export interface Coverage {
  /** Files read to their end. */
  readonly files: number;
  readonly tokens: number;
  readonly windows: number;
  /** Windows that the model did not have to read again, since it had for an earlier question. */
  readonly remembered: number;
  /**
   * False when the reading was cancelled or `ended`, or when text was left out by neither the user nor a rule: too
   * large, an unknown kind of document, minified, unreadable, gone.
   */
  readonly complete: boolean;
  /** Why the reading ended before the text did; not given where it did not, or was cancelled. */
  readonly ended?: ReadingEnd | undefined;
  /** Estimated tokens that were not read because it `ended`. */
  readonly unreadTokens?: number | undefined;
  readonly skipped: readonly SkippedFile[];
  /** `skipped` in English sentences, one for each reason: the first names, the reason, and how to have them read. */
  readonly notRead?: readonly string[];
  /** Files whose encoding was guessed, where there are any. */
  readonly guessed?: readonly GuessedFile[] | undefined;
}

/** Times of a question; pauses do not count. */
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

/** The text searched by, in place of a question that is long or has pasted output. */
export interface UsedQuestion {
  /** Sentences, messages and places of the question; `…` replaces values that a program printed. */
  readonly text: string;
  /** The question is longer than the model takes. */
  readonly isLong: boolean;
  /** Frames of stack traces in the question. */
  readonly frames: number;
}

/**
 * How many words of a question the text has. `shared`: enough. `foreign`: hardly any or none, so lines are found by
 * attention alone. `common`: the question has only words such as "what" and "is".
 */
export interface QuestionWords {
  readonly kind: 'shared' | 'foreign' | 'common';
  /** The first of those that occur nowhere in the text. */
  readonly unknown: readonly string[];
}

/** An answer from the most promising text, given while the rest is still to be read. */
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

/** How reading the rest changed the first answer. */
export interface Revision {
  /** The answer says something else. */
  readonly answer: boolean;
  /** Another piece of evidence is the best. */
  readonly best: boolean;
  /** Pieces that the evidence of the first answer did not have. */
  readonly added: number;
  /** Its pieces that gave way to better ones. */
  readonly removed: number;
}

export interface AskResult {
  readonly question: string;
  /** Not given when the question was taken as it is. */
  readonly used?: UsedQuestion | undefined;
  /** Not given when the question stands by itself. */
  readonly carried?: CarriedOver | undefined;
  /** Not given when all words occur. */
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
  /** Lines that clearly fit, for a question for all places ("list every …"); not given for any other. */
  readonly places?: readonly ListedPlace[] | undefined;
  readonly coverage: Coverage;
  readonly timing: Timing;
  readonly cancelled: boolean;
}

export type AskProgress =
  /** The walk so far; tokens are estimated from sizes until they are read. */
  | { readonly kind: 'scan'; readonly files: number; readonly bytes: number }
  /** The text of a document is taken out now, which takes a while the first time. */
  | { readonly kind: 'document'; readonly path: string }
  /** The reading; `tokensTotal` is an estimate that becomes exact as files are read. */
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
  /** What the question took over from the one before it. */
  | { readonly kind: 'carried'; readonly carried: CarriedOver }
  /** The best evidence so far, best first; replaces the previous list. Before anything is read it is that of the words. */
  | { readonly kind: 'evidence'; readonly evidence: readonly Evidence[] }
  /** The answer grows; `text` is the whole answer so far. */
  | { readonly kind: 'answer'; readonly text: string }
  /** The first answer is written (or, where nothing clear was found, not), and the rest is read now. */
  | { readonly kind: 'first'; readonly first: FirstAnswer };
