/** Tells beside the evidence what is to be known of the question itself. */
import type { AskResult } from '../contract/index.ts';
import { printableLine } from '../text/index.ts';

const ADVICE =
  'Try words that are likely to stand there, ask in the language of the text, or let a model read that knows both.';

/** One line for each hint; none for a question that was searched by as it is and whose words occur. */
export function questionHints({
  question,
  used,
  words,
  finding,
}: Pick<AskResult, 'question' | 'used' | 'words' | 'finding'>): string[] {
  const hints: string[] = [];
  if (used) {
    const why = used.isLong
      ? `The question is long (${question.length} characters)`
      : 'The question holds what a program printed';
    const frames = used.frames === 0 ? '' : used.frames === 1 ? ', 1 frame' : `, ${used.frames} frames`;
    hints.push(`${why}${frames}; searched by: ${printableLine(used.text.replaceAll('\n', ' | '))}`);
  }
  if (words?.kind === 'foreign') {
    const told = ['None of the words of the question occurs in the text, or hardly any.'];
    if (finding !== 'none') told.push('What follows is by attention alone.');
    if (finding !== 'clear') told.push(ADVICE);
    hints.push(told.join(' '));
  }
  if (words?.kind === 'common') {
    hints.push(
      'The question has only words that stand everywhere, such as "what" and "is". Name what you look for.',
    );
  }
  return hints;
}
