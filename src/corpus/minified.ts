import { isBlank, linesOf } from './lines.ts';

/** A shorter line costs little and may be written by a person. */
const MIN_LINE_CHARS = 1000;
/**
 * Share of white space below which a line counts as squeezed: formatted code has more, and sentences have more with
 * fewer signs.
 */
const MAX_SPACE_SHARE = 0.12;
const MIN_SIGN_SHARE = 0.1;
/** A shorter program is read as it is. */
const MIN_CHARS = 2000;

/** Replaces a line that a tool has squeezed. */
const PASSED_OVER = '…\n';

/** Program text with the numbers, from 1, of the lines that are not in it. */
interface Unsqueezed {
  readonly text: string;
  readonly passedOver: readonly number[];
}

/**
 * Leaves out the lines that a tool has squeezed, so that one of them, say a table, does not cost the whole file. Only
 * for files that `canBeMinified`.
 * @returns undefined when these are all there is but for comments: a bundle, perhaps below its licence
 */
export function withoutSqueezedLines(text: string): Unsqueezed | undefined {
  if (text.length < MIN_LINE_CHARS) return { text, passedOver: [] };
  const lines = linesOf(text);
  const isSqueezed = lines.map(looksSqueezed);
  if (!isSqueezed.includes(true)) return { text, passedOver: [] };
  const written = lines.filter((_, i) => !isSqueezed[i]);
  if (text.length >= MIN_CHARS && written.every(isComment)) return undefined;
  return {
    text: lines.map((line, i) => (isSqueezed[i] ? PASSED_OVER : line)).join(''),
    passedOver: isSqueezed.flatMap((is, i) => (is ? i + 1 : [])),
  };
}

function looksSqueezed(line: string): boolean {
  if (line.length < MIN_LINE_CHARS) return false;
  const share = (pattern: RegExp): number => (line.match(pattern)?.length ?? 0) / line.length;
  return share(/\s/g) <= MAX_SPACE_SHARE && share(/[;,:=(){}[\]&|!?<>+]/g) >= MIN_SIGN_SHARE;
}

function isComment(line: string): boolean {
  return isBlank(line) || /^\s*(?:\/\*|\*|\/\/|#|<!--|["']use strict["'])/.test(line);
}
