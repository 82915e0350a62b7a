import { describe, expect, it } from 'vitest';
import { lesserKinds, worthOfFile } from './fileKinds.ts';

const worth = (question: string, path: string): number => worthOfFile(lesserKinds(question), path);

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
    expect(worth('how is a folder walked', path)).toBeLessThan(1);
  });

  it.each([
    'src/walk.ts',
    'src/contest.ts',
    'src/latest/walk.ts',
    'docs/guide.md',
    'lib/history/store.ts',
    'Tester.java',
  ])('is whole for %s', (path) => {
    expect(worth('how is a folder walked', path)).toBe(1);
  });

  it('is whole where the question is about such files', () => {
    expect(worth('which test covers the walk?', 'src/walk.test.ts')).toBe(1);
    expect(worth('an example of a walk', 'examples/walk.ts')).toBe(1);
    expect(worth('what changed in version 3', 'CHANGELOG.md')).toBe(1);
  });
});
