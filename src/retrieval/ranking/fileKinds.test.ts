import { describe, expect, it } from 'vitest';
import { worthOfFile } from './fileKinds.ts';

describe('worthOfFile', () => {
  it.each([
    'test/walk.ts',
    'src/walk.test.ts',
    'pkg/walk_test.go',
    'tests/test_walk.py',
    'conftest.py',
    'src/WalkTests.cs',
    'spec/walk_spec.rb',
    'src/compat.py',
    'examples/hello/main.go',
    'bench/run.ts',
    'lib/index.d.ts',
    'typing.pyi',
    'CHANGELOG.md',
  ])('is less for %s', (path) => {
    expect(worthOfFile('how is a folder walked', path)).toBeLessThan(1);
  });

  it.each([
    'src/walk.ts',
    'src/contest.ts',
    'src/latest/walk.ts',
    'docs/guide.md',
    'lib/history/store.ts',
    'Tester.java',
  ])('is whole for %s', (path) => {
    expect(worthOfFile('how is a folder walked', path)).toBe(1);
  });

  it('is whole where the question is about such files', () => {
    expect(worthOfFile('which test covers the walk?', 'src/walk.test.ts')).toBe(1);
    expect(worthOfFile('an example of a walk', 'examples/walk.ts')).toBe(1);
    expect(worthOfFile('what changed in version 3', 'CHANGELOG.md')).toBe(1);
  });
});
