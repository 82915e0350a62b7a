/**
 * The messages between the extension host and its panel. The host keeps the state and works out every text;
 * the panel only shows it, so that it can be thrown away and filled again at any moment.
 * The panel names a span by a number that the host gave it, never by a path.
 */

/** Texts that do not change while the panel lives, in the user's language. */
export interface PanelStrings {
  readonly questionLabel: string;
  readonly questionPlaceholder: string;
  readonly ask: string;
  readonly cancel: string;
  readonly cancelling: string;
  readonly evidence: string;
  readonly evidenceHint: string;
  readonly answer: string;
  readonly goToAnswer: string;
  readonly goToEvidence: string;
  readonly copy: string;
  readonly copied: string;
  readonly open: string;
  readonly stale: string;
  readonly showAll: string;
  readonly showAllEvidence: string;
  readonly showBestEvidence: string;
  readonly showLess: string;
  readonly unsupported: string;
  readonly progress: string;
  readonly score: string;
  readonly skipped: string;
  readonly welcome: string;
  readonly welcomeHint: string;
}

/** `scan` has no total yet; the others are the phases of one question. */
export type PanelPhase = 'idle' | 'scan' | 'read' | 'done' | 'cancelled' | 'failed';

export interface PanelProgress {
  /** 0 to 1; null while the total is unknown. */
  readonly share: number | null;
  /** What happens now, in a few words; changes seldom, so it can be announced. */
  readonly title: string;
  /** Files, tokens, speed and time left, each ready to show. */
  readonly details: readonly string[];
  /** The file being read; empty when none is. */
  readonly path: string;
}

export interface PanelSignature {
  readonly line: number;
  readonly text: string;
  /** What a screen reader says for the link. */
  readonly label: string;
}

export interface PanelEvidence {
  /** Names this span in messages; the same for the same lines as long as the question lasts. */
  readonly id: number;
  /** 1 is the best. */
  readonly rank: number;
  /** Folder with its last `/`, or empty. */
  readonly folder: string;
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: string;
  /** 0 to 1, relative to the best of the list. */
  readonly scoreShare: number;
  readonly lines: readonly string[];
  /** The line that opens the function or class in which these lines stand; null where there is none. */
  readonly signature: PanelSignature | null;
  /** What a screen reader says for the link. */
  readonly label: string;
  /** The file's lines are no longer those that were read. */
  readonly stale: boolean;
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
}

export interface SkippedGroup {
  /** Reason and count. */
  readonly title: string;
  /** The first of them. */
  readonly paths: readonly string[];
  /** "and 120 more"; empty when all are listed. */
  readonly more: string;
}

export interface PanelCoverage {
  readonly summary: string;
  readonly groups: readonly SkippedGroup[];
}

/** Everything the panel shows. */
export interface PanelState {
  readonly phase: PanelPhase;
  /** Where the next question reads. */
  readonly scope: string;
  /** The question asked last, for the box in which it is mended; empty before the first. */
  readonly asked: string;
  /** The question whose results are shown; empty before the first. */
  readonly question: string;
  readonly cancelling: boolean;
  readonly progress: PanelProgress | null;
  /** One line about the outcome; empty while there is none. */
  readonly notice: string;
  readonly error: string;
  readonly evidence: readonly PanelEvidence[];
  readonly answer: PanelAnswer | null;
  readonly coverage: PanelCoverage | null;
}

export type HostToPanel =
  /** The answer to `ready`. */
  | { readonly type: 'init'; readonly strings: PanelStrings; readonly state: PanelState }
  | { readonly type: 'state'; readonly state: PanelState }
  /** `draft` replaces what stands in the question box. */
  | { readonly type: 'focusQuestion'; readonly draft?: string }
  /** Bring a span into view. */
  | { readonly type: 'reveal'; readonly id: number };

export type PanelToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'open'; readonly id: number }
  /** Open the line of a span's signature. */
  | { readonly type: 'openSignature'; readonly id: number }
  | { readonly type: 'copyEvidence'; readonly id: number }
  | { readonly type: 'copyAnswer' };

/** What the panel itself keeps over a reload of the window: the text being typed. */
export interface PanelSaved {
  readonly draft: string;
}
