import { printableMessage } from '../text/index.ts';

/** A server's words for our messages: on one line, without hidden characters, shortened. */
export function shortened(text: string, characters = 300): string {
  const line = printableMessage(text.replaceAll(/\s+/g, ' '));
  return line.length > characters ? `${line.slice(0, characters)}…` : line;
}
