import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    expect(await speed.get('m')).toBeUndefined();
    await speed.note('m', reading);
    await speed.note('m', { ...reading, tokensPerSecond: 3000 });
    expect(await new LastSpeed(folder).get('m')).toEqual({ reading: 3000, recalling: 24_000 });
    expect(readdirSync(folder)).toEqual(['speed.json']);
    await speed.forget();
    expect(await speed.get('m')).toBeUndefined();
  });

  it('does not go by a short reading', async () => {
    const speed = new LastSpeed(folder);
    await speed.note('m', reading);
    await speed.note('m', { ...reading, tokens: 500, tokensPerSecond: 1 });
    await speed.note('m', { ...reading, tokens: 5000, tokensPerSecond: 0 });
    expect((await speed.get('m'))?.reading).toBe(2500);
  });

  it('keeps text that was known apart from text that was not', async () => {
    const speed = new LastSpeed(folder);
    await speed.note('m', { ...reading, remembered: 100, tokensPerSecond: 30_000 });
    expect(await speed.get('m')).toBeUndefined();
    await speed.note('m', reading);
    await speed.note('m', { ...reading, remembered: 51, tokensPerSecond: 9000 });
    expect(await speed.get('m')).toEqual({ reading: 2500, recalling: 30_000 });
    await speed.note('m', { ...reading, remembered: 50, tokensPerSecond: 4000 });
    expect(await speed.get('m')).toEqual({ reading: 4000, recalling: 30_000 });
  });

  it('is kept model by model: one does not tell of the other', async () => {
    const speed = new LastSpeed(folder);
    await speed.note('small', reading);
    await speed.note('large', { ...reading, tokensPerSecond: 100 });
    expect((await speed.get('small'))?.reading).toBe(2500);
    expect((await speed.get('large'))?.reading).toBe(100);
    expect(await speed.get('new')).toBeUndefined();
  });

  it.each(['', '{', 'null', '{"reading":"fast"}', '{"reading":-1}', '[]', '{"reading":5}'])(
    'is not known from a file that says %s, for all models or this one',
    async (content) => {
      const speed = new LastSpeed(folder);
      await speed.note('m', reading);
      const file = join(folder, 'speed.json');
      const [key] = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
      if (content !== '{"reading":5}') {
        writeFileSync(file, `{"${key!}":${content}}`);
        expect(await speed.get('m')).toBeUndefined();
      }
      writeFileSync(file, content);
      expect(await new LastSpeed(folder).get('m')).toBeUndefined();
    },
  );

  it('does without a folder that cannot be used', async () => {
    const blocked = new LastSpeed(join(folder, 'speed.json'));
    await blocked.note('m', reading);
    await blocked.forget();
    expect(await blocked.get('m')).toBeUndefined();
  });
});
