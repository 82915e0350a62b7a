import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineMemory } from './memory.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As many windows as fit, and a little more. */
const WINDOWS = 40;
const CAP_BYTES = WINDOWS * 8192;

describe('inPass', () => {
  /** Keeps windows named by letters. @returns how many there are of the first ones afterwards */
  function withWindows(memory: EngineMemory) {
    const states = memory.of({ model: 'model', vocabulary: 'words' });
    const content = (name: string, n: number) =>
      new Uint8Array(Buffer.from(`${name}${String(n).padStart(3, '0')}`));
    return {
      keep: async (name: string) => {
        for (let n = 0; n < WINDOWS; n++)
          await states.put('window', content(name, n), [new Uint8Array(8000)]);
      },
      count: async (name: string) => {
        let found = 0;
        for (let n = 0; n < WINDOWS; n++) if (await states.get('window', content(name, n))) found++;
        return found;
      },
    };
  }

  it('spares the windows of a question that runs when another begins beside it', async () => {
    const memory = await EngineMemory.open({ folder, capBytes: CAP_BYTES });
    const { keep, count } = withWindows(memory);
    await memory.inPass(async () => {
      await keep('a');
      const kept = await count('a');
      expect(kept).toBeGreaterThan(WINDOWS / 2);
      await memory.inPass(() => keep('b'));
      expect(await count('a')).toBe(kept);
    });
    // The next question may have their room.
    await memory.inPass(() => keep('b'));
    expect(await count('a')).toBeLessThan(WINDOWS / 2);
    await memory.close();
  });

  it('ends with its work, also when that fails', async () => {
    const memory = await EngineMemory.open({ folder, capBytes: CAP_BYTES });
    const { keep, count } = withWindows(memory);
    await memory.inPass(() => keep('a'));
    await expect(memory.inPass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await memory.inPass(() => keep('b'));
    expect(await count('b')).toBeGreaterThan(WINDOWS / 2);
    await memory.close();
  });

  it('lets a question have room that a reading in the background would not make', async () => {
    const memory = await EngineMemory.open({ folder, capBytes: CAP_BYTES });
    const { keep, count } = withWindows(memory);
    await memory.inPass(() => keep('a'));
    await memory.inPass(async () => {
      await keep('b');
      const before = await count('b');
      await memory.inPass(() => keep('c'));
      expect(await count('c')).toBeGreaterThan(before);
    }, false);
    await memory.close();
  });
});
