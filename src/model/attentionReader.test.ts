import { describe, expect, it } from 'vitest';
import { groupQuestions } from './attentionReader.ts';

describe('groupQuestions', () => {
  const first = { ids: Int32Array.of(11, 12, 13, 14), countedFrom: 2, countedTo: 4 };
  const second = { ids: Int32Array.of(21, 22, 23), countedFrom: 1, countedTo: 2 };
  const grouped = groupQuestions([first, second]);

  it('lays the questions side by side, each counting its own positions', () => {
    expect([...grouped.ids]).toEqual([11, 12, 13, 14, 21, 22, 23]);
    expect([...grouped.offsets]).toEqual([0, 1, 2, 3, 0, 1, 2]);
    expect([...grouped.groups]).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  it('gives each question a row in which its counted tokens weigh the same and sum to one', () => {
    expect(grouped.rows).toBe(2);
    expect([...grouped.rowWeights.subarray(0, 7)]).toEqual([0, 0, 0.5, 0.5, 0, 0, 0]);
    expect([...grouped.rowWeights.subarray(7)]).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });
});
