/** The answer as the panel shows it. Pure. */
import type { Answer, AnswerPart, PanelAnswer } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { count } from '../numbers.ts';
import { isRunning, type RunState, type Written } from '../session/runState.ts';
import { answerParts } from './answerParts.ts';
import { displayPath } from './panelCoverage.ts';
import { openLabel } from './panelEvidence.ts';
import { answerStatus } from './panelExtent.ts';

export function answerOf(t: Translate, run: RunState): PanelAnswer | null {
  const { answerText, written } = run;
  const status = answerStatus(t, run);
  const revised = !isRunning(run) && run.result?.first !== undefined && run.result.revision?.answer === true;
  // A first answer is complete while the rest is read.
  const growing = isRunning(run) && (!run.first || run.phase === 'answer');
  if (answerText === '') return null;
  if (growing || !written || written.answer.text === '') {
    const byline = growing ? t('Being written…') : t('Not finished; not checked against the evidence.');
    return { parts: [{ text: answerText, supported: true }], byline, warning: '', growing, status, revised };
  }
  const { answer } = written;
  return {
    parts: citedParts(t, run, written),
    byline: bylineOf(t, answer),
    warning: warningText(t, answer.unsupported.length),
    growing: false,
    status,
    revised,
  };
}

function bylineOf(t: Translate, { writer, quoted, isSmall }: Answer): string {
  if (quoted && writer === 'none') return t('Places from the evidence, word for word.');
  if (quoted)
    return t(
      'Quoted from the evidence, which supports too little of what {0}, a small model, wrote.',
      writer,
    );
  return isSmall
    ? t('Written by {0}, a small model: check it against the evidence.', writer)
    : t('Written by {0}: check it against the evidence.', writer);
}

function citedParts(t: Translate, run: RunState, { answer, from }: Written): AnswerPart[] {
  return answerParts(answer).map(({ text, supported, evidence }): AnswerPart => {
    const id = evidence === undefined ? undefined : from[evidence];
    const span = id === undefined ? undefined : run.known[id];
    if (id === undefined || !span) return { text, supported };
    return { text, supported, evidence: id, label: openLabel(t, displayPath(run.roots, span), span.place) };
  });
}

function warningText(t: Translate, doubtful: number): string {
  if (doubtful === 0) return '';
  return doubtful === 1
    ? t('One sentence is not supported by the evidence; it is marked.')
    : t('{0} sentences are not supported by the evidence; they are marked.', count(doubtful));
}
