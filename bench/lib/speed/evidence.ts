import type { Evidence } from '../../../src/contract/index.ts';

/** Whether both are the same lines in the same order, and by how much their scores differ at most. */
export function compareEvidence(
  a: readonly Evidence[],
  b: readonly Evidence[],
): { same: boolean; scoreDifference: number } {
  const spans = (evidence: readonly Evidence[]): string =>
    JSON.stringify(evidence.map(({ path, startLine, endLine, text }) => [path, startLine, endLine, text]));
  const differences = a.map(({ score }, i) => Math.abs(score - (b[i]?.score ?? 0)));
  return { same: spans(a) === spans(b), scoreDifference: Math.max(0, ...differences) };
}
