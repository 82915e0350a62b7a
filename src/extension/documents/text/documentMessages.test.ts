import { describe, expect, it } from 'vitest';
import { documentMessage } from './documentMessages.ts';

describe('documentMessage', () => {
  it.each([
    [{ type: 'ready', path: '/etc/passwd' }, { type: 'ready' }],
    [
      { type: 'neighbour', step: -1 },
      { type: 'neighbour', step: -1 },
    ],
    [
      { type: 'showPanel', id: 0 },
      { type: 'showPanel', id: 0 },
    ],
    [
      { type: 'shown', id: 7 },
      { type: 'shown', id: 7 },
    ],
  ])('takes %j with nothing but its own fields', (value, taken) => {
    expect(documentMessage(value)).toEqual(taken);
  });

  it.each([
    null,
    'ready',
    {},
    { type: 'neighbour', step: 2 },
    { type: 'shown', id: -1 },
    { type: 'showPanel', id: '0' },
    { type: 'toString' },
  ])('refuses %j', (value) => expect(documentMessage(value)).toBeUndefined());
});
