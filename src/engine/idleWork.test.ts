import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWork } from './idleWork.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that notes its starts and goes on until it is aborted or told to finish. */
function work() {
  const starts: AbortSignal[] = [];
  let finish: (done: boolean) => void = () => undefined;
  const run = (signal: AbortSignal): Promise<boolean> => {
    starts.push(signal);
    return new Promise((resolve) => {
      finish = resolve;
      signal.addEventListener('abort', () => resolve(false));
    });
  };
  return { starts, run, finish: (done: boolean) => finish(done) };
}

/** A question that takes so long. */
const question = (ms: number) => () => new Promise<string>((resolve) => setTimeout(resolve, ms, 'answer'));

describe('IdleWork', () => {
  it('does nothing before the first answer, and begins some time after it', async () => {
    const { starts, run } = work();
    const idle = new IdleWork(run, 1000);
    await vi.advanceTimersByTimeAsync(10_000);
    const asked = idle.yieldTo(question(5000));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await asked).toBe('answer');
    await vi.advanceTimersByTimeAsync(999);
    expect(starts).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(starts).toHaveLength(1);
  });

  it('stops when a question comes, and begins again when all have been answered', async () => {
    const { starts, run } = work();
    const idle = new IdleWork(run, 1000);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(1010);
    expect(starts[0]!.aborted).toBe(false);
    void idle.yieldTo(question(5000));
    expect(starts[0]!.aborted).toBe(true);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(5999);
    expect(starts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(starts).toHaveLength(2);
  });

  it('begins after a question that failed, which fails all the same', async () => {
    const { starts, run } = work();
    const idle = new IdleWork(run, 1000);
    await expect(idle.yieldTo(() => Promise.reject(new Error('empty')))).rejects.toThrow('empty');
    await vi.advanceTimersByTimeAsync(1000);
    expect(starts).toHaveLength(1);
  });

  it('is done once', async () => {
    const { starts, run, finish } = work();
    const idle = new IdleWork(run, 1000);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(1010);
    finish(true);
    await vi.advanceTimersByTimeAsync(0);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(starts).toHaveLength(1);
  });

  it('that fails is not tried again', async () => {
    const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    let starts = 0;
    const idle = new IdleWork(() => {
      starts++;
      return Promise.reject(new Error('read-only'));
    }, 1000);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(2000);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(2000);
    expect(starts).toBe(1);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });

  it('ends when it is stopped, and does not begin again', async () => {
    const { starts, run } = work();
    const idle = new IdleWork(run, 1000);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(1010);
    await idle.stop();
    expect(starts[0]!.aborted).toBe(true);
    void idle.yieldTo(question(10));
    await vi.advanceTimersByTimeAsync(5000);
    expect(starts).toHaveLength(1);
  });
});
