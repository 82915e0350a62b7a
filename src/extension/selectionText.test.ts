import { describe, expect, it } from 'vitest';
import { draftOf } from './selectionText.ts';

describe('draftOf', () => {
  it('makes one line of what is selected', () => {
    expect(draftOf('  isOverdue(\r\n\tdaysKept: number)\n')).toBe('isOverdue( daysKept: number)');
    expect(draftOf('LOAN_DAYS')).toBe('LOAN_DAYS');
    expect(draftOf(' \n')).toBe('');
  });

  it('cuts what is too long, between characters', () => {
    const draft = draftOf('😀'.repeat(1000));
    expect(Array.from(draft)).toHaveLength(400);
    expect(draft.endsWith('😀…')).toBe(true);
  });
});
