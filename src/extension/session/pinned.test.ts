import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../contract/index.ts';
import { carry } from './pinned.ts';
import { idleRun, type RunState, type ScopeRoot } from './runState.ts';
import { linesPlace } from '../../text/index.ts';

const app: ScopeRoot = { path: '/p/app', name: 'app', isFile: false };
const lib: ScopeRoot = { path: '/p/lib', name: 'lib', isFile: false };
const piece = (root: number, path: string): Evidence => ({
  root,
  path,
  startLine: 1,
  endLine: 2,
  place: linesPlace(1, 2),
  score: 0.5,
  text: 'x\ny',
});
const run: RunState = {
  ...idleRun,
  roots: [app, lib],
  known: [piece(0, 'src/a.ts'), piece(1, 'b.ts'), piece(1, 'c.ts')],
  kept: [0, 1, 2],
  pinned: [0, 1],
};

describe('carry', () => {
  it('counts the roots of the next question', () => {
    const { roots, pinned } = carry([lib, app], run);
    expect(roots).toEqual([lib, app]);
    expect(pinned.map(({ root, path }) => `${root} ${path}`)).toEqual(['1 src/a.ts', '0 b.ts']);
  });

  it('finds a file in a folder around or within its old root', () => {
    expect(carry([{ path: '/p', name: 'p', isFile: false }], run).pinned[0]).toMatchObject({
      path: 'app/src/a.ts',
    });
    expect(carry([{ path: '/p/app/src', name: 'src', isFile: false }], run).pinned[0]).toMatchObject({
      path: 'a.ts',
    });
  });

  it('reads a file outside of the scope too', () => {
    const { roots, pinned } = carry([lib], run);
    expect(roots).toEqual([lib, { path: '/p/app/src/a.ts', name: 'a.ts', isFile: true }]);
    expect(pinned[0]).toMatchObject({ root: 1, path: 'a.ts' });
  });

  it('takes nothing along without a run', () => {
    expect(carry([app], undefined)).toEqual({ roots: [app], pinned: [] });
  });

  it('puts selected lines in front, and reads their file once', () => {
    const selection = { startLine: 3, endLine: 4, place: linesPlace(3, 4), text: 's\nt' };
    const selected: ScopeRoot = { path: '/p/app/src/a.ts', name: 'a.ts', isFile: true, selection };
    const within = carry([app, selected], undefined);
    expect(within.roots).toEqual([app]);
    expect(within.pinned).toEqual([{ root: 0, path: 'src/a.ts', score: 1, ...selection }]);
    const alone = carry([selected], undefined);
    expect(alone.roots).toEqual([{ path: '/p/app/src/a.ts', name: 'a.ts', isFile: true }]);
    expect(alone.pinned).toEqual([{ root: 0, path: 'a.ts', score: 1, ...selection }]);
  });
});
