/** How much of the text the results come from, and what the rest has changed or might change. Pure. */
import type { FirstAnswer, PanelRest, Revision } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { compact, count, estimate } from '../numbers.ts';
import { isRunning, unfinished, type RunState } from '../session/runState.ts';

/** Origin of the evidence so far. */
export function evidenceHint(t: Translate, run: RunState): string {
  const hasRead = run.read !== null || run.result !== null || run.first !== null;
  return isRunning(run) && !hasRead
    ? t('By the words of the question. The model reads the most promising lines now.')
    : t('The lines that fit the question best, by the attention of the model and by keywords.');
}

/** Text in place of an answer that is still to come. */
export function pendingText(t: Translate, { first }: RunState): string {
  return first
    ? t('Nothing clear in the first {0} % of the text; the rest is being read.', share(first))
    : t('The first answer is written from the most promising lines, in a few seconds.');
}

/**
 * How much of the text the answer was written from, or what the rest has changed in it; empty when all was read at
 * once.
 */
export function answerStatus(t: Translate, run: RunState): string {
  const { first, result } = run;
  if (isRunning(run)) {
    if (!first || run.phase === 'answer') return '';
    if (run.rewriting) return t('Something better was found; the answer is being written again.');
    return t('Answer from the first {0} % of the text; the rest is being read.', share(first));
  }
  if (result?.first && result.revision?.answer && result.first.answer.text !== '') {
    return t('Revised: {0}', changes(t, result.revision));
  }
  if (!result) return '';
  const part = unfinished(run);
  if (part) return t('Written from {0} % of the text.', share(part));
  return result.first && result.first.answer.text !== ''
    ? t(
        'Written from the first {0} % of the text; the rest has been read since, and the answer stands.',
        share(result.first),
      )
    : '';
}

/** The offer to read the rest; null where there is none, or while a question is read. */
export function restOf(t: Translate, run: RunState): PanelRest | null {
  const part = unfinished(run);
  if (!part || !run.result) return null;
  const { tokens, tokensTotal } = part;
  const { coverage, timing, cancelled } = run.result;
  const left = t('{0} of about {1} tokens were read.', compact(tokens), compact(tokensTotal));
  const why = cancelled
    ? ''
    : coverage.ended === 'settled'
      ? t('What was read last changed nothing, so the reading ended.')
      : coverage.ended === 'clear'
        ? t('What the words point to was read closely and answers clearly.')
        : t('The setting InfiniAsk: Reading says to stop there.');
  const speed = timing.tokensPerSecond;
  return {
    text: why === '' ? left : `${left} ${why}`,
    action:
      speed > 0
        ? t('Read the rest ({0})', estimate(t, (1000 * (tokensTotal - tokens)) / speed))
        : t('Read the rest'),
  };
}

function changes(t: Translate, { best, added, removed }: Revision): string {
  const told = [
    best ? t('another piece is the best now') : '',
    added === 0 ? '' : added === 1 ? t('1 piece is new') : t('{0} pieces are new', count(added)),
    removed === 0 ? '' : removed === 1 ? t('1 piece gave way') : t('{0} pieces gave way', count(removed)),
  ].filter((text) => text !== '');
  return told.length > 0 ? told.join(', ') : t('the same pieces in another order');
}

/** In whole percent, at least 1 and at most 99, because 0 and 100 would say something else. */
function share({ tokens, tokensTotal }: Pick<FirstAnswer, 'tokens' | 'tokensTotal'>): string {
  return count(Math.min(99, Math.max(1, Math.round((100 * tokens) / Math.max(1, tokensTotal)))));
}
