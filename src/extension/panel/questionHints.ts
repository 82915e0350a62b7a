/** Remarks of the panel on the question itself. Pure. */
import type { AskResult } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { printableLine } from '../../text/index.ts';
import { count } from '../numbers.ts';

/** A sentence or two; empty for a question that was used unchanged and whose words occur in the text. */
export function questionHints(t: Translate, { question, used, words, finding }: AskResult): string {
  const hints: string[] = [];
  if (used) {
    const text = printableLine(used.text.replaceAll('\n', ' | '));
    hints.push(
      used.isLong
        ? t('The question is long ({0} characters); searched by: {1}', count(question.length), text)
        : t('The question holds what a program printed; searched by: {0}', text),
    );
  }
  if (words?.kind === 'foreign') {
    hints.push(t('None of the words of the question occurs in the text, or hardly any.'));
    if (finding !== 'none') hints.push(t('What follows is by attention alone.'));
    if (finding !== 'clear')
      hints.push(
        t(
          'Try words that are likely to stand there, ask in the language of the text, or let a model read that knows both.',
        ),
      );
  }
  if (words?.kind === 'common') {
    hints.push(
      t(
        'The question has only words that stand everywhere, such as "what" and "is". Name what you look for.',
      ),
    );
  }
  return hints.join(' ');
}
