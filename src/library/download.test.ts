import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inWords } from '../messages/index.ts';
import { download } from './download.ts';
import type { Downloaded, DownloadOptions, DownloadProgress, Expected } from './download.ts';
import { LibraryError } from './errors.ts';
import { answer, file, madeBytes, sha256, StandInHub } from './standInHub.fixture.ts';

let folder: string;
let target: string;
let hub: StandInHub;
/** Another host, to which a hub redirects. */
let store: StandInHub | undefined;
/** Waits in ms that the code asked for; the tests do not wait. */
let waits: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infiniask-download-'));
  target = join(folder, 'models', 'weights.gguf');
  hub = await new StandInHub().start();
  store = undefined;
  waits = [];
});
afterEach(async () => {
  await Promise.all([hub.stop(), store?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

function load(
  options: Partial<DownloadOptions> = {},
  expected: Expected = {},
  token?: string,
): Promise<Downloaded> {
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const signal = new AbortController().signal;
  const onProgress = (progress: DownloadProgress): void => {
    if (progress.phase === 'loading') for (const one of [hub, store]) one?.received(progress.bytes);
    options.onProgress?.(progress);
  };
  return download(hub.hub(token), file, expected, target, { signal, wait, ...options, onProgress });
}

/** Id of the message of a failed download. */
async function failureOf(loading: Promise<unknown>): Promise<string> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LibraryError);
  const { told } = error as LibraryError;
  // Every argument has its place in the sentence.
  expect(inWords(told)).not.toMatch(/\{\d\}/);
  return typeof told === 'string' ? told : told.id;
}

const ranges = (): (string | undefined)[] => hub.asked.map(({ headers }) => headers.range);

describe('download', () => {
  it('loads a file, tells how far it is, and leaves nothing else', async () => {
    const told: DownloadProgress[] = [];
    const done = await load({ onProgress: (progress) => told.push(progress) });
    expect(done).toEqual({ sizeBytes: 300_000, sha256: sha256(hub.content), checkedBy: 'hub' });
    expect(hub.content.equals(await readFile(target))).toBe(true);
    expect(await readdir(join(folder, 'models'))).toEqual(['weights.gguf']);
    expect(told.at(-1)).toEqual({ phase: 'loading', bytes: 300_000, bytesTotal: 300_000 });
    expect(hub.asked.map(({ url }) => url)).toEqual(['/maker/model/resolve/main/weights.gguf']);
  });

  it('says that nothing was checked where neither the hub nor the catalogue knows a hash', async () => {
    hub.tellsFacts = false;
    expect(await load()).toMatchObject({ checkedBy: 'none' });
  });

  it('goes on where a dropped connection ended, as often as it drops', async () => {
    for (const most of [100_000, 100_000])
      hub.next.push((request, response) => {
        hub.give(request, response, most);
        return true;
      });
    await load();
    expect(ranges()).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('goes on after the program itself was ended', async () => {
    hub.next.push((request, response) => {
      hub.give(request, response, 120_000);
      return true;
    });
    const cancel = new AbortController();
    const stopped = load({
      signal: cancel.signal,
      wait: () => {
        cancel.abort(new Error('ended'));
        return Promise.resolve();
      },
    });
    await expect(stopped).rejects.toThrow('ended');
    expect(existsSync(target)).toBe(false);
    const told: DownloadProgress[] = [];
    await load({ onProgress: (progress) => told.push(progress) });
    expect(ranges()).toEqual([undefined, 'bytes=120000-']);
    expect(told[0]).toMatchObject({ phase: 'checking' });
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('needs no byte more where only the last step was missing', async () => {
    await load();
    await rm(target);
    await writeFile(`${target}.part`, hub.content);
    await writeFile(`${target}.part.json`, JSON.stringify({ sha256: sha256(hub.content) }));
    expect(await load()).toMatchObject({ sha256: sha256(hub.content) });
    expect(hub.asked).toHaveLength(2);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('starts anew when the file was changed in between', async () => {
    hub.next.push((request, response) => {
      hub.give(request, response, 100_000);
      hub.content = madeBytes(250_000, 2);
      return true;
    });
    expect(await load()).toMatchObject({ sizeBytes: 250_000, sha256: sha256(hub.content) });
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('starts anew when a place ignores that the file was changed, and sends the rest of the other', async () => {
    hub.next.push((request, response) => {
      hub.give(request, response, 100_000);
      hub.content = madeBytes(300_000, 2);
      return true;
    });
    hub.next.push((request, response) => {
      delete request.headers['if-range'];
      hub.give(request, response);
      return true;
    });
    await load();
    expect(ranges()).toEqual([undefined, 'bytes=100000-', undefined]);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('takes a whole file from a place that gives no parts', async () => {
    hub.next.push((request, response) => {
      hub.give(request, response, 100_000);
      return true;
    });
    hub.next.push((request, response) => {
      delete request.headers.range;
      hub.give(request, response);
      return true;
    });
    await load();
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('takes a body that ends too early for a broken connection', async () => {
    hub.next.push((_, response) => {
      // Without a length, the body ends with the connection.
      response.writeHead(200, hub.facts()).end(hub.content.subarray(0, 90_000));
      return true;
    });
    await load();
    expect(hub.asked).toHaveLength(2);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('deletes wrong bytes and says so', async () => {
    const wrong = Buffer.from(hub.content);
    wrong[1234] = wrong[1234]! ^ 1;
    hub.next.push((request, response) => {
      hub.give(request, response, Infinity, wrong);
      return true;
    });
    expect(await failureOf(load())).toBe('downloadDamaged');
    expect(await readdir(join(folder, 'models'))).toEqual([]);
  });

  it('loads again from the start when what was kept turns out to be damaged', async () => {
    hub.next.push((request, response) => {
      hub.give(request, response, 100_000, madeBytes(300_000, 3));
      return true;
    });
    await load();
    expect(ranges()).toEqual([undefined, 'bytes=100000-', undefined]);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('loads nothing of a file that is not the one in the catalogue', async () => {
    expect(await failureOf(load({}, { sha256: sha256(madeBytes(10)) }))).toBe('hubFileOther');
    expect(await failureOf(load({}, { sizeBytes: 17 }))).toBe('hubFileOtherSize');
    expect(await readdir(join(folder, 'models'))).toEqual([]);
  });

  it('holds the file against the catalogue where the hub says nothing', async () => {
    hub.tellsFacts = false;
    expect(await failureOf(load({}, { sha256: sha256(madeBytes(10)) }))).toBe('downloadDamaged');
    expect(await load({}, { sha256: sha256(hub.content) })).toMatchObject({ checkedBy: 'catalogue' });
  });

  it.each([
    [401, {}, undefined, 'hubForbidden'],
    [401, {}, 'secret', 'hubTokenRefused'],
    [403, {}, undefined, 'hubForbidden'],
    [401, { 'x-error-code': 'GatedRepo' }, undefined, 'hubGated'],
    [403, { 'x-error-code': 'GatedRepo' }, 'secret', 'hubGated'],
    [404, {}, undefined, 'hubMissing'],
    [410, {}, undefined, 'hubRefused'],
  ])('says what %i (%o, token %s) means and does not ask again', async (status, headers, token, id) => {
    hub.next.push(answer(status, headers));
    expect(await failureOf(load({}, {}, token))).toBe(id);
    expect(hub.asked).toHaveLength(1);
  });

  it('waits as long as a busy hub says', async () => {
    hub.next.push(answer(429, { 'retry-after': '7' }), answer(503, { 'retry-after': '3' }));
    await load();
    expect(waits).toEqual([7000, 3000]);
  });

  it('tells of a wait that is too long instead of waiting', async () => {
    hub.next.push(answer(429, { 'retry-after': '3600' }));
    expect(await failureOf(load())).toBe('hubBusy');
    expect(waits).toEqual([]);
  });

  it('gives up a hub that fails again and again, after longer and longer waits', async () => {
    for (let i = 0; i < 6; i++) hub.next.push(answer(500));
    expect(await failureOf(load())).toBe('hubFailed');
    expect(hub.asked).toHaveLength(6);
    expect(waits).toHaveLength(5);
    waits.forEach((ms, i) => {
      expect(ms).toBeGreaterThanOrEqual(500 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(1000 * 2 ** i);
    });
  });

  it('asks for a new address when the one that the hub gave out is not good any more', async () => {
    store = await new StandInHub().start();
    store.content = hub.content;
    const away = answer(302, { ...hub.facts(), location: `${store.origin}/blob` });
    hub.next.push(away, away);
    store.next.push(answer(403));
    await load();
    expect(store.asked).toHaveLength(2);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('follows to another host with the range and without the token', async () => {
    store = await new StandInHub().start();
    store.content = hub.content;
    const away = answer(307, { ...hub.facts(), location: `${store.origin}/blob?signature=1` });
    hub.next.push(answer(302, { location: '/elsewhere' }), away, away);
    const { next } = store;
    next.push((request, response) => {
      store?.give(request, response, 50_000);
      return true;
    });
    await load({}, {}, 'secret');
    expect(hub.asked.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer secret'));
    expect(store.asked.map(({ headers }) => [headers.range, headers.authorization])).toEqual([
      [undefined, undefined],
      ['bytes=50000-', undefined],
    ]);
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('follows neither without end nor to what is no address of the web', async () => {
    for (let i = 0; i < 20; i++) hub.next.push(answer(302, { location: '/round' }));
    expect(await failureOf(load())).toBe('hubRedirects');
    hub.next.length = 0;
    hub.next.push(answer(302, { location: 'file:///etc/passwd' }));
    expect(await failureOf(load())).toBe('hubRedirectUnsafe');
  });

  it('waits for a slow hub, and takes a silent one for a broken connection', async () => {
    hub.next.push((_, response) => {
      response.writeHead(200, { ...hub.facts(), etag: '"e"', 'content-length': hub.content.length });
      response.write(hub.content.subarray(0, 30_000));
      // The server never answers further.
      return true;
    });
    hub.next.push((_, response) => {
      const { length } = hub.content;
      const part = { 'content-range': `bytes 30000-${length - 1}/${length}`, etag: '"e"' };
      response.writeHead(206, { ...hub.facts(), ...part, 'content-length': length - 30_000 });
      let at = 30_000;
      const drip = setInterval(() => {
        response.write(hub.content.subarray(at, (at += 90_000)));
        if (at < length) return;
        clearInterval(drip);
        response.end();
      }, 20);
      return true;
    });
    await load({ silenceMs: 1000 });
    expect(hub.content.equals(await readFile(target))).toBe(true);
  });

  it('stops when it is cancelled, keeps what it has, and asks no more', async () => {
    const cancel = new AbortController();
    hub.next.push((_, response) => {
      response.writeHead(200, { ...hub.facts(), 'content-length': hub.content.length });
      response.write(hub.content.subarray(0, 60_000));
      return true;
    });
    const loading = load({ signal: cancel.signal, onProgress: () => cancel.abort(new Error('cancelled')) });
    await expect(loading).rejects.toThrow('cancelled');
    expect(hub.asked).toHaveLength(1);
    expect((await readdir(join(folder, 'models'))).sort()).toEqual([
      'weights.gguf.part',
      'weights.gguf.part.json',
    ]);
  });

  it('says how much room is missing before it loads a byte', async () => {
    const freeBytes = (): Promise<number> => Promise.resolve(2 ** 26 + 200_000);
    expect(await failureOf(load({ freeBytes }))).toBe('downloadNoRoom');
    expect(existsSync(`${target}.part`)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('says that the disk became full', async () => {
    await mkdir(join(folder, 'models'));
    await symlink('/dev/full', `${target}.part`);
    expect(await failureOf(load())).toBe('downloadDiskFull');
    expect(hub.asked).toHaveLength(1);
  });

  it('says that a folder cannot be made', async () => {
    await writeFile(join(folder, 'models'), 'a file in its place');
    expect(await failureOf(load())).toBe('downloadUnwritable');
  });

  it('says that nobody answers', async () => {
    const gone = await new StandInHub().start();
    const nowhere = gone.hub();
    await gone.stop();
    const signal = new AbortController().signal;
    const wait = (): Promise<void> => Promise.resolve();
    expect(await failureOf(download(nowhere, file, {}, target, { signal, wait }))).toBe('hubUnreachable');
  });
});
