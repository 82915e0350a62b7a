/** The state of one question, and how events change it. Pure: the same events give the same state. */
import type {
  Answer,
  AskProgress,
  AskResult,
  CarriedOver,
  ErrorId,
  Evidence,
  FirstAnswer,
  LineRange,
  Phase,
  QuestionBefore,
  Root,
  SkippedFile,
} from '../../contract/index.ts';

/** A place to read, as the user knows it. */
export interface ScopeRoot {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  readonly isFile: boolean;
  /** Path to its files from its folder of the workspace, see `Root.prefix`. */
  readonly prefix?: string;
  /** Selected lines of the file: the file is read, and these lines precede what is found. */
  readonly selection?: LineRange & { readonly text: string };
}

export interface RunError {
  readonly id: ErrorId;
  readonly message: string;
  readonly skipped: readonly SkippedFile[];
}

/** The places as the engine gets them. */
export function toRoots(scope: readonly ScopeRoot[]): Root[] {
  return scope.map(({ path, prefix }) => (prefix ? { path, prefix } : { path }));
}

/** A question on its way. */
export interface Asked {
  readonly question: string;
  readonly roots: readonly ScopeRoot[];
  /** Evidence that precedes what is found. */
  readonly pinned: readonly Evidence[];
  /** The question that this one may lean on. */
  readonly before?: QuestionBefore;
}

/** An answer with the ids of the spans that its citations count. */
export interface Written {
  readonly answer: Answer;
  readonly from: readonly number[];
}

export interface RunState {
  readonly phase: Phase;
  /** The last question. Its results are shown, unless it failed before it had any. */
  readonly asked: Asked;
  /** The question whose results are shown. */
  readonly question: string;
  /** Counted by `Evidence.root`. */
  readonly roots: readonly ScopeRoot[];
  readonly scan: Extract<AskProgress, { kind: 'scan' }> | null;
  /** Path of the document whose text is taken out; null when none was. */
  readonly taking: string | null;
  readonly read: Extract<AskProgress, { kind: 'read' }> | null;
  /** What the question took over from the one before it. */
  readonly carried: CarriedOver | null;
  readonly cancelling: boolean;
  /** The user has paused the reading. */
  readonly paused: boolean;
  /** Every span ever shown for this question; the index of a span is its id. */
  readonly known: readonly Evidence[];
  /** Ids of the spans kept now, best first. */
  readonly kept: readonly number[];
  /** Ids of spans that stay whatever else is found, and for the next question. */
  readonly pinned: readonly number[];
  /** Ids of spans that the user has dropped. */
  readonly dropped: readonly number[];
  /** The answer as far as it is written. */
  readonly answerText: string;
  /** The finished answer that belongs to `answerText`. */
  readonly written: Written | null;
  /** What was answered before the rest was read; its text is shown until another is finished. */
  readonly first: FirstAnswer | null;
  /** The answer is written again. */
  readonly rewriting: boolean;
  readonly result: AskResult | null;
  readonly error: RunError | null;
  /** The engine had stopped before this question and was started again for it. */
  readonly restarted: boolean;
  /**
   * The results before this question, which come back if it fails before it has any; where the rest of a text is read, those of
   * its first part.
   */
  readonly earlier: RunState | null;
}

export type RunEvent =
  | {
      readonly type: 'asked';
      readonly question: string;
      readonly roots: readonly ScopeRoot[];
      readonly pinned?: readonly Evidence[];
      readonly before?: QuestionBefore;
    }
  /** The conversation ends. */
  | { readonly type: 'begunAnew' }
  /** The rest is read of what has been read in part: what is shown stays until something better is found. */
  | { readonly type: 'readingOn'; readonly first: FirstAnswer }
  | { readonly type: 'progress'; readonly value: AskProgress }
  | { readonly type: 'cancelRequested' }
  | { readonly type: 'paused'; readonly paused: boolean }
  /** An answer is being written from the spans that are there. */
  | { readonly type: 'answering' }
  | { readonly type: 'answered'; readonly answer: Answer; readonly from: readonly number[] }
  | { readonly type: 'pin'; readonly id: number; readonly pinned: boolean }
  | { readonly type: 'drop'; readonly id: number }
  /** Brings back what was dropped. */
  | { readonly type: 'restore' }
  | { readonly type: 'finished'; readonly result: AskResult }
  | { readonly type: 'failed'; readonly error: RunError }
  /** A question that was not sent; what is shown stays. */
  | { readonly type: 'refused'; readonly error: RunError };

export const idleRun: RunState = {
  phase: 'idle',
  asked: { question: '', roots: [], pinned: [] },
  question: '',
  roots: [],
  scan: null,
  taking: null,
  read: null,
  carried: null,
  cancelling: false,
  paused: false,
  known: [],
  kept: [],
  pinned: [],
  dropped: [],
  answerText: '',
  written: null,
  first: null,
  rewriting: false,
  result: null,
  error: null,
  restarted: false,
  earlier: null,
};

/**
 * The text that lines were searched by: of a long question the part whose words are rare in the text, of a question that
 * leans on another one the same with what it means.
 */
export function searchedBy({ question, result, carried }: RunState): string {
  return carried?.text ?? result?.used?.text ?? question;
}

/** True from the question to its answer, cancellation or failure. */
export function isRunning({ phase }: RunState): boolean {
  return phase === 'scan' || phase === 'read' || phase === 'answer';
}

/** The spans kept now, best first, each with its id. */
export function keptEvidence(state: RunState): { readonly id: number; readonly evidence: Evidence }[] {
  return state.kept.flatMap((id) => {
    const evidence = state.known[id];
    return evidence ? [{ id, evidence }] : [];
  });
}

/** The spans from which an answer would be written: the pinned ones, or else all that are kept. */
export function answerBasis({ kept, pinned }: RunState): readonly number[] {
  const chosen = kept.filter((id) => pinned.includes(id));
  return chosen.length > 0 ? chosen : kept;
}

/**
 * What was found and answered from the part of the text that was read, where the rest was left unread by a rule or by the
 * user; undefined where there is no rest.
 */
export function unfinished(state: RunState): FirstAnswer | undefined {
  const { result, read } = state;
  // After a failure the results may be those of the question before, whose rest nobody wants now.
  if (isRunning(state) || !result || state.asked.question !== state.question) return undefined;
  const { finding, answer, evidence, coverage, cancelled } = result;
  if (coverage.ended === undefined && !cancelled) return undefined;
  const { tokens, unreadTokens } = coverage;
  const tokensTotal = unreadTokens === undefined ? (read?.tokensTotal ?? 0) : tokens + unreadTokens;
  return tokens > 0 && tokensTotal > tokens ? { finding, answer, evidence, tokens, tokensTotal } : undefined;
}

/** Whether the answer shown was written from other spans than one written now would be. */
export function basisChanged(state: RunState): boolean {
  const basis = answerBasis(state);
  if (isRunning(state) || basis.length === 0) return false;
  if (state.pinned.length === 0 && state.dropped.length === 0) return false;
  const before = state.written?.from ?? [];
  return before.length !== basis.length || basis.some((id) => !before.includes(id));
}

/** The next state. Events after the end of a question do not change its results. */
export function reduce(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'asked':
      return asked(state, event);
    case 'begunAnew':
      return idleRun;
    case 'readingOn':
      if (isRunning(state)) return state;
      return {
        ...state,
        phase: 'scan',
        first: event.first,
        scan: null,
        taking: null,
        read: null,
        result: null,
        error: null,
        cancelling: false,
        restarted: false,
        earlier: { ...state, earlier: null },
      };
    case 'refused':
      return isRunning(state) ? state : { ...state, phase: 'failed', error: event.error };
    case 'pin': {
      const others = state.pinned.filter((id) => id !== event.id);
      return { ...state, pinned: event.pinned ? [...others, event.id] : others };
    }
    case 'drop':
      return dropped(state, event.id);
    case 'restore':
      return restored(state);
    case 'answering':
      if (isRunning(state)) return state;
      return { ...state, phase: 'answer', answerText: '', error: null, cancelling: false };
    default:
      return isRunning(state) ? running(state, event) : state;
  }
}

function asked(
  state: RunState,
  { question, roots, pinned = [], before }: Extract<RunEvent, { type: 'asked' }>,
): RunState {
  const earlier = state.kept.length > 0 ? { ...state, earlier: null } : null;
  const ids = pinned.map((_, id) => id);
  return {
    ...idleRun,
    phase: 'scan',
    asked: { question, roots, pinned, ...(before && { before }) },
    question,
    roots,
    known: pinned,
    kept: ids,
    pinned: ids,
    restarted: state.error?.id === 'engineStopped',
    earlier,
  };
}

type RunningEvent = Extract<
  RunEvent,
  { type: 'progress' | 'cancelRequested' | 'paused' | 'answered' | 'finished' | 'failed' }
>;

function running(state: RunState, event: RunningEvent): RunState {
  switch (event.type) {
    case 'progress':
      return progressed(state, event.value);
    case 'cancelRequested':
      return { ...state, cancelling: true };
    case 'paused':
      return state.phase === 'answer' ? state : { ...state, paused: event.paused };
    case 'answered': {
      const ended = { ...state, phase: 'done', cancelling: false } as const;
      const { answer, from } = event;
      // The writing stopped before its first word, so the text before it stays.
      if (answer.text === '' && answer.failure === undefined && state.cancelling) return takenBack(ended);
      return { ...ended, answerText: answer.text, written: { answer, from } };
    }
    case 'finished':
      return finished(state, event.result);
    case 'failed': {
      const { error } = event;
      // Who stops a question while its model is prepared meets no error.
      const how =
        error.id === 'cancelled'
          ? ({ phase: 'cancelled', error: null } as const)
          : ({ phase: 'failed', error } as const);
      const ended = { ...how, cancelling: false, paused: false, rewriting: false } as const;
      if (state.phase === 'answer') return { ...takenBack(state), ...ended };
      if (state.earlier?.asked === state.asked) {
        // The rest could not be read. What it found until then stays, beside what is known of the first part.
        const { result, read, scan, first } = state.earlier;
        return { ...state, result, read, scan, first, ...ended, earlier: null };
      }
      // A question that fails does not take away what the one before has found.
      const { asked: question, earlier } = state;
      const isEmpty = state.kept.every((id) => id < question.pinned.length);
      const shown = isEmpty && earlier ? { ...earlier, asked: question } : state;
      return { ...shown, ...ended, earlier: null };
    }
  }
}

function finished(state: RunState, result: AskResult): RunState {
  // Cancelling never takes away what was shown.
  const kept =
    result.cancelled && result.evidence.length === 0 ? state : withEvidence(state, result.evidence);
  return {
    ...kept,
    phase: result.cancelled ? 'cancelled' : 'done',
    cancelling: false,
    paused: false,
    rewriting: false,
    answerText: result.answer.text || (result.cancelled ? state.answerText : ''),
    written: { answer: result.answer, from: idsOf(kept, result.evidence) },
    result,
    earlier: null,
  };
}

/** With the answer that was there before another was begun. */
function takenBack(state: RunState): RunState {
  return { ...state, answerText: state.written?.answer.text ?? '' };
}

function dropped(state: RunState, id: number): RunState {
  if (!state.kept.includes(id)) return state;
  const without = (ids: readonly number[]) => ids.filter((one) => one !== id);
  return {
    ...state,
    kept: without(state.kept),
    pinned: without(state.pinned),
    dropped: [...state.dropped, id],
  };
}

function restored(state: RunState): RunState {
  const score = (id: number) => state.known[id]?.score ?? 0;
  // Each goes where its score belongs; the others keep their order.
  const kept = [...state.kept];
  for (const id of state.dropped) {
    const at = kept.findIndex((other) => score(other) < score(id));
    kept.splice(at === -1 ? kept.length : at, 0, id);
  }
  return { ...state, kept, dropped: [] };
}

function progressed(state: RunState, value: AskProgress): RunState {
  switch (value.kind) {
    case 'scan':
      return { ...state, scan: value };
    case 'document':
      return { ...state, taking: value.path };
    case 'read':
      return { ...state, phase: 'read', read: value };
    case 'carried':
      return { ...state, carried: value.carried };
    case 'evidence':
      return withEvidence(state, value.evidence);
    case 'answer':
      // The first answer is being read: it gives way to another only when that is whole.
      if (state.first) return { ...state, rewriting: true };
      return { ...state, phase: state.phase === 'answer' ? 'answer' : 'read', answerText: value.text };
    case 'first':
      return withFirst(state, value.first);
  }
}

function withFirst(state: RunState, first: FirstAnswer): RunState {
  const { answer, evidence } = first;
  const shown = withEvidence(state, evidence);
  return {
    ...shown,
    phase: 'read',
    first,
    answerText: answer.text,
    written: { answer, from: idsOf(shown, evidence) },
  };
}

/** Ids of known pieces. */
function idsOf({ known }: RunState, evidence: readonly Evidence[]): number[] {
  const ids = new Map(known.map((span, id) => [spanKey(span), id]));
  return evidence.map((span) => ids.get(spanKey(span)) ?? -1);
}

/** Gives each span an id that stays as long as its lines do; pinned spans stay. */
function withEvidence(state: RunState, evidence: readonly Evidence[]): RunState {
  const known = [...state.known];
  const ids = new Map(known.map((span, id) => [spanKey(span), id]));
  const kept: number[] = [];
  for (const span of evidence) {
    const key = spanKey(span);
    const id = ids.get(key) ?? known.length;
    ids.set(key, id);
    known[id] = span;
    if (!kept.includes(id) && !state.dropped.includes(id)) kept.push(id);
  }
  const missing = state.pinned.filter((id) => !kept.includes(id));
  return { ...state, known, kept: [...missing, ...kept] };
}

function spanKey(span: Evidence): string {
  // A long line may hold several pieces.
  const column = span.cuts?.[0]?.columns[0]?.[0] ?? (span.bestOffset === undefined ? 0 : span.text);
  return `${span.root}\0${span.path}\0${span.startLine}\0${span.endLine}\0${column}`;
}
