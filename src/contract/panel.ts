/**
 * Messages between the extension host and its panel. The host keeps the state and works out every text, so that the
 * panel can be thrown away and filled again at any moment. The panel names a span by the number that the host gave
 * it, never by a path.
 */

/** Texts that stay the same while the panel lives, in the user's language; the panel fills in `{0}`. */
export interface PanelStrings {
  readonly questionLabel: string;
  readonly questionPlaceholder: string;
  readonly followUpPlaceholder: string;
  readonly newQuestion: string;
  readonly askAlone: string;
  readonly ask: string;
  readonly cancel: string;
  readonly cancelling: string;
  readonly pause: string;
  readonly resume: string;
  readonly scope: string;
  readonly addScope: string;
  readonly removeScope: string;
  readonly settings: string;
  readonly chooseModel: string;
  readonly preview: string;
  readonly counting: string;
  readonly evidence: string;
  readonly openAll: string;
  readonly answer: string;
  readonly goToEvidence: string;
  readonly copyMarkdown: string;
  readonly copyAnswer: string;
  readonly copied: string;
  readonly openSide: string;
  readonly stale: string;
  readonly showAll: string;
  readonly showAllEvidence: string;
  readonly showBestEvidence: string;
  readonly showLess: string;
  readonly expand: string;
  readonly pin: string;
  readonly unpin: string;
  readonly pinned: string;
  readonly drop: string;
  readonly restore: string;
  readonly actions: string;
  readonly heat: string;
  readonly why: string;
  readonly whyHint: string;
  readonly whyPending: string;
  readonly whyAll: string;
  readonly whyStrongest: string;
  readonly whyFound: string;
  readonly whyFoundNone: string;
  readonly whyBars: string;
  readonly unsupported: string;
  readonly progress: string;
  readonly score: string;
  readonly coverage: string;
  readonly examples: string;
  readonly retry: string;
  readonly welcome: string;
  readonly welcomeHint: string;
  readonly firstRun: readonly string[];
}

/** `scan` has no total yet; in `answer` an answer is written anew from the evidence, and nothing is read. */
export type Phase = 'idle' | 'scan' | 'read' | 'answer' | 'done' | 'cancelled' | 'failed';

/** One of the places where the next question reads. */
export interface PanelChip {
  /** Names it in messages. */
  readonly id: number;
  readonly kind: 'workspace' | 'folder' | 'file' | 'selection';
  readonly label: string;
  /** Its full path. */
  readonly title: string;
  readonly removable: boolean;
}

/** What a question would read now. */
export interface PanelPreview {
  /** True while it is counted; the other fields may be of an earlier count. */
  readonly pending: boolean;
  /** Files, tokens and time, each ready to show; empty while unknown. */
  readonly details: readonly string[];
  /** How much is skipped; empty for nothing. */
  readonly skipped: string;
  readonly groups: readonly SkippedGroup[];
  /** Why it could not be counted; empty when it could. */
  readonly error: string;
}

export interface PanelFact {
  readonly label: string;
  readonly value: string;
  /** The role whose model a click on the value lets the user choose; missing where there is nothing to choose. */
  readonly chooses?: 'reader' | 'writer' | undefined;
}

export interface PanelProgress {
  /** 0 to 1; null while the total is unknown. */
  readonly share: number | null;
  /** What happens now, in a few words; changes seldom, so it can be announced. */
  readonly title: string;
  /** Files, tokens, speed and time left, each ready to show. */
  readonly details: readonly string[];
  /** The file being read; empty when none is. */
  readonly path: string;
  readonly paused: boolean;
  /** Only a reading can be paused. */
  readonly canPause: boolean;
}

export interface PanelSignature {
  /** Null where its place has no numbers. */
  readonly line: number | null;
  readonly text: string;
  /** Lines between it and the first of the span. */
  readonly above: number;
  /** What a screen reader says for the link. */
  readonly label: string;
}

/** One of the things that the score was made of. */
export interface PanelScorePart {
  readonly label: string;
  /** Ready to show. */
  readonly value: string;
  /** 0 to 1. */
  readonly share: number;
}

/** Why a piece stands where it does. */
export interface PanelReasons {
  readonly sentence: string;
  /** Attention, keywords, and the rules that moved it. */
  readonly bars: readonly PanelScorePart[];
}

/** Which words of the evidence the words of the question looked at. */
export type PanelWhy =
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'shown';
      readonly questionWords: readonly string[];
      /** `[question word]`: whether it occurs in the piece or in the name of its file. */
      readonly found: readonly boolean[];
      /** Joined they are the evidence's text. */
      readonly textWords: readonly string[];
      /** `[question word][text word]`, 0 to 1. */
      readonly weights: readonly (readonly number[])[];
    };

export interface PanelEvidence {
  /** Names this span in messages; constant as long as its question is shown. */
  readonly id: number;
  /** 1 is the best. */
  readonly rank: number;
  /** Folder with its last `/`, or empty. */
  readonly folder: string;
  readonly name: string;
  /** Where in the file, to stand behind its name, such as `:3–5`. */
  readonly range: string;
  /** Number of the first of `lines`; null where its place has no numbers. */
  readonly firstLine: number | null;
  readonly score: string;
  /** 0 to 1, relative to the best of the list. */
  readonly scoreShare: number;
  readonly scoreParts: readonly PanelScorePart[];
  readonly lines: readonly string[];
  /** Index of the best of `lines`; null when unknown. */
  readonly bestLine: number | null;
  /** Which of `lines` are shown at first, the end not included. */
  readonly folded: { readonly start: number; readonly end: number };
  /** Other files with the same text, ready to show; empty when there are none. */
  readonly alsoIn: string;
  /** 0 to 1 for each of `lines`; empty when unknown. */
  readonly heat: readonly number[];
  /** Lines of the file above and below that the user asked for. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether there are more of them. */
  readonly canExpand: boolean;
  /** Why lines around could not be shown; empty when nothing is wrong. */
  readonly expandError: string;
  /** The line that opens the function or class in which these lines stand; null where there is none. */
  readonly signature: PanelSignature | null;
  /** What a screen reader says for the link. */
  readonly label: string;
  /** The file no longer has the lines that were read. */
  readonly stale: boolean;
  readonly pinned: boolean;
  /** Null of what was not found but pinned. */
  readonly reasons: PanelReasons | null;
  /** Null until it was asked for. */
  readonly why: PanelWhy | null;
}

/** A piece of the answer; a piece with `evidence` is a citation. */
export interface AnswerPart {
  readonly text: string;
  /** False: the evidence does not support this text. */
  readonly supported: boolean;
  /** Id of the cited span. */
  readonly evidence?: number;
  /** What a screen reader says for the citation. */
  readonly label?: string;
}

export interface PanelAnswer {
  readonly parts: readonly AnswerPart[];
  /** Who wrote it and what to think of it. */
  readonly byline: string;
  /** Warns of unsupported sentences; empty when there are none. */
  readonly warning: string;
  readonly growing: boolean;
  /** What of the text it was written from, or what has changed since; empty when there is nothing to say. */
  readonly status: string;
  /** Whether it has replaced another answer. */
  readonly revised: boolean;
}

/** The offer to read what was left unread. */
export interface PanelRest {
  /** How much was read, and why no more. */
  readonly text: string;
  /** On the button. */
  readonly action: string;
}

export interface SkippedGroup {
  /** Reason and count. */
  readonly title: string;
  /** The first of them. */
  readonly paths: readonly string[];
  /** "and 120 more"; empty when all are listed. */
  readonly more: string;
  /** How to have them read; empty where nothing helps or nothing should. */
  readonly hint: string;
}

export interface PanelCoverage {
  readonly summary: string;
  readonly groups: readonly SkippedGroup[];
}

/** How a question ended, for the sign beside the notice. */
export type PanelOutcome = 'none' | 'partial' | 'nothing' | 'weak' | 'unwritten' | 'info';

/** Everything the panel shows. */
export interface PanelState {
  readonly phase: Phase;
  /** Where the next question reads, in a line. */
  readonly scope: string;
  /** The same, place by place. */
  readonly chips: readonly PanelChip[];
  /** What reads and who writes. */
  readonly facts: readonly PanelFact[];
  /** Null when there is nothing to read or nothing is known. */
  readonly preview: PanelPreview | null;
  /** Questions to begin with; empty once there are results. */
  readonly examples: readonly string[];
  /** True when nobody has asked anything on this machine yet. */
  readonly firstRun: boolean;
  /** The last question, which the box offers to mend; empty before the first. */
  readonly asked: string;
  /** The question whose results are shown; empty before the first. */
  readonly question: string;
  /** What the question took over from the one before it; empty when it stands by itself. */
  readonly carried: string;
  readonly cancelling: boolean;
  readonly progress: PanelProgress | null;
  /** One line about the outcome; empty while there is none. */
  readonly notice: string;
  readonly outcome: PanelOutcome;
  readonly error: string;
  /** Whether asking the same again may help. */
  readonly canRetry: boolean;
  readonly evidence: readonly PanelEvidence[];
  /** What the evidence was found by. */
  readonly evidenceHint: string;
  /** "2 pieces dropped"; empty when none are. */
  readonly dropped: string;
  /** "Keep 2 pinned pieces"; empty when nothing is pinned. */
  readonly keepPinned: string;
  /** "Answer again from …"; empty when the answer has seen just these pieces, or nobody writes. */
  readonly answerAgain: string;
  readonly answer: PanelAnswer | null;
  /** Shown until an answer comes; empty when none will. */
  readonly answerPending: string;
  /** Null when everything was read, or is being read. */
  readonly rest: PanelRest | null;
  readonly coverage: PanelCoverage | null;
}

export type HostToPanel =
  /** The answer to `ready`. */
  | {
      readonly type: 'init';
      readonly strings: PanelStrings;
      readonly state: PanelState;
      /** Earlier questions, the last one first. */
      readonly history: readonly string[];
    }
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'history'; readonly history: readonly string[] }
  /** `draft` replaces what stands in the question box. */
  | { readonly type: 'focusQuestion'; readonly draft?: string }
  /** Bring a span into view. */
  | { readonly type: 'reveal'; readonly id: number };

/** Messages about one span, or (`removeScope`) one place. */
export type PanelIdMessage =
  | 'open'
  | 'openSide'
  /** Open the line of a span's signature. */
  | 'openSignature'
  /** As Markdown with a link. */
  | 'copyEvidence'
  | 'drop'
  /** Work out which words the question looked at. */
  | 'why'
  /** Show more lines around. */
  | 'expand'
  | 'removeScope';

/** Messages without more to say. */
export type PanelPlainMessage =
  | 'ready'
  | 'cancel'
  | 'copyAnswer'
  | 'openAll'
  | 'restore'
  | 'answerAgain'
  | 'readRest'
  | 'retry'
  /** Ask the last question without what it took over from the one before it. */
  | 'askAlone'
  /** End the conversation. */
  | 'newQuestion'
  | 'addScope'
  | 'chooseReader'
  | 'chooseWriter'
  | 'settings';

export type PanelToHost =
  | { readonly type: PanelPlainMessage }
  | { readonly type: PanelIdMessage; readonly id: number }
  /** `keepPinned` false: what is pinned does not come along. */
  | { readonly type: 'ask'; readonly question: string; readonly keepPinned?: boolean }
  | { readonly type: 'pause'; readonly paused: boolean }
  | { readonly type: 'pin'; readonly id: number; readonly pinned: boolean };

/** What the panel itself keeps while it is hidden and over a reload of the window. */
export interface PanelSaved {
  /** The text being typed. */
  readonly draft: string;
  /** The question asked last when it was typed. */
  readonly after?: string;
  /** Scroll position in pixels, and the question it belongs to. */
  readonly scroll?: { readonly top: number; readonly question: string };
}
