import { describe, expect, it } from 'vitest';
import { chooseVictims, diskBytes } from './evict.ts';
import { tickOf, timeOf } from './ticks.ts';

const entry = (path: string, tick: number, bytes = 10) => ({ path, tick, bytes });
const paths = (entries: readonly { path: string }[]) => entries.map(({ path }) => path);

describe('eviction', () => {
  const entries = [entry('c', 3), entry('a', 1), entry('d', 4), entry('b', 1)];
  const limits = { otherBytes: 0, targetBytes: 40, capBytes: 50, protectedFrom: 9 };

  it('takes nothing while there is room', () => {
    expect(chooseVictims(entries, limits)).toEqual([]);
  });

  it('takes the least recently used, in the same order for every process', () => {
    expect(paths(chooseVictims(entries, { ...limits, targetBytes: 15 }))).toEqual(['a', 'b', 'c']);
    expect(paths(chooseVictims(entries.toReversed(), { ...limits, targetBytes: 25 }))).toEqual(['a', 'b']);
  });

  it('counts what cannot go', () => {
    expect(paths(chooseVictims(entries, { ...limits, otherBytes: 5 }))).toEqual(['a']);
  });

  it('spares what the pass has used, unless the cap is exceeded', () => {
    const spared = { ...limits, targetBytes: 0, protectedFrom: 3 };
    expect(paths(chooseVictims(entries, spared))).toEqual(['a', 'b']);
    expect(paths(chooseVictims(entries, { ...spared, capBytes: 10 }))).toEqual(['a', 'b', 'c']);
  });

  it('counts whole blocks', () => {
    expect([0, 1, 4096, 4097].map(diskBytes)).toEqual([0, 4096, 4096, 8192]);
  });
});

describe('a tick', () => {
  it('comes back from the time that stands for it, also where that is kept to two seconds', () => {
    for (const tick of [0, 1, 2, 12_345, 1_000_000_000]) {
      expect(tickOf(timeOf(tick) * 1000)).toBe(tick);
      expect(timeOf(tick) % 2).toBe(0);
    }
  });

  it('of a time that we cannot have set is the oldest', () => {
    expect([0, -1e15, 9e15, NaN].map(tickOf)).toEqual([0, 0, 0, 0]);
  });
});
