import { describe, expect, it } from 'vitest';
import { duration, scoreText } from './numbers.ts';
import { untranslated } from '../messages/index.ts';

describe('scoreText', () => {
  it.each([
    [1, '1.000'],
    [0.29, '0.290'],
    [0.0955, '0.096'],
    [0.001, '0.001'],
    [0.00095, '<0.001'],
    [0, '0'],
  ])('%d is %s', (score, text) => {
    expect(scoreText(score, 'en')).toBe(text);
  });
});

describe('duration', () => {
  it.each([
    [0, '0.1 s'],
    [940, '0.9 s'],
    [2000, '2 s'],
    [61_000, '1 min 1 s'],
  ])('of %d ms is %s', (ms, text) => {
    expect(duration(untranslated, ms)).toBe(text);
  });
});
