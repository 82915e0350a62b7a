import { describe, expect, it } from 'vitest';
import { withCopiedFiles } from './copies.ts';
import type { Evidence } from './protocol.ts';

describe('withCopiedFiles', () => {
  const piece: Evidence = { root: 0, path: 'a.md', startLine: 3, endLine: 4, score: 1, text: 'x\ny' };

  it('adds the same lines of every copy of the file, behind what is known', () => {
    const copy = (root: number, path: string, of: string) =>
      ({ root, path, reason: 'copy', of: { root: 0, path: of } }) as const;
    const skipped = [copy(1, 'b.md', 'a.md'), copy(0, 'd.md', 'c.md'), copy(0, 'e.md', 'a.md')];
    const known = { root: 0, path: 'z.md', startLine: 1, endLine: 1 };
    const [first] = withCopiedFiles([{ ...piece, otherPlaces: [known] }], skipped);
    expect(first!.otherPlaces).toEqual([
      known,
      { root: 1, path: 'b.md', startLine: 3, endLine: 4 },
      { root: 0, path: 'e.md', startLine: 3, endLine: 4 },
    ]);
    expect(withCopiedFiles([piece], [])).toEqual([piece]);
    expect(withCopiedFiles([piece], [{ root: 0, path: 'q', reason: 'empty' }])).toEqual([piece]);
  });
});
