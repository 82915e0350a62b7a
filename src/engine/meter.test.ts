import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { estimateTokens } from '../corpus/index.ts';
import type { CorpusFile } from '../corpus/index.ts';
import { ReadingMeter } from './meter.ts';

const file = (path: string, sizeBytes: number): CorpusFile => ({
  root: 0,
  path,
  absolutePath: `/${path}`,
  sizeBytes,
  format: 'prose',
});

// The clock is ours: nothing here depends on how fast the machine is.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

describe('ReadingMeter', () => {
  const [first, second] = [file('a.txt', 33_000), file('b.txt', 33_000)];
  const each = estimateTokens(33_000, 'prose');

  it('knows rate, total and time left', () => {
    const meter = new ReadingMeter([first, second]);
    meter.begin(first);
    vi.advanceTimersByTime(2000);
    meter.end();
    expect(meter.read(10_000)).toEqual({
      kind: 'read',
      files: 1,
      filesTotal: 2,
      tokens: 10_000,
      tokensTotal: 10_000 + each,
      windows: 1,
      tokensPerSecond: 5000,
      remainingMs: Math.round((each / 5000) * 1000),
      path: 'a.txt',
    });
    expect(meter.tokensPerSecond).toBe(5000);
  });

  it('reports now and then, and counts every window', () => {
    const meter = new ReadingMeter([first]);
    meter.begin(first);
    expect(meter.read(100)).toMatchObject({ windows: 1, tokens: 100 });
    vi.advanceTimersByTime(10);
    expect(meter.read(200)).toBeUndefined();
    vi.advanceTimersByTime(1000);
    expect(meter.read(300)).toMatchObject({ windows: 3, tokens: 300 });
  });

  it('counts each token of the file in hand once', () => {
    const meter = new ReadingMeter([first, second]);
    meter.begin(first);
    vi.advanceTimersByTime(1000);
    expect(meter.read(4000)).toMatchObject({ tokensTotal: 2 * each });
    vi.advanceTimersByTime(1000);
    expect(meter.read(each + 500)).toMatchObject({ tokensTotal: 2 * each + 500 });
    meter.end();
    meter.begin(second);
    vi.advanceTimersByTime(1000);
    expect(meter.read(each + 700)).toMatchObject({ tokensTotal: 2 * each + 500 });
  });

  it('expects nothing of files that were skipped', () => {
    const meter = new ReadingMeter([first, second]);
    meter.skip({ root: 0, path: 'b.txt', reason: 'vanished' });
    meter.begin(first);
    meter.end();
    vi.advanceTimersByTime(1000);
    expect(meter.read(9000)).toMatchObject({ tokensTotal: 9000, remainingMs: 0 });
  });

  it('never promises fewer tokens than have been read', () => {
    const meter = new ReadingMeter([file('a.txt', 10)]);
    meter.begin(file('a.txt', 10));
    vi.advanceTimersByTime(1000);
    expect(meter.read(500)).toMatchObject({ tokens: 500 });
    const progress = meter.read(500);
    if (progress?.kind === 'read') expect(progress.tokensTotal).toBeGreaterThanOrEqual(500);
  });
});
