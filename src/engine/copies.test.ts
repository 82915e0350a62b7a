import { describe, expect, it } from 'vitest';
import { foldCopies, withCopiedFiles } from './copies.ts';
import type { Evidence } from '../contract/index.ts';
import { linesPlace } from '../text/index.ts';

describe('foldCopies', () => {
  const piece = (path: string, text: string, root = 0): Evidence => ({
    root,
    path,
    startLine: 3,
    endLine: 4,
    place: linesPlace(3, 4),
    score: 1,
    text,
  });

  it('makes one of equal pieces of several files, the best, with the places of the others', () => {
    const best = piece('a.md', 'x\ny');
    const folded = foldCopies([
      best,
      piece('b.md', 'other'),
      piece('c.md', 'x  \ny\n'),
      piece('a.md', 'x\ny', 1),
    ]);
    const place = { startLine: 3, endLine: 4, place: linesPlace(3, 4) };
    expect(folded).toEqual([
      {
        ...best,
        otherPlaces: [
          { root: 0, path: 'c.md', ...place },
          { root: 1, path: 'a.md', ...place },
        ],
      },
      piece('b.md', 'other'),
    ]);
  });

  it('leaves equal pieces of one file apart, and what differs in its indentation inside', () => {
    const twice = [piece('a.md', 'x\ny'), piece('a.md', 'x\ny')];
    expect(foldCopies(twice)).toEqual(twice);
    const indented = [piece('a.md', 'x\ny'), piece('b.md', 'x\n  y')];
    expect(foldCopies(indented)).toEqual(indented);
  });
});

describe('withCopiedFiles', () => {
  const piece: Evidence = {
    root: 0,
    path: 'a.md',
    startLine: 3,
    endLine: 4,
    place: linesPlace(3, 4),
    score: 1,
    text: 'x\ny',
  };

  it('adds the same lines of every copy of the file, behind what is known', () => {
    const copy = (root: number, path: string, of: string) =>
      ({ root, path, reason: 'copy', of: { root: 0, path: of } }) as const;
    const skipped = [copy(1, 'b.md', 'a.md'), copy(0, 'd.md', 'c.md'), copy(0, 'e.md', 'a.md')];
    const known = { root: 0, path: 'z.md', startLine: 1, endLine: 1, place: linesPlace(1, 1) };
    const [first] = withCopiedFiles([{ ...piece, otherPlaces: [known] }], skipped);
    expect(first!.otherPlaces).toEqual([
      known,
      { root: 1, path: 'b.md', startLine: 3, endLine: 4, place: linesPlace(3, 4) },
      { root: 0, path: 'e.md', startLine: 3, endLine: 4, place: linesPlace(3, 4) },
    ]);
    expect(withCopiedFiles([piece], [])).toEqual([piece]);
    expect(withCopiedFiles([piece], [{ root: 0, path: 'q', reason: 'empty' }])).toEqual([piece]);
  });
});
