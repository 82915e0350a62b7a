import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LastSpeed } from './speed.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-speed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reading = { tokens: 50_000, windows: 100, remembered: 0, tokensPerSecond: 2500 };

describe('LastSpeed', () => {
  it('is not known before the first reading, then that of the last one, for the next process too', async () => {
    const speed = new LastSpeed(folder);
    expect(await speed.get()).toBeUndefined();
    await speed.note(reading);
    await speed.note({ ...reading, tokensPerSecond: 3000 });
    expect(await new LastSpeed(folder).get()).toBe(3000);
    expect(readdirSync(folder)).toEqual(['speed.json']);
    await speed.forget();
    expect(await speed.get()).toBeUndefined();
  });

  it('does not go by a short reading, nor by one of text that was known', async () => {
    const speed = new LastSpeed(folder);
    await speed.note(reading);
    await speed.note({ ...reading, tokens: 500, tokensPerSecond: 1 });
    await speed.note({ ...reading, remembered: 51, tokensPerSecond: 90_000 });
    await speed.note({ ...reading, tokens: 5000, tokensPerSecond: 0 });
    expect(await speed.get()).toBe(2500);
    await speed.note({ ...reading, remembered: 50, tokensPerSecond: 4000 });
    expect(await speed.get()).toBe(4000);
  });

  it.each(['', '{', 'null', '{"tokensPerSecond":"fast"}', '{"tokensPerSecond":-1}', '[]'])(
    'is not known from a file that says %s',
    async (content) => {
      writeFileSync(join(folder, 'speed.json'), content);
      expect(await new LastSpeed(folder).get()).toBeUndefined();
    },
  );

  it('does without a folder that cannot be used', async () => {
    const blocked = new LastSpeed(join(folder, 'missing'));
    await blocked.note(reading);
    await blocked.forget();
    expect(await blocked.get()).toBeUndefined();
  });
});
