import { printableMessage } from '../text/index.ts';

/** A server's words in our messages: on one line, without hidden characters, not too long. */
export function shortened(text: string, characters = 300): string {
  const line = printableMessage(text.replaceAll(/\s+/g, ' '));
  return line.length > characters ? `${line.slice(0, characters)}…` : line;
}
