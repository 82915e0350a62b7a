import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PauseGate } from './pauseGate.ts';

// The clock is ours.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Whether it has passed once everything that could go on has gone on. */
async function passes(passing: Promise<void>): Promise<boolean> {
  let passed = false;
  void passing.then(() => (passed = true));
  await new Promise((resolve) => setImmediate(resolve));
  return passed;
}

const never = new AbortController().signal;

describe('PauseGate', () => {
  it('lets everything pass that is not paused', async () => {
    const gate = new PauseGate();
    expect(await passes(gate.pass(never))).toBe(true);
    gate.setPaused(true);
    gate.setPaused(false);
    expect(await passes(gate.pass(never))).toBe(true);
    expect(gate.heldMs).toBe(0);
  });

  it('holds what is paused until it goes on, and counts the time', async () => {
    const gate = new PauseGate();
    gate.setPaused(true);
    const first = gate.pass(never);
    expect(await passes(first)).toBe(false);
    vi.advanceTimersByTime(5000);
    gate.setPaused(false);
    expect(await passes(first)).toBe(true);
    expect(gate.heldMs).toBe(5000);

    vi.advanceTimersByTime(700);
    gate.setPaused(true);
    // Between this and the end of the section in hand the question still reads.
    vi.advanceTimersByTime(300);
    const second = gate.pass(never);
    vi.advanceTimersByTime(2000);
    gate.setPaused(false);
    await second;
    expect(gate.heldMs).toBe(7000);
  });

  it('goes on holding what was paused again at once', async () => {
    const gate = new PauseGate();
    gate.setPaused(true);
    const passing = gate.pass(never);
    gate.setPaused(false);
    gate.setPaused(true);
    expect(await passes(passing)).toBe(false);
    gate.setPaused(false);
    expect(await passes(passing)).toBe(true);
  });

  it('lets a cancelled question pass, before and while it waits', async () => {
    const gate = new PauseGate();
    gate.setPaused(true);
    expect(await passes(gate.pass(AbortSignal.abort()))).toBe(true);
    const cancel = new AbortController();
    const passing = gate.pass(cancel.signal);
    expect(await passes(passing)).toBe(false);
    cancel.abort();
    expect(await passes(passing)).toBe(true);
  });
});
