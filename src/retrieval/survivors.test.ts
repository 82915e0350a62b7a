import { describe, expect, it } from 'vitest';
import { byAttentionAlone, rank, sizeOf } from './fusion.ts';
import { Survivors } from './survivors.ts';
import type { Candidate } from './types.ts';

/** Ten tokens each; the attention of `i` is higher the closer `i * 7919` comes to the modulus. */
const candidates = Array.from({ length: 1000 }, (_, position): Candidate => ({
  segment: { position, file: 0, text: '', startLine: 1, endLine: 1 },
  tokens: 10,
  attention: ((position * 7919) % 1009) / 1009,
  keywords: 0,
}));

describe('Survivors', () => {
  it('keep the best of all that came, in whichever portions, within the limit', () => {
    const best = rank(candidates, byAttentionAlone).slice(0, 20);
    for (const portion of [1, 7, 64, 1000]) {
      const survivors = new Survivors(200, byAttentionAlone);
      for (let at = 0; at < candidates.length; at += portion) {
        survivors.add(candidates.slice(at, at + portion));
        expect(sizeOf(survivors.best())).toBeLessThanOrEqual(200);
      }
      expect(survivors.best()).toEqual(best);
    }
  });

  it('keep at least one, and nothing of nothing', () => {
    const survivors = new Survivors(3, byAttentionAlone);
    expect(survivors.best()).toEqual([]);
    survivors.add(candidates.slice(0, 5));
    expect(survivors.best()).toHaveLength(1);
  });

  it('rank by their share of keywords', () => {
    const survivors = new Survivors(10, { keywordShare: 0.9, outstandingSegments: 10 });
    survivors.add([
      { ...candidates[1]!, attention: 1 },
      { ...candidates[2]!, attention: 0.1, keywords: 1 },
    ]);
    expect(survivors.best().map(({ segment }) => segment.position)).toEqual([2]);
  });
});
