/** Below this nobody minds reading it. */
const MIN_CHARS = 2_000;
/** Hand-written and formatted code has 25 to 45. */
const MAX_MEAN_LINE_CHARS = 500;
const LONG_LINE_CHARS = 5_000;

/**
 * True for program text that a tool has squeezed: at least 2,000 characters and either more than 500 per line on
 * average, or one line of more than 5,000 that is more than half of the text (a bundle below a long licence).
 * A source file with one embedded picture or table is thus still read. Only for files that `canBeMinified`.
 */
export function isMinified(text: string): boolean {
  if (text.length < MIN_CHARS) return false;
  let lines = 0;
  let longest = 0;
  for (let start = 0; start < text.length; lines++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return (
    text.length / lines > MAX_MEAN_LINE_CHARS || (longest > LONG_LINE_CHARS && longest > text.length / 2)
  );
}
