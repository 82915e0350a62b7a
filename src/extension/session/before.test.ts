import { describe, expect, it } from 'vitest';
import type { AskResult, Evidence } from '../../contract/index.ts';
import { linesPlace } from '../../text/index.ts';
import { questionBefore } from './before.ts';
import { idleRun, type RunState, type ScopeRoot } from './runState.ts';

const app: ScopeRoot = { path: '/p/app', name: 'app', isFile: false };
const lib: ScopeRoot = { path: '/p/lib', name: 'lib', isFile: false };
const piece = (root: number, path: string): Evidence => {
  return { root, path, startLine: 1, endLine: 2, place: linesPlace(1, 2), score: 0.5, text: 'x\ny' };
};
const carried = { from: 'a?', names: ['x_y'], words: ['b'], text: 'and x_y?' };
const run = (result: Partial<AskResult>): RunState => ({
  ...idleRun,
  phase: 'done',
  question: 'and that?',
  roots: [app, lib],
  known: [piece(0, 'a.ts'), piece(1, 'b.ts'), piece(0, 'c.ts'), piece(0, 'd.ts'), piece(0, 'e.ts')],
  kept: [1, 2, 0, 4],
  dropped: [3],
  result: { finding: 'clear', ...result } as unknown as AskResult,
});

describe('questionBefore', () => {
  it('has the leading pieces that the user has left, counted by the next scope', () => {
    const { evidence, question } = questionBefore(run({}), [app])!;
    expect(question).toBe('and that?');
    expect(evidence.map(({ root, path }) => `${root} ${path}`)).toEqual(['0 c.ts', '0 a.ts']);
    const wider = questionBefore(run({}), [{ path: '/p', name: 'p', isFile: false }])!;
    expect(wider.evidence.map(({ path }) => path)).toEqual(['lib/b.ts', 'app/c.ts', 'app/a.ts']);
  });

  it('tells a question as it was searched by, and what it took over itself', () => {
    const used = { text: 'short', isLong: true, frames: 0 };
    expect(questionBefore(run({ used, carried }), [app])).toMatchObject({ question: 'short', carried });
  });

  it('is none before a question has found something', () => {
    expect(questionBefore(idleRun, [app])).toBeUndefined();
    expect(questionBefore(run({ finding: 'none' }), [app])).toBeUndefined();
  });
});
