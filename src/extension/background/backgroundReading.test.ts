import { describe, expect, it, vi } from 'vitest';
import type { ReadAheadProgress, ReadAheadResult } from '../../contract/index.ts';
import { BackgroundReading, BATTERY_MS, IDLE_MS, START_MS } from './backgroundReading.ts';

const result = (outcome: ReadAheadResult['outcome'], reason = ''): ReadAheadResult => ({
  outcome,
  reason,
  windows: 1,
  read: 1,
});
const progress = (tokens: number): ReadAheadProgress => ({
  files: 1,
  filesTotal: 2,
  tokens,
  tokensTotal: 100,
});

/** A world whose clock and readings the test controls. */
function world() {
  let time = 0;
  const timers = new Set<{ readonly due: number; readonly act: () => void }>();
  const readings: {
    readonly signal: AbortSignal;
    readonly report: (now: ReadAheadProgress) => void;
    readonly end: (outcome: ReadAheadResult['outcome'], reason?: string) => Promise<void>;
    readonly fail: (message: string) => Promise<void>;
  }[] = [];
  const power = { onBattery: undefined as boolean | undefined, fails: false };
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  const background = new BackgroundReading({
    now: () => time,
    onBattery: () => (power.fails ? Promise.reject(new Error('no power')) : Promise.resolve(power.onBattery)),
    after: (ms, act) => {
      const timer = { due: time + ms, act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    read: (report, signal) =>
      new Promise((resolve, reject) => {
        readings.push({
          signal,
          report,
          end: (outcome, reason) => {
            resolve(result(outcome, reason));
            return settle();
          },
          fail: (message) => {
            reject(new Error(message));
            return settle();
          },
        });
      }),
  });
  return {
    background,
    readings,
    power,
    settle,
    /** The last reading that began. */
    last: () => readings.at(-1)!,
    pass: async (ms: number): Promise<void> => {
      const end = time + ms;
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.due - b.due);
        if (!next || next.due > end) break;
        time = next.due;
        timers.delete(next);
        next.act();
        await settle();
      }
      time = end;
    },
    timers: () => timers.size,
    kind: () => background.state.kind,
  };
}

/** Turned on, and reading. */
async function reading() {
  const made = world();
  made.background.setEnabled(true);
  await made.pass(START_MS);
  expect(made.kind()).toBe('reading');
  return made;
}

/** Turned on, and all read. */
async function done() {
  const made = await reading();
  await made.last().end('complete');
  expect(made.kind()).toBe('done');
  return made;
}

describe('reading in the background', () => {
  it('does nothing while it is off', async () => {
    const { background, readings, pass, kind, timers } = world();
    background.setBusy(true);
    background.setBusy(false);
    background.changed();
    await pass(1e9);
    expect([kind(), readings.length, timers()]).toEqual(['off', 0, 0]);
  });

  it('begins some time after the start, and ends when everything is known', async () => {
    const { background, readings, pass, kind, last, timers } = world();
    const kinds: string[] = [];
    background.onDidChange((state) => kinds.push(state.kind));
    background.setEnabled(true);
    await pass(START_MS - 1);
    expect([kind(), readings.length]).toEqual(['waiting', 0]);
    await pass(1);
    expect([kind(), readings.length]).toEqual(['reading', 1]);
    last().report(progress(43));
    expect(background.state).toEqual({ kind: 'reading', progress: progress(43) });
    await last().end('complete');
    expect([kind(), timers()]).toEqual(['done', 0]);
    await pass(1e9);
    expect(readings).toHaveLength(1);
    expect(kinds).toEqual(['waiting', 'reading', 'reading', 'done']);
  });

  it('stops when a question is asked, and goes on when none has been asked for a while', async () => {
    const { background, readings, pass, kind, last } = await reading();
    last().report(progress(43));
    background.setBusy(true);
    expect(last().signal.aborted).toBe(true);
    expect(background.state).toEqual({ kind: 'waiting', progress: progress(43) });
    last().report(progress(50));
    await last().end('cancelled');
    await pass(1e6);
    expect([kind(), readings.length]).toEqual(['waiting', 1]);
    background.setBusy(false);
    await pass(IDLE_MS - 1);
    expect(readings).toHaveLength(1);
    await pass(1);
    expect([kind(), readings.length]).toEqual(['reading', 2]);
    expect(last().signal.aborted).toBe(false);
  });

  it('waits anew when a question comes while it waits', async () => {
    const { background, readings, pass } = world();
    background.setEnabled(true);
    await pass(START_MS - 1);
    background.setBusy(true);
    await pass(5);
    background.setBusy(false);
    await pass(IDLE_MS - 1);
    expect(readings).toHaveLength(0);
    await pass(1);
    expect(readings).toHaveLength(1);
  });

  it('that is turned on soon after a question waits as long as after any', async () => {
    const { background, readings, pass } = world();
    background.setBusy(true);
    background.setBusy(false);
    await pass(5000);
    background.setEnabled(true);
    await pass(IDLE_MS - 5001);
    expect(readings).toHaveLength(0);
    await pass(1);
    expect(readings).toHaveLength(1);
  });

  it('goes on after a reading that had to be killed to end it', async () => {
    const { background, readings, pass, last, kind } = await reading();
    background.setBusy(true);
    await last().fail('The engine process stopped (SIGKILL).');
    expect(kind()).toBe('waiting');
    background.setBusy(false);
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
  });

  it('never runs twice at once, however slowly the first one ends', async () => {
    const { background, readings, pass, last } = await reading();
    background.setBusy(true);
    background.setBusy(false);
    await pass(10 * IDLE_MS);
    expect(readings).toHaveLength(1);
    await last().end('cancelled');
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
  });

  it('begins again once after changes, when the last one is a while ago', async () => {
    const { background, readings, pass, last, kind } = await done();
    for (let i = 0; i < 5; i++) {
      background.changed();
      await pass(IDLE_MS - 1);
    }
    expect([kind(), readings.length]).toEqual(['waiting', 1]);
    await pass(1);
    expect(readings).toHaveLength(2);
    await last().end('complete');
    await pass(1e9);
    expect(readings).toHaveLength(2);
  });

  it('looks again when something has changed while it read', async () => {
    const { background, readings, pass, last, kind } = await reading();
    background.changed();
    expect(last().signal.aborted).toBe(false);
    await last().end('complete');
    expect(kind()).toBe('waiting');
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
    await last().end('complete');
    expect(kind()).toBe('done');
  });

  it('does not begin again after a question when everything is known', async () => {
    const { background, readings, pass, kind } = await done();
    background.setBusy(true);
    background.setBusy(false);
    await pass(1e9);
    expect([kind(), readings.length]).toEqual(['done', 1]);
  });

  it('ends when it is turned off, and can be turned on again', async () => {
    const { background, readings, pass, last, kind } = await reading();
    last().report(progress(43));
    background.setEnabled(false);
    expect([kind(), last().signal.aborted]).toEqual(['off', true]);
    await last().end('cancelled');
    await pass(1e9);
    expect([kind(), readings.length]).toEqual(['off', 1]);
    background.setEnabled(true);
    expect(background.state).toEqual({ kind: 'waiting', progress: null });
    await pass(START_MS);
    expect(readings).toHaveLength(2);
  });

  it('is stopped for good once the last reading has ended', async () => {
    const { background, last, settle } = await reading();
    let stopped = false;
    void background.stop().then(() => (stopped = true));
    await settle();
    expect([last().signal.aborted, stopped]).toEqual([true, false]);
    await last().end('cancelled');
    expect(stopped).toBe(true);
  });
});

describe('on battery', () => {
  it('it does not begin, and looks now and then', async () => {
    const { background, readings, power, pass, kind } = world();
    power.onBattery = true;
    background.setEnabled(true);
    await pass(START_MS + 3 * BATTERY_MS);
    expect([kind(), readings.length]).toEqual(['battery', 0]);
    power.onBattery = false;
    await pass(BATTERY_MS);
    expect([kind(), readings.length]).toEqual(['reading', 1]);
  });

  it('it stops, and goes on when the computer is plugged in', async () => {
    const { background, readings, power, pass, last } = await reading();
    last().report(progress(43));
    await pass(5 * BATTERY_MS);
    expect(last().signal.aborted).toBe(false);
    power.onBattery = true;
    await pass(BATTERY_MS);
    expect(last().signal.aborted).toBe(true);
    await last().end('cancelled');
    expect(background.state).toEqual({ kind: 'battery', progress: progress(43) });
    power.onBattery = undefined;
    await pass(BATTERY_MS);
    expect(readings).toHaveLength(2);
    expect(background.state.kind).toBe('reading');
  });

  it('a question is still a reason to wait', async () => {
    const { background, readings, power, pass } = world();
    power.onBattery = true;
    background.setEnabled(true);
    await pass(START_MS);
    background.setBusy(true);
    power.onBattery = false;
    await pass(10 * BATTERY_MS);
    expect(readings).toHaveLength(0);
    background.setBusy(false);
    await pass(IDLE_MS);
    expect(readings).toHaveLength(1);
  });

  it('a question that comes while the battery is looked at keeps it from beginning', async () => {
    const { background, readings, pass, settle } = world();
    background.setEnabled(true);
    background.onDidChange(() => undefined);
    const passing = pass(START_MS);
    background.setBusy(true);
    await passing;
    await settle();
    expect(readings).toHaveLength(0);
  });
});

describe('a failure beside the reading', () => {
  it('of the look at the battery does not end it for good', async () => {
    const { background, readings, power, pass, last, kind } = await reading();
    power.fails = true;
    await pass(3 * BATTERY_MS);
    await last().end('complete');
    expect(kind()).toBe('done');
    background.changed();
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
  });

  it('of somebody who is told does not either', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const made = world();
    made.background.onDidChange(() => {
      throw new Error('a listener');
    });
    const kinds: string[] = [];
    made.background.onDidChange((state) => kinds.push(state.kind));
    made.background.setEnabled(true);
    await made.pass(START_MS);
    await made.last().end('complete');
    made.background.changed();
    await made.pass(IDLE_MS);
    expect(made.readings).toHaveLength(2);
    expect(kinds).toContain('done');
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });
});

describe('what cannot go on', () => {
  it('says that the cache is full, and tries again after a change', async () => {
    const { background, readings, pass, last } = await reading();
    await last().end('full', 'The cache is full.');
    expect(background.state).toEqual({ kind: 'stopped', reason: 'The cache is full.' });
    await pass(1e9);
    expect(readings).toHaveLength(1);
    background.changed();
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
  });

  it('says why nothing can be kept, and does not try again before it is turned on anew', async () => {
    const { background, readings, pass, last } = await reading();
    background.changed();
    await last().end('unavailable', 'The cache is turned off.');
    background.changed();
    background.setBusy(true);
    background.setBusy(false);
    await pass(1e9);
    expect(background.state).toEqual({ kind: 'stopped', reason: 'The cache is turned off.' });
    expect(readings).toHaveLength(1);
    background.setEnabled(false);
    background.setEnabled(true);
    await pass(START_MS);
    expect(readings).toHaveLength(2);
  });

  it('says what failed, and tries again after a change', async () => {
    const { background, readings, pass, last } = await reading();
    await last().fail('The model is missing.');
    expect(background.state).toEqual({ kind: 'stopped', reason: 'The model is missing.' });
    background.changed();
    await pass(IDLE_MS);
    expect(readings).toHaveLength(2);
  });
});
