import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Numbers may differ by this much: processors sum in different orders. */
const TOLERANCE = 0.02;
const NUMBER = /(?<![\w.])\d+\.\d+(?:e-?\d+)?(?![\w.])/g;

/**
 * Expects a trace to be that of a file, but for what the processor may change in numbers with a fraction.
 * Where there is no file yet the trace is written, with vitest's `-u` also where they differ.
 */
export async function sameTrace(trace: string, path: string): Promise<void> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : trace;
  await expect(isSame(trace, before) ? before : trace).toMatchFileSnapshot(path);
}

/** Whether two traces differ in nothing but numbers that are about the same. */
export function isSame(one: string, other: string): boolean {
  if (one.replace(NUMBER, '#') !== other.replace(NUMBER, '#')) return false;
  const others = numbersOf(other);
  return numbersOf(one).every((value, i) => Math.abs(value - others[i]!) <= TOLERANCE * Math.abs(others[i]!));
}

function numbersOf(trace: string): number[] {
  return (trace.match(NUMBER) ?? []).map(Number);
}
