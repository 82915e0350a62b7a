import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Run } from './run.ts';

// The tests set the clock.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Whether `passing` resolves, after everything that can go on has. */
async function passes(passing: Promise<void>): Promise<boolean> {
  let passed = false;
  void passing.then(() => (passed = true));
  await new Promise((resolve) => setImmediate(resolve));
  return passed;
}

describe('Run', () => {
  it('lets everything pass that is not paused', async () => {
    const run = new Run();
    expect(await passes(run.pass())).toBe(true);
    run.setPaused(true);
    run.setPaused(false);
    expect(await passes(run.pass())).toBe(true);
    expect(run.heldMs).toBe(0);
  });

  it('holds what is paused until it goes on, and counts the time', async () => {
    const run = new Run();
    run.setPaused(true);
    const first = run.pass();
    expect(await passes(first)).toBe(false);
    vi.advanceTimersByTime(5000);
    run.setPaused(false);
    expect(await passes(first)).toBe(true);
    expect(run.heldMs).toBe(5000);

    vi.advanceTimersByTime(700);
    run.setPaused(true);
    // Until the current section ends, the question still reads.
    vi.advanceTimersByTime(300);
    const second = run.pass();
    vi.advanceTimersByTime(2000);
    run.setPaused(false);
    await second;
    expect(run.heldMs).toBe(7000);
  });

  it('goes on holding what was paused again at once', async () => {
    const run = new Run();
    run.setPaused(true);
    const passing = run.pass();
    run.setPaused(false);
    run.setPaused(true);
    expect(await passes(passing)).toBe(false);
    run.setPaused(false);
    expect(await passes(passing)).toBe(true);
  });

  it('lets a cancelled question pass, before and while it waits', async () => {
    const stopped = new Run(undefined, AbortSignal.abort());
    stopped.setPaused(true);
    expect(await passes(stopped.pass())).toBe(true);
    const cancel = new AbortController();
    const run = new Run(undefined, cancel.signal);
    run.setPaused(true);
    const passing = run.pass();
    expect(await passes(passing)).toBe(false);
    cancel.abort();
    expect(await passes(passing)).toBe(true);
  });
});
