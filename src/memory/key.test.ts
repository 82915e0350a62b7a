import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { textsKey, windowKey } from './key.ts';

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

describe('a key', () => {
  const bytes = Uint8Array.of(1, 2, 3);

  it('has 32 bytes and is the same for the same bytes, wherever they lie', () => {
    const elsewhere = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
    expect(windowKey('m', bytes)).toHaveLength(32);
    expect(hex(windowKey('m', elsewhere))).toBe(hex(windowKey('m', bytes)));
  });

  it('differs by everything that it is made of', () => {
    const keys = [
      windowKey('m', bytes),
      windowKey('n', bytes),
      windowKey('m', Uint8Array.of(1, 2)),
      textsKey('m', bytes),
      textsKey('n', bytes),
      textsKey('m', Uint8Array.of(1, 2, 4)),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
  });

  it('stays what it was: what is kept is found again', () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const text = new TextEncoder().encode('x');
    expect(hex(windowKey('m', text))).toBe(sha256('["window","m",""]\nx'));
    expect(hex(textsKey('v', text))).toBe(sha256('["file","v"]\nx'));
  });
});
