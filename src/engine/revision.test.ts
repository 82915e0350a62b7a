import { describe, expect, it } from 'vitest';
import type { Answer, Evidence, FirstAnswer } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';
import { isBetter, revisionOf, standing } from './revision.ts';

const piece = (path: string, startLine = 1, endLine = startLine): Evidence => ({
  root: 0,
  path,
  startLine,
  endLine,
  place: linesPlace(startLine, endLine),
  score: 1,
  text: path,
});
const citing = (text: string, ...evidence: number[]): Answer => ({
  text,
  writer: 'w',
  citations: evidence.map((i) => ({ marker: `[${i + 1}]`, starts: [0], evidence: i })),
  unsupported: [],
});
const first = (evidence: readonly Evidence[], answer = citing('yes')): FirstAnswer => ({
  finding: 'clear',
  answer,
  evidence,
  tokens: 1,
  tokensTotal: 2,
});
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((path) => piece(path)) as [
  Evidence,
  Evidence,
  Evidence,
  Evidence,
];

describe('isBetter', () => {
  it('looks at the first three pieces and at their order', () => {
    expect(isBetter(first([a, b, c, d]), [a, b, c])).toBe(false);
    expect(isBetter(first([a, b, c]), [a, b, c, d])).toBe(false);
    expect(isBetter(first([a, b, c]), [a, b, d, c])).toBe(true);
    expect(isBetter(first([a, b, c]), [b, a, c])).toBe(true);
    expect(isBetter(first([a]), [a, b])).toBe(true);
  });

  it('takes a piece that has grown for the same, and other lines of its file for another', () => {
    expect(isBetter(first([piece('a', 5, 9)]), [piece('a', 3, 6)])).toBe(false);
    expect(isBetter(first([piece('a', 5, 9)]), [piece('a', 10, 12)])).toBe(true);
  });
});

describe('standing', () => {
  it('cites the same pieces in the new list, and keeps those that have gone', () => {
    const { answer, evidence } = standing(first([a, b, c], citing('yes', 0, 2)), [b, piece('a', 1, 4), d]);
    expect(evidence.map(({ path }) => path)).toEqual(['b', 'a', 'd', 'c']);
    expect(answer.citations.map((citation) => evidence[citation.evidence]!.path)).toEqual(['a', 'c']);
    expect(answer.text).toBe('yes');
  });
});

describe('revisionOf', () => {
  it('counts what came and went', () => {
    expect(revisionOf(first([a, b, c]), citing('no'), [d, a])).toEqual({
      answer: true,
      best: true,
      added: 1,
      removed: 2,
    });
    const same = { answer: false, best: false, added: 0, removed: 0 };
    expect(revisionOf(first([a, b]), citing('yes'), [a, b])).toEqual(same);
    expect(revisionOf(first([]), citing('yes'), [])).toEqual(same);
    expect(revisionOf(first([]), citing('yes'), [a])).toMatchObject({ best: true, added: 1 });
  });
});
