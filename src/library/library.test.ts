import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GetModelProgress, ListedModel } from '../contract/index.ts';
import type { CatalogueModel } from './catalogue.ts';
import { LibraryError } from './errors.ts';
import { Library } from './library.ts';
import type { PreparedPlace } from './library.ts';
import type { MachineFacts } from './places.ts';
import { withFolder } from './shelf.ts';
import { madeBytes, sha256, StandInHub } from './standInHub.fixture.ts';

let home: string;
let around: MachineFacts;
let hub: StandInHub;
let known: CatalogueModel[];
const signal = new AbortController().signal;
const embedded = { id: 'tiny', name: 'Tiny', path: '/shipped/tiny', licence: 'MIT', sizeBytes: 5 };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'infiniask-library-'));
  hub = await new StandInHub().start();
  around = { home, platform: 'linux', env: { HF_ENDPOINT: hub.origin, OLLAMA_MODELS: join(home, 'ollama') } };
  const model = (id: string, termsUrl?: string): CatalogueModel => ({
    id,
    name: id.toUpperCase(),
    goodFor: 'goodForReading',
    roles: ['reader'],
    architecture: 'llama',
    memory: { readingBytes: 1, writingBytes: 2 },
    licence: { id: 'x', name: 'Licence X', termsUrl },
    source: { repository: 'maker/model', revision: 'main' },
    files: [{ path: 'weights.gguf', sizeBytes: hub.content.length, sha256: sha256(hub.content) }],
    calibration: { heads: [{ layer: 0, head: 0 }] },
  });
  known = [model('free'), model('bound', 'https://terms.example')];
  known[1] = {
    ...known[1]!,
    files: [{ ...known[1]!.files[0]!, path: 'bound.gguf', sha256: sha256(madeBytes(1)) }],
  };
});
afterEach(async () => {
  await hub.stop();
  await rm(home, { recursive: true, force: true });
});

/** A library for which files that begin with `bad` cannot be used. */
function library(prepared?: PreparedPlace): Library {
  const inspect = async (path: string): Promise<{ architecture: string; memory: ListedModel['memory'] }> => {
    const content = await readFile(path);
    if (content.toString('latin1', 0, 3) === 'bad') throw new Error('it is no good');
    return { architecture: 'llama', memory: { readingBytes: 1000, writingBytes: 2000 } };
  };
  return new Library({ inspect, embedded: () => Promise.resolve(embedded), around, prepared }, known);
}

const ids = (models: readonly ListedModel[]): string[] => models.map(({ id, place }) => `${place} ${id}`);

async function failureOf(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LibraryError);
  return (error as LibraryError).id;
}

async function written(name: string, content: string | Uint8Array): Promise<string> {
  await mkdir(join(home, 'mine'), { recursive: true });
  const path = join(home, 'mine', name);
  await writeFile(path, content);
  return path;
}

describe('list', () => {
  it('has what is shipped and what could be got, where nothing else is there', async () => {
    const { models, inUse } = await library().list();
    expect(ids(models)).toEqual(['embedded tiny', 'hub free', 'hub bound']);
    expect(models[2]).toMatchObject({
      terms: { name: 'Licence X', url: 'https://terms.example', accepted: false },
      sizeBytes: 300_000,
    });
    expect(inUse).toEqual({});
    expect(hub.asked).toEqual([]);
  });

  it('knows a model of the catalogue by its hash in another program’s folder, and says what cannot be used', async () => {
    const manifests = join(home, 'ollama', 'manifests', 'registry.ollama.ai', 'library', 'a');
    await mkdir(manifests, { recursive: true });
    await mkdir(join(home, 'ollama', 'blobs'));
    for (const [tag, content] of [
      ['free', hub.content],
      ['bad', Buffer.from('bad')],
    ] as const) {
      const digest = sha256(content);
      const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}` }];
      await writeFile(join(manifests, tag), JSON.stringify({ layers }));
      await writeFile(join(home, 'ollama', 'blobs', `sha256-${digest}`), content);
    }
    const { models } = await library().list();
    expect(ids(models)).toEqual([
      'embedded tiny',
      'ollama ollama:a:bad',
      'ollama ollama:a:free',
      'hub bound',
    ]);
    expect(models[1]).toMatchObject({ unusable: 'it is no good' });
    expect(models[2]).toMatchObject({
      name: 'FREE',
      architecture: 'llama',
      memory: { readingBytes: 1000, writingBytes: 2000 },
      licence: 'Licence X',
    });
  });
});

describe('get', () => {
  it('gets a model of the catalogue once', async () => {
    const told: GetModelProgress[] = [];
    const onProgress = (progress: GetModelProgress): void => void told.push(progress);
    const got = await library().get({ id: 'free' }, { signal, onProgress });
    expect(got).toMatchObject({ id: 'free', place: 'downloaded', sizeBytes: 300_000, licence: 'Licence X' });
    expect(hub.content.equals(await readFile(got.path!))).toBe(true);
    expect(told.at(-1)).toEqual({ phase: 'loading', bytes: 300_000, bytesTotal: 300_000 });
    expect(await library().get({ id: 'free' }, { signal })).toEqual(got);
    expect(hub.asked).toHaveLength(1);
    expect(ids((await library().list()).models)).toEqual(['embedded tiny', 'downloaded free', 'hub bound']);
    expect(await library().pathOf('free')).toBe(got.path);
  });

  it('says what to do where nothing can be written', async () => {
    // A file stands where the folder would be.
    await writeFile(join(home, '.local'), '');
    const getting = library().get({ id: 'free' }, { signal });
    await expect(getting).rejects.toThrow(/INFINIASK_MODELS/);
    expect(await failureOf(getting)).toBe('modelNotGot');
  });

  it('gets one at a time, and what another has got meanwhile not again', async () => {
    const told: GetModelProgress[] = [];
    const onProgress = (progress: GetModelProgress): void => void told.push(progress);
    const both = [
      library().get({ id: 'free' }, { signal }),
      library().get({ id: 'free' }, { signal, onProgress }),
    ];
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(hub.asked).toHaveLength(1);
  });

  it('gets any GGUF file of the hub, in all its parts', async () => {
    const id = 'maker/model/a-00001-of-00002.gguf@v2';
    const got = await library().get({ id }, { signal });
    expect(hub.asked.map(({ url }) => url)).toEqual([
      '/maker/model/resolve/v2/a-00001-of-00002.gguf',
      '/maker/model/resolve/v2/a-00002-of-00002.gguf',
    ]);
    expect(got).toMatchObject({ id, sizeBytes: 600_000 });
    expect(ids((await library().list()).models)).toContain(`downloaded ${id}`);
  });

  it('asks for terms to be accepted before anything is asked for, and remembers', async () => {
    expect(await failureOf(library().get({ id: 'bound' }, { signal }))).toBe('termsNotAccepted');
    expect(hub.asked).toEqual([]);
    // The file differs from the catalogue's and is refused; the acceptance of the terms stays.
    expect(await failureOf(library().get({ id: 'bound', acceptTerms: true }, { signal }))).toBe(
      'modelNotGot',
    );
    const { models } = await library().list();
    expect(models.find(({ id }) => id === 'bound')?.terms?.accepted).toBe(true);
    expect(await failureOf(library().get({ id: 'bound' }, { signal }))).toBe('modelNotGot');
  });

  it('goes through the proxy that the environment names', async () => {
    const through: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, client: Socket) => {
      through.push(url);
      const server = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      for (const end of [client, server]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    for (const name of ['http_proxy', 'HTTP_PROXY']) vi.stubEnv(name, address);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    try {
      await library().get({ id: 'free' }, { signal });
      expect(through).toEqual([new URL(hub.origin).host]);
    } finally {
      vi.unstubAllEnvs();
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  it('gets nothing in a workspace without trust', async () => {
    expect(await failureOf(library().get({ id: 'free', isRestricted: true }, { signal }))).toBe(
      'modelNotGot',
    );
    expect(hub.asked).toEqual([]);
  });

  it.each(['nothing', 'a/../b/c.gguf', '/etc/passwd'])('knows no %s', async (id) => {
    expect(await failureOf(library().get({ id }, { signal }))).toBe('modelUnknown');
    expect(hub.asked).toEqual([]);
  });
});

describe('use', () => {
  it('remembers who reads and who writes, and takes it back', async () => {
    const mine = await written('mine.gguf', 'good');
    await library().get({ id: 'free' }, { signal });
    await library().use('free', 'reader');
    await library().use(mine, 'writer');
    expect((await library().list()).inUse).toEqual({ reader: 'free', writer: mine });
    expect(await library().chosen('writer')).toBe(mine);
    expect(await library().chosen('rereader')).toBeUndefined();
    await library().use('embedded', 'reader');
    expect((await library().list()).inUse).toEqual({ writer: mine });
  });

  it('takes no model that is not here or cannot be used', async () => {
    expect(await failureOf(library().use('free', 'reader'))).toBe('modelNotGot');
    expect(await failureOf(library().use('nothing', 'reader'))).toBe('modelUnknown');
    expect(await failureOf(library().use(await written('x.gguf', 'bad'), 'reader'))).toBe('modelUnusable');
    expect((await library().list()).inUse).toEqual({});
  });

  it('is not told who reads by a folder that is called like what was chosen', async () => {
    await library().get({ id: 'free' }, { signal });
    await library().use('free', 'reader');
    await rm(join(home, '.local'), { recursive: true });
    const theirs = join(home, 'theirs');
    await mkdir(join(theirs, 'free'), { recursive: true });
    await writeFile(join(theirs, 'free', 'x.gguf'), 'good');
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(theirs);
    try {
      // Who names it gets it.
      expect(await library().pathOf('free')).toBe(join(theirs, 'free', 'x.gguf'));
      expect(await failureOf(library().chosen('reader'))).toBe('modelNotGot');
    } finally {
      cwd.mockRestore();
    }
  });

  it('says so when what was chosen is gone', async () => {
    const mine = await written('mine.gguf', 'good');
    await library().use(mine, 'reader');
    await rm(mine);
    expect(await failureOf(library().chosen('reader'))).toBe('modelUnknown');
  });
});

describe('add and remove', () => {
  it('takes files in where they are, and off the list without touching them', async () => {
    const mine = await written('mine.gguf', 'good');
    await written('x.gguf', 'bad');
    const added = await library().add(join(home, 'mine'));
    expect(added.map(({ unusable }) => unusable)).toEqual([undefined, 'it is no good']);
    expect(ids((await library().list()).models).slice(1, 3)).toEqual([
      `added ${mine}`,
      `added ${join(home, 'mine', 'x.gguf')}`,
    ]);
    await library().use(mine, 'reader');
    expect(await library().remove(mine)).toMatchObject({ freedBytes: 0, fileStays: true, roles: ['reader'] });
    expect(existsSync(mine)).toBe(true);
    const { models, inUse } = await library().list();
    expect(ids(models)).not.toContain(`added ${mine}`);
    expect(inUse).toEqual({});
  });

  it('takes a model off the list by another way to its file', async () => {
    const mine = await written('mine.gguf', 'good');
    await library().add(mine);
    await library().use(mine, 'writer');
    const removed = await library().remove(`${join(home, 'mine')}/../mine/mine.gguf`);
    expect(removed).toMatchObject({ freedBytes: 0, fileStays: true, roles: ['writer'] });
    expect((await library().list()).inUse).toEqual({});
  });

  it('adds nothing that is no model', async () => {
    expect(await failureOf(library().add(await written('x.txt', 'x')))).toBe('modelUnknown');
    expect(await failureOf(library().add(await written('x.gguf', 'bad')))).toBe('modelUnusable');
  });

  it('deletes what was got, and nothing of others', async () => {
    const { path } = await library().get({ id: 'free' }, { signal });
    expect(await library().remove('free')).toMatchObject({
      freedBytes: 300_000,
      fileStays: false,
      roles: [],
    });
    expect(existsSync(path!)).toBe(false);
    expect(await failureOf(library().remove('tiny'))).toBe('modelUnusable');
    expect(await failureOf(library().remove('nothing'))).toBe('modelUnknown');
    const shelf = join(home, '.local', 'share', 'infiniask', 'models');
    for (const id of ['..', '.', '../..']) {
      await writeFile(join(shelf, '..', 'origin.json'), '{"files":[]}');
      expect(await failureOf(library().remove(id))).toMatch(/^modelUn/);
    }
    expect(existsSync(shelf)).toBe(true);
  });
});

describe('what was prepared of models', () => {
  /** Bytes by path; -1: in use. */
  let prepared: Map<string, number>;
  const withPrepared = (): Library =>
    library({
      measured: (path) => Promise.resolve({ tokensPerSecond: 1234, preparedBytes: prepared.get(path) }),
      all: () => Promise.resolve({ folder: '/built', bytes: 7, limitBytes: 9 }),
      remove: (path) => {
        const bytes = prepared.get(path) ?? 0;
        if (bytes >= 0) prepared.delete(path);
        return Promise.resolve(bytes < 0 ? undefined : bytes);
      },
    });
  beforeEach(() => (prepared = new Map()));

  it('is told with its speed on this machine', async () => {
    const mine = await written('mine.gguf', 'good');
    await withPrepared().add(mine);
    prepared.set(mine, 5);
    const list = await withPrepared().list();
    expect(list.prepared).toEqual({ folder: '/built', bytes: 7, limitBytes: 9 });
    expect(list.models[1]).toMatchObject({ id: mine, tokensPerSecond: 1234, preparedBytes: 5 });
    expect(list.models[0]!.quality).toMatchObject({ set: 'HotpotQA' });
  });

  it('goes with a model that was got or added', async () => {
    const { path } = await withPrepared().get({ id: 'free' }, { signal });
    prepared.set(path!, 50);
    expect(await withPrepared().remove('free')).toMatchObject({ freedBytes: 300_050, fileStays: false });
    const mine = await written('mine.gguf', 'good');
    await withPrepared().add(mine);
    prepared.set(mine, 5);
    expect(await withPrepared().remove(mine)).toMatchObject({ freedBytes: 5, fileStays: true });
    expect(prepared.size).toBe(0);
  });

  it('goes alone where the file is of others, and keeps the role', async () => {
    const mine = await written('mine.gguf', 'good');
    await withPrepared().use(mine, 'reader');
    prepared.set(mine, 5);
    expect(await withPrepared().remove(mine)).toMatchObject({ freedBytes: 5, fileStays: true, roles: [] });
    expect((await library().list()).inUse).toEqual({ reader: mine });
    expect(await failureOf(withPrepared().remove(mine))).toBe('modelUnusable');
  });

  it('stays where it is in use', async () => {
    const mine = await written('mine.gguf', 'good');
    prepared.set(mine, -1);
    expect(await withPrepared().remove(mine)).toMatchObject({ freedBytes: 0, isInUse: true });
  });
});

describe('remove', () => {
  it('waits for whoever is getting the same model, and can be stopped', async () => {
    const shelf = join(home, '.local', 'share', 'infiniask', 'models');
    await library().get({ id: 'free' }, { signal });
    await withFolder(
      join(shelf, 'free'),
      async () => {
        const stop = new AbortController();
        const waiting = library().remove('free', {
          signal: stop.signal,
          onWaiting: () => stop.abort(new Error('stopped')),
        });
        await expect(waiting).rejects.toThrow();
        expect(existsSync(join(shelf, 'free', 'origin.json'))).toBe(true);
      },
      { signal },
    );
    expect(await library().remove('free')).toMatchObject({ freedBytes: 300_000 });
  });
});

describe('check', () => {
  it('finds a file that was changed', async () => {
    const { path } = await library().get({ id: 'free' }, { signal });
    const mine = await written('mine.gguf', 'good');
    await library().add(mine);
    expect(await library().check(undefined, signal)).toEqual([
      { id: 'free', isHashed: true, problem: undefined },
      { id: mine, isHashed: false, problem: undefined },
    ]);
    await writeFile(path!, madeBytes(300_000, 9));
    expect(await library().check('free', signal)).toMatchObject([{ problem: { id: 'modelFileDiffers' } }]);
  });
});

describe('the user’s choices', () => {
  it('are kept when they cannot be read, and that is said', async () => {
    const file = join(home, '.config', 'infiniask', 'models.json');
    await mkdir(join(home, '.config', 'infiniask'), { recursive: true });
    for (const content of ['{', '[]x', '{"use":{"reader":7}}', '{"added":[7]}', '{"accepted":[{}]}']) {
      await writeFile(file, content);
      expect(await failureOf(library().list())).toBe('modelNotGot');
      expect(await failureOf(library().use('embedded', 'reader'))).toBe('modelNotGot');
      expect(await readFile(file, 'utf8')).toBe(content);
    }
  });
});
