import { describe, expect, it } from 'vitest';
import { isSame } from './sameTrace.ts';

const trace = '## Windows\n  2: notes.md, 118 tokens, clearness 0.8125, floor 1.5e-3\n';

describe('isSame', () => {
  it('is true of a trace and itself', () => {
    expect(isSame(trace, trace)).toBe(true);
    expect(isSame('', '')).toBe(true);
  });

  it.each(['0.8125', '1.5e-3'])('lets %s be 1.9 % more or less, not 2.1 %', (number) => {
    const times = (factor: number): string => trace.replace(number, String(Number(number) * factor));
    expect([0.981, 1.019].map((factor) => isSame(times(factor), trace))).toEqual([true, true]);
    expect([0.979, 1.021].map((factor) => isSame(times(factor), trace))).toEqual([false, false]);
  });

  it('holds every number against the one in the same place', () => {
    expect(isSame('0.5 0.25', '0.25 0.5')).toBe(false);
  });

  it('takes a number near zero for another than zero', () => {
    expect(isSame('0.001', '0.000')).toBe(false);
  });

  it('lets no whole number, version or word differ', () => {
    expect(isSame(trace.replace('118', '119'), trace)).toBe(false);
    expect(isSame('v1.25', 'v1.26')).toBe(false);
    expect(isSame('1.2.30', '1.2.31')).toBe(false);
    expect(isSame(trace.replace('notes', 'Notes'), trace)).toBe(false);
  });

  it('lets no number or line be missing', () => {
    expect(isSame(trace.replace(', floor 1.5e-3', ''), trace)).toBe(false);
    expect(isSame(trace, `${trace}\n`)).toBe(false);
  });
});
