import { expect, it } from 'vitest';
import { Pool } from './pool.ts';

it('makes an item only when none is free', () => {
  let made = 0;
  const pool = new Pool(() => ({ number: made++ }));
  const [first, second] = [pool.take(), pool.take()];
  expect([first.number, second.number]).toEqual([0, 1]);
  pool.give(first);
  expect(pool.take()).toBe(first);
  expect(pool.take().number).toBe(2);
});
