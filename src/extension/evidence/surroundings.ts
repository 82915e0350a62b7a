/** The lines of a file around a span. Pure. */
import { isInFile, locate, type Span } from './spans.ts';

interface Surroundings {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The file goes on above or below. */
  readonly more: boolean;
}

/** Undefined when the file no longer has the span's lines, or is a document that has none. @param around lines wanted on each side */
export function surroundings(
  span: Span,
  fileLines: readonly string[],
  around: number,
): Surroundings | undefined {
  if (!isInFile(span)) return undefined;
  const found = locate(span, (line) => fileLines[line]!, fileLines.length);
  if (found.stale) return undefined;
  const { startLine, endLine } = found;
  const before = fileLines.slice(Math.max(0, startLine - around), startLine);
  const after = fileLines.slice(endLine + 1, endLine + 1 + around);
  return { before, after, more: startLine > around || endLine + 1 + around < fileLines.length };
}
