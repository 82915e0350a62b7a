import { describe, expect, it } from 'vitest';
import { removedText } from './removedText.ts';

const nothing = { freedBytes: 0, fileStays: true, isInUse: false, roles: [] };

describe('removedText', () => {
  it.each([
    [nothing, 'The files of the model are where they were.\n'],
    [{ ...nothing, freedBytes: 5e6 }, '5 MB were freed.\nThe files of the model are where they were.\n'],
    [{ ...nothing, freedBytes: 5e6, fileStays: false }, '5 MB were freed.\n'],
    [
      { ...nothing, isInUse: true },
      'The files of the model are where they were.\n' +
        'What was prepared of it is in use by another InfiniAsk and stays; try again later.\n',
    ],
    [
      { ...nothing, freedBytes: 5e6, fileStays: false, roles: ['reader'] as const },
      '5 MB were freed.\nThe reader is the embedded model again.\n',
    ],
  ])('%j', (removed, text) => {
    expect(removedText(removed)).toBe(text);
  });
});
