import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ifUnlocked, withLock } from './lock.ts';

let folder: string;
let path: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-lock-'));
  path = join(folder, 'below', 'one.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid!;
}

async function leave(processId: number, host = hostname()): Promise<void> {
  await withLock(path, () => Promise.resolve(), { signal });
  await writeFile(path, JSON.stringify({ processId, host, token: 'of another' }));
}

describe('withLock', () => {
  it('lets one in at a time, and all of them in the end', async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push(++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(path, work, { signal })));
    expect(most).toEqual([1, 1, 1, 1]);
    expect(await readdir(join(folder, 'below'))).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    const work = (): Promise<never> => Promise.reject(new Error('no'));
    await expect(withLock(path, work, { signal })).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('is taken from a process that has ended', async () => {
    await leave(await endedProcess());
    expect(await withLock(path, () => Promise.resolve('in'), { signal })).toBe('in');
  });

  it('is taken from whoever has not been heard of for long, also from another machine', async () => {
    await leave(process.pid, 'elsewhere');
    const long = new Date(Date.now() - 600_000);
    await utimes(path, long, long);
    expect(await withLock(path, () => Promise.resolve('in'), { signal })).toBe('in');
  });

  it.each([
    ['of a process that lives', process.pid, hostname()],
    ['of another machine', 1, 'elsewhere'],
  ])('is waited for when it is %s, until that is cancelled', async (_, processId, host) => {
    await leave(processId, host);
    const cancel = new AbortController();
    let told = 0;
    const onWaiting = (): void => {
      told++;
      cancel.abort(new Error('cancelled'));
    };
    const work = (): Promise<never> => Promise.reject(new Error('let in'));
    await expect(withLock(path, work, { signal: cancel.signal, onWaiting })).rejects.not.toThrow('let in');
    expect(told).toBe(1);
    expect(existsSync(path)).toBe(true);
  });

  it('is taken where its folder was deleted while it was waited for', async () => {
    await leave(process.pid);
    const onWaiting = (): void => rmSync(join(folder, 'below'), { recursive: true });
    expect(await withLock(path, () => Promise.resolve('in'), { signal, onWaiting })).toBe('in');
  });

  it.runIf(process.platform === 'linux')(
    'is waited for when a link that leads nowhere is in its place',
    async () => {
      await mkdir(join(folder, 'below'));
      await symlink(join(folder, 'nowhere'), path);
      const cancel = new AbortController();
      const onWaiting = (): void => cancel.abort(new Error('cancelled'));
      const work = (): Promise<never> => Promise.reject(new Error('let in'));
      await expect(withLock(path, work, { signal: cancel.signal, onWaiting })).rejects.not.toThrow('let in');
    },
  );

  it('is not waited for by who does work only if it is free', async () => {
    await leave(process.pid);
    let done = 0;
    const work = (): Promise<void> =>
      Promise.resolve().then(() => {
        done++;
      });
    expect(await ifUnlocked(path, work)).toBe(false);
    await rm(path);
    expect(await ifUnlocked(path, work)).toBe(true);
    expect(done).toBe(1);
    await expect(ifUnlocked(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('leaves a lock alone that another has taken meanwhile', async () => {
    await withLock(path, () => writeFile(path, JSON.stringify({ token: 'of another' })), { signal });
    expect(existsSync(path)).toBe(true);
  });
});
