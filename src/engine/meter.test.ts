import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CorpusFile } from '../corpus/index.ts';
import type { PlannedSection, ReadingPlan } from '../retrieval/index.ts';
import { ReadingMeter } from './meter.ts';

const file = (path: string): CorpusFile => ({
  root: 0,
  path,
  absolutePath: `/${path}`,
  sizeBytes: 1,
  format: 'prose',
});

/** Sections of the given estimated tokens, each with a segment of each of its files. */
function planOf(
  ...sections: readonly { readonly files: readonly number[]; readonly tokens: number }[]
): ReadingPlan {
  return {
    sections: sections.map(({ files, tokens }): PlannedSection => ({
      unpack: () => [],
      firstPosition: 0,
      lastPosition: files.length - 1,
      files,
      passages: new Uint16Array(files.length),
      tokens,
      keywords: [],
      keywordsBesideAttention: () => new Float32Array(),
    })),
    order: sections.map((_, i) => i),
    rarity: [],
    absent: [],
    reasons: () => [],
    tokens: sections.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

// The clock is ours: nothing here depends on how fast the machine is.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

describe('ReadingMeter', () => {
  const files = [file('a.txt'), file('b.txt'), file('c.txt')];

  it('knows rate, total and time left', () => {
    const meter = new ReadingMeter(
      files.slice(0, 2),
      planOf({ files: [0], tokens: 10_000 }, { files: [1], tokens: 4000 }),
    );
    vi.advanceTimersByTime(2000);
    expect(meter.read(0, 10_000, 21)).toEqual({
      kind: 'read',
      files: 1,
      filesTotal: 2,
      tokens: 10_000,
      tokensTotal: 14_000,
      windows: 21,
      tokensPerSecond: 5000,
      remainingMs: 800,
      path: 'a.txt',
    });
    expect(meter.tokensPerSecond).toBe(5000);
  });

  it('mends its estimate by what was read', () => {
    const plan = planOf(
      { files: [0], tokens: 1000 },
      { files: [0], tokens: 1000 },
      { files: [0], tokens: 2000 },
    );
    const meter = new ReadingMeter(files.slice(0, 1), plan);
    vi.advanceTimersByTime(1000);
    // A half more than was thought: so will be the rest.
    expect(meter.read(0, 1500, 3)).toMatchObject({ tokens: 1500, tokensTotal: 6000, remainingMs: 3000 });
    vi.advanceTimersByTime(1000);
    expect(meter.read(1, 2500, 5)).toMatchObject({ tokens: 2500, tokensTotal: 5000, remainingMs: 2000 });
    vi.advanceTimersByTime(1000);
    expect(meter.read(2, 4700, 9)).toMatchObject({ tokens: 4700, tokensTotal: 4700, remainingMs: 0 });
  });

  it('reports now and then, and counts everything all the same', () => {
    const plan = planOf(
      { files: [0], tokens: 100 },
      { files: [1], tokens: 100 },
      { files: [2], tokens: 100 },
    );
    const meter = new ReadingMeter(files, plan);
    expect(meter.read(0, 100, 1)).toMatchObject({ files: 1, windows: 1, tokens: 100 });
    vi.advanceTimersByTime(10);
    expect(meter.read(1, 200, 2)).toBeUndefined();
    expect(meter.filesRead).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(meter.read(2, 300, 3)).toMatchObject({ files: 3, windows: 3, tokens: 300, path: 'c.txt' });
  });

  it('does not count the time for which the reading was held', () => {
    const plan = planOf(
      { files: [0], tokens: 1000 },
      { files: [0], tokens: 1000 },
      { files: [1], tokens: 1000 },
    );
    let heldMs = 0;
    const meter = new ReadingMeter(files.slice(0, 2), plan, () => heldMs);
    vi.advanceTimersByTime(1000);
    expect(meter.read(0, 1000, 2)).toMatchObject({ tokensPerSecond: 1000, remainingMs: 2000 });
    vi.advanceTimersByTime(61_000);
    heldMs = 60_000;
    expect(meter.read(1, 2000, 4)).toMatchObject({ tokensPerSecond: 1000, remainingMs: 1000 });
    expect(meter.tokensPerSecond).toBe(1000);
  });

  it('has read a file when the last of its sections is read, in whichever order', () => {
    const plan = planOf(
      { files: [0], tokens: 50 },
      { files: [0, 1, 2], tokens: 50 },
      { files: [2], tokens: 50 },
    );
    const meter = new ReadingMeter(files, plan);
    const read: number[] = [];
    for (const section of [2, 0, 1]) {
      meter.read(section, 50, 1);
      read.push(meter.filesRead);
    }
    expect(read).toEqual([0, 0, 3]);
  });

  it('names the file in which the section ends', () => {
    const meter = new ReadingMeter(files, planOf({ files: [0, 1], tokens: 50 }, { files: [2], tokens: 50 }));
    expect(meter.read(0, 50, 1)).toMatchObject({ path: 'b.txt' });
  });
});
