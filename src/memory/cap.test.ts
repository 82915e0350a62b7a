import { expect, it } from 'vitest';
import { defaultCapBytes } from './cap.ts';

it('is a tenth of what is free without the store, 4 GB at most', async () => {
  const free = (bytes: number) => () => Promise.resolve(bytes);
  expect(await defaultCapBytes('/x', 0, free(20e9))).toBe(2e9);
  expect(await defaultCapBytes('/x', 2e9, free(18e9))).toBe(2e9);
  expect(await defaultCapBytes('/x', 0, free(1e12))).toBe(4e9);
  expect(await defaultCapBytes('/x', 0, free(0))).toBe(0);
});

it('asks the next folder above while one is not there', async () => {
  const asked: string[] = [];
  const cap = await defaultCapBytes('/a/b/c', 0, (path) => {
    asked.push(path);
    return path === '/a' ? Promise.resolve(10e9) : Promise.reject(new Error('ENOENT'));
  });
  expect(cap).toBe(1e9);
  expect(asked).toEqual(['/a/b/c', '/a/b', '/a']);
});

it('is 1 GB where nothing is known', async () => {
  expect(await defaultCapBytes('/a', 0, () => Promise.reject(new Error('ENOSYS')))).toBe(1e9);
});
