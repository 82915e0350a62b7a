import { describe, expect, it } from 'vitest';
import { AskFailure } from './failure.ts';
import { checkPinned, withPinned } from './pinned.ts';
import type { Evidence } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

const span = (startLine: number, endLine: number, path = 'a.ts', root = 0): Evidence => ({
  root,
  path,
  startLine,
  endLine,
  place: linesPlace(startLine, endLine),
  score: 0.5,
  text: `${path} ${startLine}`,
});

describe('withPinned', () => {
  it('puts what is pinned in front, in its own order', () => {
    const pinned = [span(30, 31), span(2, 4, 'b.md')];
    const found = [span(1, 1), span(9, 9)];
    expect(withPinned(pinned, found)).toEqual([...pinned, ...found]);
  });

  it('drops what lies inside of a pinned span of the same file', () => {
    const pinned = [span(10, 20)];
    expect(withPinned(pinned, [span(10, 20), span(12, 13), span(20, 20)])).toEqual(pinned);
    const others = [span(9, 12), span(18, 21), span(5, 40), span(12, 13, 'b.ts'), span(12, 13, 'a.ts', 1)];
    expect(withPinned(pinned, others)).toEqual([...pinned, ...others]);
  });
});

describe('checkPinned', () => {
  it.each([-1, 1, 0.5])('refuses root %d of one, names the file and says what to do', (root) => {
    const check = () => checkPinned([span(1, 2), span(3, 4, 'docs/b.md', root)], [{ path: '/x' }]);
    expect(check).toThrow(AskFailure);
    expect(check).toThrow(/docs\/b\.md.*Unpin/);
    try {
      check();
    } catch (error) {
      expect(error).toMatchObject({ id: 'rootMissing' });
    }
  });

  it('accepts every root of the question', () => {
    expect(() =>
      checkPinned([span(1, 2), span(1, 2, 'a', 1)], [{ path: '/x' }, { path: '/y' }]),
    ).not.toThrow();
  });
});
