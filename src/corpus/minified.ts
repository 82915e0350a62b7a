import { isBlank, linesOf } from './lines.ts';

/** Shorter lines cost little, and a person may have written them. */
const MIN_LINE_CHARS = 1000;
/** Of the characters of a line: formatted code has more white space, sentences have more of it and fewer signs. */
const MAX_SPACE_SHARE = 0.12;
const MIN_SIGN_SHARE = 0.1;
/** Below this nobody minds reading it. */
const MIN_CHARS = 2000;

/** Stands for a line that a tool has squeezed. */
const PASSED_OVER = '…\n';

/** Program text, and which of its lines, counted from 1, are not in it. */
export interface Unsqueezed {
  readonly text: string;
  readonly passedOver: readonly number[];
}

/**
 * Program text without the lines that a tool has squeezed: one of them, say a table, does not cost the file. Only for files
 * that `canBeMinified`.
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
