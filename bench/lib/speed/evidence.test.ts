import { expect, it } from 'vitest';
import type { Evidence } from '../../../src/contract/index.ts';
import { compareEvidence } from './evidence.ts';
import { linesPlace } from '../../../src/text/index.ts';

const span = (path: string, startLine: number, score: number): Evidence => ({
  root: 0,
  path,
  startLine,
  endLine: startLine,
  place: linesPlace(startLine),
  score,
  text: `${path} ${startLine}`,
});

it('tells the same spans with other last digits from other spans', () => {
  const evidence = [span('a', 1, 1), span('b', 2, 0.5)];
  const close = compareEvidence(evidence, [span('a', 1, 1), span('b', 2, 0.5001)]);
  expect(close.same).toBe(true);
  expect(close.scoreDifference).toBeCloseTo(1e-4, 8);
  expect(compareEvidence(evidence, evidence)).toEqual({ same: true, scoreDifference: 0 });
  expect(compareEvidence(evidence, [...evidence].reverse()).same).toBe(false);
  expect(compareEvidence(evidence, [span('a', 1, 1), span('b', 3, 0.5)]).same).toBe(false);
  expect(compareEvidence(evidence, evidence.slice(1)).same).toBe(false);
  expect(compareEvidence(evidence, evidence.slice(0, 1)).same).toBe(false);
});
