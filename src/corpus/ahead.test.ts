import { describe, expect, it } from 'vitest';
import { ahead, type Limits } from './ahead.ts';

/** Work that ends when it is told to. */
class Work {
  readonly begun: number[] = [];
  readonly ends = new Map<number, (error?: Error) => void>();

  readonly begin = (item: number): Promise<string> =>
    new Promise((resolve, reject) => {
      this.begun.push(item);
      this.ends.set(item, (error) => (error ? reject(error) : resolve(`result ${item}`)));
    });
}

const stepsOf = (items: readonly number[], limits: Limits, work: Work) =>
  ahead(items, limits, (item) => item, work.begin);

describe('ahead', () => {
  it('begins some items early and yields all in order, whichever ends first', async () => {
    const work = new Work();
    const steps = stepsOf([1, 2, 3, 4], { items: 2, weight: 100 }, work);
    const first = steps.next();
    await new Promise(setImmediate);
    expect(work.begun).toEqual([1, 2, 3]);
    work.ends.get(2)!();
    work.ends.get(1)!();
    expect(await first).toEqual({ done: false, value: { item: 1, result: 'result 1' } });
    const second = steps.next();
    await new Promise(setImmediate);
    expect(work.begun).toEqual([1, 2, 3, 4]);
    expect((await second).value).toEqual({ item: 2, result: 'result 2' });
    work.ends.get(4)!();
    work.ends.get(3)!();
    expect((await steps.next()).value).toEqual({ item: 3, result: 'result 3' });
    expect((await steps.next()).value).toEqual({ item: 4, result: 'result 4' });
    expect((await steps.next()).done).toBe(true);
  });

  it('does not go on beside a heavy item', async () => {
    const work = new Work();
    const steps = stepsOf([1, 50, 2], { items: 10, weight: 20 }, work);
    const first = steps.next();
    await new Promise(setImmediate);
    expect(work.begun).toEqual([1, 50]);
    work.ends.get(1)!();
    await first;
    const second = steps.next();
    await new Promise(setImmediate);
    expect(work.begun).toEqual([1, 50]);
    work.ends.get(50)!();
    await second;
    const third = steps.next();
    await new Promise(setImmediate);
    expect(work.begun).toEqual([1, 50, 2]);
    work.ends.get(2)!();
    expect((await third).value).toEqual({ item: 2, result: 'result 2' });
  });

  it('fails when the turn of what failed comes', async () => {
    const work = new Work();
    const steps = stepsOf([1, 2], { items: 10, weight: 100 }, work);
    const first = steps.next();
    await new Promise(setImmediate);
    work.ends.get(2)!(new Error('unreadable'));
    work.ends.get(1)!();
    expect((await first).value).toEqual({ item: 1, result: 'result 1' });
    await expect(steps.next()).rejects.toThrow('unreadable');
  });
});
