/** Judges how clearly the kept segments answer their question. */
import type { Evidence, Finding } from '../contract/index.ts';
import { clearnessOf, terms } from '../retrieval/index.ts';
import type { ReadingPlan, RetrievalResult } from '../retrieval/index.ts';
import type { Reading } from './reading.ts';

/** How clearly a kept segment answers; 1 and more is clear. */
type Clearness = ReturnType<typeof clearnessOf>;

export function clearnessIn(
  { windows, weakBelow }: RetrievalResult,
  { files }: Reading,
  rarity: ReadonlyMap<string, number>,
): Clearness {
  return clearnessOf(rarity, windows, weakBelow, (file) => files[file]!.path);
}

export function findingOf({ retained }: RetrievalResult, clearness: Clearness): Finding {
  if (retained.length === 0) return 'none';
  return retained.some((piece) => clearness(piece) >= 1) ? 'clear' : 'weak';
}

/** For each piece of evidence, the clearness of its clearest kept line. */
export function clearnessOfEvidence(
  evidence: readonly Evidence[],
  { retained }: RetrievalResult,
  { files }: Reading,
  clearness: Clearness,
): number[] {
  return evidence.map(({ root, path, startLine, endLine }) =>
    retained.reduce((most, piece) => {
      const { file, startLine: from, endLine: to } = piece.segment;
      const isIn =
        files[file]!.root === root && files[file]!.path === path && from <= endLine && to >= startLine;
      return isIn ? Math.max(most, clearness(piece)) : most;
    }, 0),
  );
}

/** Rarity of the words that a question is searched by; further words of a long question tell a story. */
export function rarityOf(plan: ReadingPlan, question: number, focused: string): ReadonlyMap<string, number> {
  const asked = new Set(terms(focused));
  return new Map([...plan.rarity[question]!].filter(([term]) => asked.has(term)));
}
