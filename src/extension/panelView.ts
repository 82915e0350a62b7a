/** Turns the state of a question into what the panel shows. Pure. */
import type {
  AnswerPart,
  PanelAnswer,
  PanelCoverage,
  PanelEvidence,
  PanelSignature,
  PanelProgress,
  PanelState,
} from '../engine/panelProtocol.ts';
import type { AskResult, Evidence, SkippedFile, SkipReason } from '../engine/protocol.ts';
import { answerParts } from './answerParts.ts';
import { compact, count, duration, remaining, scoreText } from './numbers.ts';
import { isRunning, keptEvidence, type RunState, type ScopeRoot } from './runState.ts';
import { skipReasonText, type Translate } from './strings.ts';

/** Paths listed for one reason; more would make the message to the panel large for nobody's benefit. */
const listedPaths = 100;

export interface ViewInput {
  readonly run: RunState;
  /** Where the next question reads. */
  readonly scope: readonly ScopeRoot[];
  /** Ids of spans whose file has changed since it was read. */
  readonly stale: ReadonlySet<number>;
}

export function panelState(t: Translate, { run, scope, stale }: ViewInput): PanelState {
  return {
    phase: run.phase,
    scope: scopeText(t, scope),
    asked: run.asked.question,
    question: run.question,
    cancelling: run.cancelling,
    progress: isRunning(run) ? progressOf(t, run) : null,
    notice: noticeOf(t, run),
    error: run.error?.message ?? '',
    evidence: evidenceOf(t, run, stale),
    answer: answerOf(t, run),
    coverage: coverageOf(t, run),
  };
}

/** Where a question reads, in a line. */
export function scopeText(t: Translate, scope: readonly ScopeRoot[]): string {
  const names = scope.map((root) => root.name);
  return names.length === 0 ? t('No folder is open') : t('Reads {0}', names.join(', '));
}

function progressOf(t: Translate, run: RunState): PanelProgress {
  const { read, scan } = run;
  if (!read) {
    const details = scan ? [t('{0} found', filesText(t, scan.files))] : [];
    return { share: null, title: scan ? t('Looking for files…') : t('Starting…'), details, path: '' };
  }
  // The model still writes after the last token was read, so the bar alone does not mean the end.
  const writing = run.answerText !== '';
  const title = writing ? t('Writing the answer…') : t('Reading…');
  return {
    share: read.tokensTotal > 0 ? Math.min(1, read.tokens / read.tokensTotal) : null,
    title,
    details: [
      t('{0} of {1} files', count(read.files), count(read.filesTotal)),
      t('{0} of about {1} tokens', compact(read.tokens), compact(read.tokensTotal)),
      t('{0} tokens/s', count(read.tokensPerSecond)),
      writing ? '' : remaining(t, read.remainingMs),
    ].filter((detail) => detail !== ''),
    path: writing ? '' : read.path,
  };
}

function noticeOf(t: Translate, run: RunState): string {
  const { result } = run;
  if (run.phase === 'cancelled' && result) {
    const read = count(result.coverage.tokens);
    const total = run.read?.tokensTotal;
    return total === undefined
      ? t('Partial: stopped by you after {0} tokens.', read)
      : t('Partial: stopped by you after {0} of about {1} tokens.', read, count(total));
  }
  if (run.phase === 'failed') {
    if (run.kept.length === 0) return '';
    // The results of the question before, finished or stopped, or what this one had found when it failed.
    return run.result
      ? t('What was found for the question before stays below.')
      : t('What was found before the error stays below.');
  }
  if (run.phase === 'done' && run.kept.length === 0) {
    return t('Nothing found: no line drew more attention than it would without a question. Try other words.');
  }
  if (run.phase === 'done' && result?.finding === 'weak') {
    return t('Nothing clearly answers this question. These are the closest lines; no answer was written.');
  }
  const failure = result?.answer.failure;
  if (run.phase === 'done' && failure !== undefined) {
    return result?.answer.text === ''
      ? t('The answer was not written: {0}', failure)
      : t('The answer is not complete: {0}', failure);
  }
  return '';
}

function evidenceOf(t: Translate, run: RunState, stale: ReadonlySet<number>): PanelEvidence[] {
  const kept = keptEvidence(run);
  const best = Math.max(...kept.map(({ evidence }) => evidence.score), 0);
  return kept.map(({ id, evidence }, i) => {
    const path = displayPath(run.roots, evidence);
    const slash = path.lastIndexOf('/') + 1;
    return {
      id,
      rank: i + 1,
      folder: path.slice(0, slash),
      name: path.slice(slash),
      startLine: evidence.startLine,
      endLine: evidence.endLine,
      score: scoreText(evidence.score),
      scoreShare: best > 0 ? Math.max(0, evidence.score / best) : 0,
      lines: evidence.text.split('\n'),
      signature: signatureOf(t, path, evidence),
      label: openLabel(t, path, evidence),
      stale: stale.has(id),
    };
  });
}

function signatureOf(t: Translate, path: string, { signature }: Evidence): PanelSignature | null {
  if (!signature) return null;
  const { line, text } = signature;
  return { line, text, label: `${t('Open {0}, line {1}', path, String(line))}: ${text}` };
}

function openLabel(t: Translate, path: string, { startLine, endLine }: Evidence): string {
  return startLine === endLine
    ? t('Open {0}, line {1}', path, String(startLine))
    : t('Open {0}, lines {1} to {2}', path, String(startLine), String(endLine));
}

/** A path as the user knows it: with the root's name where there are several roots. */
export function displayPath(
  roots: readonly ScopeRoot[],
  { root, path }: { readonly root: number; readonly path: string },
): string {
  const from = roots[root];
  return from && roots.length > 1 && !from.isFile ? `${from.name}/${path}` : path;
}

function answerOf(t: Translate, run: RunState): PanelAnswer | null {
  if (run.answerText === '') return null;
  const { result } = run;
  if (!result || result.answer.text === '') {
    const byline = result ? t('Not finished; not checked against the evidence.') : t('Being written…');
    const growing = isRunning(run);
    return { parts: [{ text: run.answerText, supported: true }], byline, warning: '', growing };
  }
  const { answer } = result;
  const parts = answerParts(answer).map(({ text, supported, evidence }): AnswerPart => {
    // `finished` put the result's list in `kept`, so the index into the one is the place in the other.
    const id = evidence === undefined ? undefined : idOf(run, result, evidence);
    const span = id === undefined ? undefined : run.known[id];
    if (id === undefined || !span) return { text, supported };
    return { text, supported, evidence: id, label: openLabel(t, displayPath(run.roots, span), span) };
  });
  const doubtful = answer.unsupported.length;
  return {
    parts,
    byline:
      answer.writer === result.model
        ? t('Written by {0}, a small model: check it against the evidence.', answer.writer)
        : t('Written by {0}: check it against the evidence.', answer.writer),
    warning:
      doubtful === 0
        ? ''
        : doubtful === 1
          ? t('One sentence is not supported by the evidence; it is marked below.')
          : t('{0} sentences are not supported by the evidence; they are marked below.', count(doubtful)),
    growing: false,
  };
}

function idOf(run: RunState, result: AskResult, index: number): number | undefined {
  const cited = result.evidence[index];
  if (!cited) return undefined;
  return run.kept.find((id) => {
    const known = run.known[id];
    return known?.root === cited.root && known.path === cited.path && known.startLine === cited.startLine;
  });
}

function coverageOf(t: Translate, run: RunState): PanelCoverage | null {
  if (run.result && !run.error) {
    const { coverage, timing } = run.result;
    const read = t(
      'Read {0}, {1} tokens in {2}',
      filesText(t, coverage.files),
      count(coverage.tokens),
      duration(t, timing.totalMs),
    );
    const skipped = coverage.skipped.length;
    const known = Math.floor((100 * coverage.remembered) / Math.max(1, coverage.windows));
    const { firstEvidenceMs: first, bestEvidenceMs: best } = timing;
    const parts = [
      read,
      known > 0 ? t('{0} % known from earlier questions', count(known)) : '',
      first !== null && best !== null
        ? t('first evidence after {0}, the best after {1}', duration(t, first), duration(t, best))
        : '',
      skipped === 0 ? t('skipped none') : t('skipped {0}', count(skipped)),
    ];
    return {
      summary: parts.filter((part) => part !== '').join('; '),
      groups: groups(t, run.roots, coverage.skipped),
    };
  }
  const skipped = run.error?.skipped ?? [];
  if (skipped.length === 0) return null;
  return {
    summary: t('Skipped {0}', filesText(t, skipped.length)),
    groups: groups(t, run.asked.roots, skipped),
  };
}

function filesText(t: Translate, files: number): string {
  return files === 1 ? t('1 file') : t('{0} files', count(files));
}

function groups(
  t: Translate,
  roots: readonly ScopeRoot[],
  skipped: readonly SkippedFile[],
): PanelCoverage['groups'] {
  const byReason = new Map<SkipReason, SkippedFile[]>();
  for (const file of skipped) {
    const group = byReason.get(file.reason);
    if (group) group.push(file);
    else byReason.set(file.reason, [file]);
  }
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([reason, files]) => ({
      title: t('{0}: {1}', skipReasonText(t, reason), count(files.length)),
      paths: files.slice(0, listedPaths).map((file) => displayPath(roots, file)),
      more: files.length > listedPaths ? t('and {0} more', count(files.length - listedPaths)) : '',
    }));
}
