import { expect, it } from 'vitest';
import { fenceFor } from './index.ts';

it('has a fence that no run of backticks in the text closes', () => {
  expect(fenceFor('a `b`')).toBe('```');
  expect(fenceFor('```ts\n````')).toBe('`````');
});
