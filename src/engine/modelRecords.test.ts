import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelRecords } from './modelRecords.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infiniask-records-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('ModelRecords', () => {
  it('keeps the models noted last, and no more of them than one tries out', async () => {
    const records = new ModelRecords(folder, 'r.json');
    for (let n = 0; n < 40; n++) {
      await records.set('mine', { n });
      await records.set(`trial ${n}`, { n });
    }
    expect(await records.get('mine')).toEqual({ n: 39 });
    expect(await records.get('trial 39')).toEqual({ n: 39 });
    expect(await records.get('trial 0')).toEqual({});
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as object)).toHaveLength(16);
    expect(readdirSync(folder)).toEqual(['r.json']);
    await records.clear();
    expect(await records.get('mine')).toEqual({});
  });

  it('takes no name of an object for a model', async () => {
    const records = new ModelRecords(folder, 'r.json');
    writeFileSync(join(folder, 'r.json'), '{"__proto__":{"n":1},"constructor":1,"toString":{}}');
    expect(await records.get('__proto__')).toEqual({});
    await records.set('constructor', { n: 1 });
    expect(await records.get('constructor')).toEqual({ n: 1 });
  });

  it.runIf(process.platform !== 'win32')(
    'neither reads nor writes through a link, and is private',
    async () => {
      const victim = join(folder, 'victim');
      const inside = join(folder, 'in');
      const records = new ModelRecords(inside, 'r.json');
      const before = process.umask(0);
      await records.set('m', { n: 1 }).finally(() => process.umask(before));
      expect([inside, join(inside, 'r.json')].map((path) => statSync(path).mode & 0o777)).toEqual([
        0o700, 0o600,
      ]);
      writeFileSync(victim, readFileSync(join(inside, 'r.json')));
      const untouched = readFileSync(victim, 'utf8');
      rmSync(join(inside, 'r.json'));
      symlinkSync(victim, join(inside, 'r.json'));
      expect(await records.get('m')).toEqual({});
      await records.set('m', { n: 2 });
      expect(readFileSync(victim, 'utf8')).toBe(untouched);
      expect(await records.get('m')).toEqual({ n: 2 });
    },
  );
});
