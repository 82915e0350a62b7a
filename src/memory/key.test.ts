import { describe, expect, it } from 'vitest';
import { fileKey, windowKey } from './key.ts';

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

describe('a key', () => {
  const tokens = Int32Array.of(1, 2, 3);
  const base = { model: 'm', kind: 'states', tokens };

  it('has 32 bytes and is the same for the same window, wherever its tokens lie', () => {
    const elsewhere = Int32Array.of(9, 1, 2, 3, 9).subarray(1, 4);
    expect(windowKey(base)).toHaveLength(32);
    expect(hex(windowKey({ ...base, tokens: elsewhere }))).toBe(hex(windowKey(base)));
  });

  it('differs by everything that it is made of', () => {
    const keys = [
      windowKey(base),
      windowKey({ ...base, model: 'mstates', kind: '' }),
      windowKey({ model: 'm', tokens }),
      windowKey({ ...base, kind: 'calibration' }),
      windowKey({ ...base, tokens: Int32Array.of(1, 2) }),
      windowKey({ ...base, tokens: Int32Array.of(1, 2, 4) }),
      fileKey({ tokeniser: 'm', content: new Uint8Array(tokens.buffer) }),
      fileKey({ tokeniser: 'm', content: new Uint8Array() }),
      fileKey({ tokeniser: 'n', content: new Uint8Array() }),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
  });
});
