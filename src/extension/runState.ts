/** What is known about one question, and how it changes. Pure: the same events give the same state. */
import type { AskProgress, AskResult, ErrorId, Evidence, SkippedFile } from '../engine/protocol.ts';

/** A place to read as the user knows it. */
export interface ScopeRoot {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  readonly isFile: boolean;
}

export type Phase = 'idle' | 'scan' | 'read' | 'done' | 'cancelled' | 'failed';

export interface RunError {
  readonly id: ErrorId;
  readonly message: string;
  readonly skipped: readonly SkippedFile[];
}

/** A question on its way. */
export interface Asked {
  readonly question: string;
  readonly roots: readonly ScopeRoot[];
}

export interface RunState {
  readonly phase: Phase;
  /** The question asked last. Its results are shown, unless it failed before there were any. */
  readonly asked: Asked;
  /** The question whose results are shown. */
  readonly question: string;
  /** What `Evidence.root` counts. */
  readonly roots: readonly ScopeRoot[];
  readonly scan: Extract<AskProgress, { kind: 'scan' }> | null;
  readonly read: Extract<AskProgress, { kind: 'read' }> | null;
  readonly cancelling: boolean;
  /** Every span that was ever shown for this question; its place in this list is its id. */
  readonly known: readonly Evidence[];
  /** Ids of the spans kept now, best first. */
  readonly kept: readonly number[];
  /** The answer as far as it is written. */
  readonly answerText: string;
  readonly result: AskResult | null;
  readonly error: RunError | null;
  /** The results before this question; they come back when it fails before it has any of its own. */
  readonly earlier: RunState | null;
}

export type RunEvent =
  | { readonly type: 'asked'; readonly question: string; readonly roots: readonly ScopeRoot[] }
  | { readonly type: 'progress'; readonly value: AskProgress }
  | { readonly type: 'cancelRequested' }
  | { readonly type: 'finished'; readonly result: AskResult }
  | { readonly type: 'failed'; readonly error: RunError }
  /** A question that was not even sent; changes nothing of what is shown. */
  | { readonly type: 'refused'; readonly error: RunError };

export const idleRun: RunState = {
  phase: 'idle',
  asked: { question: '', roots: [] },
  question: '',
  roots: [],
  scan: null,
  read: null,
  cancelling: false,
  known: [],
  kept: [],
  answerText: '',
  result: null,
  error: null,
  earlier: null,
};

/** True from the question to its answer, cancellation or failure. */
export function isRunning(state: RunState): boolean {
  return state.phase === 'scan' || state.phase === 'read';
}

/** The spans kept now, best first, each with its id. */
export function keptEvidence(state: RunState): { readonly id: number; readonly evidence: Evidence }[] {
  return state.kept.flatMap((id) => {
    const evidence = state.known[id];
    return evidence ? [{ id, evidence }] : [];
  });
}

/** Events that come after the end of a question change nothing. */
export function reduce(state: RunState, event: RunEvent): RunState {
  if (event.type === 'asked') {
    const { question, roots } = event;
    const earlier = state.kept.length > 0 ? { ...state, earlier: null } : null;
    return { ...idleRun, phase: 'scan', asked: { question, roots }, question, roots, earlier };
  }
  if (event.type === 'refused') {
    return isRunning(state) ? state : { ...state, phase: 'failed', error: event.error };
  }
  if (!isRunning(state)) return state;
  switch (event.type) {
    case 'progress':
      return progressed(state, event.value);
    case 'cancelRequested':
      return { ...state, cancelling: true };
    case 'finished': {
      const { result } = event;
      // A cancelled question never takes back what was already shown.
      const kept =
        result.cancelled && result.evidence.length === 0 ? state : withEvidence(state, result.evidence);
      const answerText = result.answer.text || (result.cancelled ? state.answerText : '');
      return {
        ...kept,
        phase: result.cancelled ? 'cancelled' : 'done',
        cancelling: false,
        answerText,
        result,
        earlier: null,
      };
    }
    case 'failed': {
      // A mistake in a question is no reason to lose what the one before has found.
      const { asked, earlier } = state;
      const shown = state.kept.length === 0 && earlier ? { ...earlier, asked } : state;
      return { ...shown, phase: 'failed', cancelling: false, error: event.error, earlier: null };
    }
  }
}

function progressed(state: RunState, value: AskProgress): RunState {
  switch (value.kind) {
    case 'scan':
      return { ...state, scan: value };
    case 'read':
      return { ...state, phase: 'read', read: value };
    case 'evidence':
      return withEvidence(state, value.evidence);
    case 'answer':
      return { ...state, phase: 'read', answerText: value.text };
  }
}

/** Gives each span an id that stays the same as long as its lines are the same. */
function withEvidence(state: RunState, evidence: readonly Evidence[]): RunState {
  const known = [...state.known];
  const ids = new Map(known.map((span, id) => [spanKey(span), id]));
  const kept: number[] = [];
  for (const span of evidence) {
    const key = spanKey(span);
    const id = ids.get(key) ?? known.length;
    ids.set(key, id);
    known[id] = span;
    if (!kept.includes(id)) kept.push(id);
  }
  return { ...state, known, kept };
}

function spanKey(span: Evidence): string {
  return `${span.root}\0${span.path}\0${span.startLine}\0${span.endLine}`;
}
