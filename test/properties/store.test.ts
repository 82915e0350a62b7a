/** Whatever happens to the store's files, a value is right or missing. */
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeHeader, HEADER_BYTES, isIntact } from '../../src/memory/valueFile.ts';
import {
  baseOf,
  fill,
  filesBelow,
  FORMAT,
  isValueOf,
  keyOf,
  open,
  valueFiles,
  valueOf,
} from '../memory/setting.ts';
import { damagedBytes, holds, PATIENT } from './setting.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bits = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });

function flip(bytes: Uint8Array, places: readonly number[]): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  for (const place of places) flipped[place % flipped.length]! ^= 1 << (place % 8);
  return flipped;
}

describe('the file of a value', PATIENT, () => {
  it('that is not what was written is never taken for it', async () => {
    const inputs = fc.record({
      key: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      value: fc.uint8Array({ maxLength: 300 }),
      damage: fc.oneof(bits, fc.constant('cut' as const), fc.constant('anything' as const)),
      bytes: fc.uint8Array({ minLength: HEADER_BYTES, maxLength: 200 }),
      at: fc.nat(),
    });
    await holds(inputs, 10_000, ({ key, value, damage, bytes, at }) => {
      const whole = Buffer.concat([encodeHeader(key, FORMAT, [value]), value]);
      const spoilt =
        damage === 'cut'
          ? whole.subarray(0, HEADER_BYTES + (at % (value.length + 1)))
          : damage === 'anything'
            ? bytes
            : flip(whole, damage);
      const intact = isIntact(spoilt.subarray(0, HEADER_BYTES), spoilt.subarray(HEADER_BYTES), key, FORMAT);
      expect(intact).toBe(Buffer.compare(spoilt, whole) === 0);
    });
  });

  it('on the disk gives the value or nothing, and can be written again', async () => {
    const store = await open(folder);
    await store.put(keyOf(0), [valueOf(0)]);
    const [file] = valueFiles(folder);
    const whole = readFileSync(file!);
    const contents = fc.oneof(
      damagedBytes(fc.constant(new Uint8Array(whole))),
      bits.map((places) => flip(whole, places)),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: whole.length }).map((length) => new Uint8Array(whole.subarray(0, length))),
    );
    await holds(contents, 1000, async (bytes) => {
      mkdirSync(dirname(file!), { recursive: true });
      writeFileSync(file!, bytes);
      const value = await store.get(keyOf(0));
      if (value) expect(isValueOf(0, value)).toBe(true);
      else expect(Buffer.compare(bytes, whole)).not.toBe(0);
    });
    await store.put(keyOf(0), [valueOf(0)]);
    expect(isValueOf(0, (await store.get(keyOf(0)))!)).toBe(true);
    await store.close();
  });
});

describe('the store', PATIENT, () => {
  it('opens over any files and folders in its place, keeps what is whole and goes on', async () => {
    const names = fc.oneof(
      fc.constantFrom(
        'clock',
        'unfinished',
        'unfinished/1-abc',
        '00',
        'ff',
        'zz',
        '.x',
        `ab/${'0'.repeat(62)}`,
        `00/${'f'.repeat(62)}`,
      ),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 1, maxLength: 4 }),
    );
    const litter = fc.array(
      fc.tuple(names, fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.constant(undefined))),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    let run = 0;
    await holds(litter, 150, async (all) => {
      const own = join(folder, `litter-${run++}`);
      await fill(own, 3);
      for (const [name, bytes] of all) {
        const path = join(baseOf(own), name);
        // Where a file is in the way the litter does not fit either.
        try {
          mkdirSync(bytes ? dirname(path) : path, { recursive: true });
          if (bytes) writeFileSync(path, bytes);
        } catch {
          continue;
        }
      }
      const before = filesBelow(own).length;
      expect(before).toBeGreaterThan(0);
      const store = await open(own);
      await store.flush();
      for (let n = 0; n < 3; n++) expect(isValueOf(n, (await store.get(keyOf(n)))!)).toBe(true);
      await store.put(keyOf(9), [valueOf(9)]);
      expect(isValueOf(9, (await store.get(keyOf(9)))!)).toBe(true);
      await store.close();
      rmSync(own, { recursive: true });
    });
  });
});
