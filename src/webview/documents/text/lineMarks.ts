/** Which lines of a document's text are evidence. */
import type { DocumentMarks } from '../../../contract/index.ts';

/** Classes of a line; empty for a line that is no evidence. */
export type ClassOf = (line: number) => string;

/** @param shown id of the piece of evidence that is in view */
export function lineClasses({ passages }: DocumentMarks, shown: number | undefined): ClassOf {
  const classes = new Map<number, string>();
  for (const { id, startLine, endLine, bestLine } of passages) {
    for (let line = startLine; line <= endLine; line++) {
      const best = line === bestLine ? ' best' : '';
      const current = id === shown ? ' current' : '';
      // Where pieces overlap, the one in view is shown.
      if (!classes.has(line) || id === shown) classes.set(line, `passage${best}${current}`);
    }
  }
  return (line) => classes.get(line) ?? '';
}
