/** The text that is read for the speed: made-up prose, no window like another, a thousand tokens a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARACTERS_PER_TOKEN, paragraphs } from '../prose.ts';

/** At 1,048,576 tokens a thousand files. */
const FILE_TOKENS = 1_048_576 / 1000;

/** Asks for the needle in its own words. */
export const QUESTION = 'Where does the lighthouse keeper of Norrvik hide the silver whistle?';
const NEEDLE = 'The lighthouse keeper of Norrvik hides the silver whistle inside a loaf of bread. ';
/** Asks in words that are everywhere. */
export const OTHER_QUESTION = 'Which story did the teacher tell the student about the strange house?';

/**
 * Writes files of together about `tokens` tokens into a new folder; the needle stands in the middle one.
 * @returns the number of files
 */
export function writeText(folder: string, tokens: number): number {
  mkdirSync(folder, { recursive: true });
  const count = Math.max(1, Math.round(tokens / FILE_TOKENS));
  const prose = paragraphs(Infinity);
  let characters = 0;
  for (let file = 0; file < count; file++) {
    const text = file === Math.floor(count / 2) ? [NEEDLE] : [];
    // Counted from the beginning: what one file has too much, the next has less.
    const end = ((file + 1) / count) * tokens * CHARACTERS_PER_TOKEN;
    do {
      const paragraph = prose.next().value!;
      text.push(paragraph);
      characters += paragraph.length;
    } while (characters < end);
    writeFileSync(join(folder, fileName(file)), text.join(''));
  }
  return count;
}

export function fileName(file: number): string {
  return `text${String(file).padStart(5, '0')}.txt`;
}
