import type { LineAt, Positions } from './lines.ts';
import type { Limit } from './types.ts';

/** Number of lines with a word other than a keyword of control flow. */
export function tellingLines({ from, to }: Positions, at: LineAt): number {
  let count = 0;
  for (let position = from; position <= to; position++) if (saysSomething(at(position)!.text)) count++;
  return count;
}

/** Matches a line without a word, or with a keyword of control flow alone. */
const BARE =
  /^(?:else|break|continue|return|pass|try|finally|do|then|default|begin|end|fi|done|esac)?[^\p{L}\p{N}]*$/u;

export function saysSomething(text: string): boolean {
  return !BARE.test(text.trim());
}

export function fits({ from, to }: Positions, { lines, chars }: Limit, at: LineAt): boolean {
  if (to - from >= lines) return false;
  const [first, last] = [at(from)!, at(to)!];
  if (last.endLine - first.startLine >= lines) return false;
  let length = 0;
  for (let position = from; position <= to; position++) {
    length += at(position)!.text.length;
    if (length > chars) return false;
  }
  return true;
}
