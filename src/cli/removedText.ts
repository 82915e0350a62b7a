import type { Removed } from '../library/index.ts';
import { sizeText } from '../library/index.ts';
import { emptiedText } from './roleText.ts';

/** What was removed of a model and what stays, as lines. */
export function removedText({ freedBytes, fileStays, isInUse, roles }: Removed): string {
  const lines = [
    freedBytes > 0 ? `${sizeText(freedBytes)} were freed.` : '',
    fileStays ? 'The files of the model are where they were.' : '',
    isInUse ? 'What was prepared of it is in use by another InfiniAsk and stays; try again later.' : '',
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n${roles.map(emptiedText).join('')}`;
}
