/** What the tests of the store share: values that can be told right from wrong, and the files they lie in. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WindowStore } from '../../src/memory/index.ts';
import type { StoreOptions } from '../../src/memory/index.ts';

export const FORMAT = 3;

export function open(folder: string, options: Partial<StoreOptions> = {}): Promise<WindowStore> {
  return WindowStore.open({ folder, formatVersion: FORMAT, capBytes: 1e9, ...options });
}

export function keyOf(n: number): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`key ${n}`).digest());
}

/** Bytes that no other `n` has. */
export function valueOf(n: number, bytes = 10_000): Uint8Array {
  const value = new Uint8Array(bytes);
  const view = new DataView(value.buffer);
  let state = n + 1;
  for (let i = 0; i + 4 <= bytes; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    view.setUint32(i, state ^ i);
  }
  return value;
}

export function isValueOf(n: number, value: Uint8Array, bytes = 10_000): boolean {
  return Buffer.compare(value, valueOf(n, bytes)) === 0;
}

/** Which of the values 0 to count - 1 are found. @throws when one is wrong */
export async function found(store: WindowStore, count: number, bytes?: number): Promise<number[]> {
  const numbers: number[] = [];
  for (let n = 0; n < count; n++) {
    const value = await store.get(keyOf(n));
    if (!value) continue;
    if (!isValueOf(n, value, bytes)) throw new Error(`Value ${n} is wrong.`);
    numbers.push(n);
  }
  return numbers;
}

/** Stores the values 0 to count - 1 and closes. */
export async function fill(folder: string, count: number, options?: Partial<StoreOptions>): Promise<void> {
  const store = await open(folder, options);
  for (let n = 0; n < count; n++) await store.put(keyOf(n), [valueOf(n)]);
  await store.close();
}

export const baseOf = (folder: string): string => join(folder, `windows-1.${FORMAT}`);

/** Paths of the values' files. */
export function valueFiles(folder: string): string[] {
  return filesBelow(baseOf(folder)).filter((path) => /[0-9a-f]{62}$/.test(path));
}

/** What all files take on the disk in whole blocks, those that are being written included. */
export function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const path of filesBelow(folder)) {
    try {
      bytes += Math.ceil(statSync(path).size / 4096) * 4096;
    } catch {
      // Evicted since it was listed.
    }
  }
  return bytes;
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: as the test wants it`), { code });
}
