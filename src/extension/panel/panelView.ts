/** Turns the state of a question into the state of the panel. Pure. */
import type { PanelFact, PanelOutcome, PanelProgress, PanelState } from '../../contract/index.ts';
import { inWords, type Translate } from '../../messages/index.ts';
import { shown } from '../evidence/shown.ts';
import { compact, count, remaining } from '../numbers.ts';
import { answerBasis, basisChanged, isRunning, type RunState, type ScopeRoot } from '../session/runState.ts';
import { noDetail, type Detail } from './details.ts';
import { answerOf } from './panelAnswer.ts';
import { coverageOf, filesText, previewOf } from './panelCoverage.ts';
import { evidenceOf } from './panelEvidence.ts';
import { evidenceHint, pendingText, restOf } from './panelExtent.ts';
import { chipsOf, scopeText } from './panelScope.ts';
import type { PreviewState } from './preview.ts';
import { questionHints } from './questionHints.ts';

export interface ViewInput {
  readonly run: RunState;
  /** Scope of the next question. */
  readonly scope: readonly ScopeRoot[];
  /** Whether the user chose the scope; else it is the whole workspace. */
  readonly chosen?: boolean;
  /** Ids of spans whose file has changed since it was read. */
  readonly stale: ReadonlySet<number>;
  readonly preview?: PreviewState;
  readonly examples?: readonly string[];
  readonly facts?: readonly PanelFact[];
  /** Whether an answer is written at all. */
  readonly writes?: boolean;
  readonly firstRun?: boolean;
  readonly detailOf?: (id: number) => Detail;
}

const nothingCounted: PreviewState = { pending: false, result: null, error: '' };

export function panelState(t: Translate, input: ViewInput): PanelState {
  const { run, scope, stale, chosen = false, writes = true, detailOf = () => noDetail } = input;
  const answer = answerOf(t, run);
  return shown({
    phase: run.phase,
    scope: scopeText(t, scope),
    chips: chipsOf(scope, chosen),
    facts: input.facts ?? [],
    preview: isRunning(run) ? null : previewOf(t, input.preview ?? nothingCounted, scope),
    examples: run.question === '' ? (input.examples ?? []) : [],
    firstRun: input.firstRun ?? false,
    asked: run.asked.question,
    question: run.question,
    carried: carriedText(t, run),
    cancelling: run.cancelling,
    progress: isRunning(run) ? progressOf(t, run) : null,
    ...noticeOf(t, run),
    error: run.error?.message ?? '',
    canRetry: run.phase === 'failed' && run.error?.id === 'engineStopped' && run.asked.question !== '',
    evidence: evidenceOf(t, run, stale, detailOf),
    evidenceHint: evidenceHint(t, run),
    dropped: droppedText(t, run.dropped.length),
    keepPinned: keepPinnedText(t, run),
    answerAgain: writes ? answerAgainText(t, run) : '',
    answer,
    answerPending: writes && answer === null && isRunning(run) ? pendingText(t, run) : '',
    rest: restOf(t, run),
    coverage: coverageOf(t, run),
  });
}

function carriedText(t: Translate, { carried }: RunState): string {
  if (!carried) return '';
  const taken = [...carried.names, ...carried.words].join(', ');
  return t('Goes on from “{0}”; searched by these too: {1}', carried.from, taken);
}

function droppedText(t: Translate, dropped: number): string {
  if (dropped === 0) return '';
  return dropped === 1 ? t('1 piece dropped') : t('{0} pieces dropped', count(dropped));
}

function keepPinnedText(t: Translate, { pinned, kept }: RunState): string {
  const shown = pinned.filter((id) => kept.includes(id)).length;
  if (shown === 0) return '';
  return shown === 1 ? t('Keep 1 pinned piece') : t('Keep {0} pinned pieces', count(shown));
}

function answerAgainText(t: Translate, run: RunState): string {
  const pieces = answerBasis(run).length;
  const isMissing = run.result !== null && run.answerText === '' && !isRunning(run) && pieces > 0;
  if (isMissing && run.pinned.length === 0) {
    return pieces === 1
      ? t('Write an answer from this piece')
      : t('Write an answer from these {0} pieces', count(pieces));
  }
  if (!basisChanged(run)) return '';
  if (run.pinned.length > 0) {
    return pieces === 1
      ? t('Answer again from the pinned piece')
      : t('Answer again from the {0} pinned pieces', count(pieces));
  }
  return pieces === 1
    ? t('Answer again from the remaining piece')
    : t('Answer again from the {0} remaining pieces', count(pieces));
}

function progressOf(t: Translate, run: RunState): PanelProgress {
  const { read, scan, taking, paused } = run;
  if (run.phase === 'answer') {
    const title = t('Writing the answer…');
    return { share: null, title, details: [], path: '', paused: false, canPause: false };
  }
  if (!read) {
    const details = scan ? [t('{0} found', filesText(t, scan.files))] : [];
    const title =
      run.kept.length > run.asked.pinned.length
        ? t('Reading…')
        : taking !== null
          ? t('Taking out the text of documents, once…')
          : scan
            ? t('Looking for files…')
            : t('Starting…');
    return { share: null, title, details, path: taking ?? '', paused, canPause: false };
  }
  // The model still writes after all tokens were read, so a full bar is not the end.
  const writing = run.first ? run.rewriting : run.answerText !== '';
  const title = writing ? writingTitle(t, run) : paused ? t('Paused') : readingTitle(t, run);
  return {
    share: read.tokensTotal > 0 ? Math.min(1, read.tokens / read.tokensTotal) : null,
    title,
    details: [
      t('{0} of {1} files', count(read.files), count(read.filesTotal)),
      t('{0} of about {1} tokens', compact(read.tokens), compact(read.tokensTotal)),
      t('{0} tokens/s', count(read.tokensPerSecond)),
      writing || paused ? '' : remaining(t, read.remainingMs),
    ].filter((detail) => detail !== ''),
    path: writing ? '' : read.path,
    paused,
    canPause: !writing,
  };
}

function writingTitle(t: Translate, { first }: RunState): string {
  return first ? t('Writing the answer again…') : t('Writing the answer…');
}

function readingTitle(t: Translate, { first }: RunState): string {
  return first ? t('Reading the rest…') : t('Reading…');
}

interface Notice {
  readonly notice: string;
  readonly outcome: PanelOutcome;
}

function noticeOf(t: Translate, run: RunState): Notice {
  const { notice, outcome } = outcomeOf(t, run);
  const hints = run.phase === 'done' && run.result ? questionHints(t, run.result) : '';
  if (hints === '') return { notice, outcome };
  return {
    notice: notice === '' ? hints : `${notice} ${hints}`,
    outcome: outcome === 'none' ? 'info' : outcome,
  };
}

function outcomeOf(t: Translate, run: RunState): Notice {
  const { result } = run;
  if ((run.phase === 'cancelled' || run.phase === 'done') && result?.cancelled) {
    const read = count(result.coverage.tokens);
    const total = run.read?.tokensTotal;
    const notice =
      total === undefined
        ? t('Partial: stopped by you after {0} tokens.', read)
        : t('Partial: stopped by you after {0} of about {1} tokens.', read, count(total));
    return { notice, outcome: 'partial' };
  }
  if (run.phase === 'cancelled' && (!run.result || run.asked.question !== run.question))
    return { notice: t('Stopped by you before anything was read.'), outcome: 'partial' };
  if (run.phase === 'failed' && run.kept.length > 0) {
    // The notice is about the question before, finished or stopped, or about what this one found before it failed.
    const notice =
      run.result && run.asked.question !== run.question
        ? t('What was found for the question before stays below.')
        : t('What was found before the error stays below.');
    return { notice, outcome: 'info' };
  }
  if (run.phase === 'done' && run.kept.length === 0 && run.dropped.length === 0) {
    const notice = t(
      'Nothing found: no line drew more attention than it would without a question. Try other words.',
    );
    return { notice, outcome: 'nothing' };
  }
  if (run.phase === 'done' && result?.finding === 'weak') {
    const closest = t('Nothing clearly answers this question. These are the closest lines.');
    const notice = run.answerText === '' ? `${closest} ${t('No answer was written.')}` : closest;
    return { notice, outcome: 'weak' };
  }
  const said = run.written?.answer.failure;
  if (run.phase === 'done' && said !== undefined) {
    const failure = inWords(said, t);
    const notice =
      run.answerText === ''
        ? t('The answer was not written: {0}', failure)
        : t('The answer is not complete: {0}', failure);
    return { notice, outcome: 'unwritten' };
  }
  if (run.restarted && run.phase !== 'failed') {
    return { notice: t('The engine had stopped and was started again.'), outcome: 'info' };
  }
  return { notice: '', outcome: 'none' };
}
