/** `infiniask models`, with a stand-in for the hub; the user's own folders and choices are not looked at. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ListedModel } from '../../src/contract/index.ts';
import { sha256, StandInHub } from '../../src/library/standInHub.fixture.ts';
import { temporaryFolders } from '../engine/setting.ts';
import { infiniask } from './command.ts';

const temporary = temporaryFolders();
const home = temporary({ 'readme.txt': 'Nothing.' });
const ID = 'maker/model/weights.gguf';
const before = { ...process.env };

let hub: StandInHub;
beforeAll(async () => {
  hub = await new StandInHub().start();
  Object.assign(process.env, {
    HOME: home,
    USERPROFILE: home,
    HF_ENDPOINT: hub.origin,
    HF_HUB_CACHE: join(home, 'hub'),
    OLLAMA_MODELS: join(home, 'ollama'),
    INFINIASK_MODELS: join(home, 'models'),
    INFINIASK_CONFIG: join(home, 'config'),
  });
});
afterAll(async () => {
  process.env = before;
  await hub.stop();
});
beforeEach(async () => {
  hub.next.length = 0;
  await rm(join(home, 'models'), { recursive: true, force: true });
  await rm(join(home, 'config'), { recursive: true, force: true });
});

async function listed(): Promise<ListedModel[]> {
  const { code, stdout, stderr } = await infiniask(['models', 'list', '--json']);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { models: ListedModel[] }).models;
}

describe('infiniask models', () => {
  it('lists what comes with it and what could be got, and asks nobody', async () => {
    const { code, stdout } = await infiniask(['models', 'list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/RW +minimind2-small +comes with InfiniAsk/);
    expect(stdout).toMatch(/gemma-3-270m +at the hub +254 MB .*Gemma Terms of Use \(to be accepted\)/);
    expect((await listed()).map(({ id, place }) => [id, place])).toEqual([
      ['minimind2-small', 'embedded'],
      ['smollm2-135m-instruct', 'hub'],
      ['gemma-3-270m', 'hub'],
    ]);
    expect(hub.asked).toEqual([]);
  });

  it('gets a file of the hub, checks it, and removes it', async () => {
    const got = await infiniask(['models', 'get', ID]);
    expect(got.code, got.stderr).toBe(0);
    const path = join(home, 'models', 'downloaded', 'maker--model--weights.gguf', 'weights.gguf');
    expect(got.stdout).toContain(path);
    // The stand-in's bytes are no model, and that is said.
    expect(got.stdout).toContain('It cannot be used: ');
    expect(sha256(await readFile(path))).toBe(sha256(hub.content));
    const used = await infiniask(['models', 'use', ID]);
    expect([used.code, used.stderr]).toEqual([1, expect.stringContaining('it is no GGUF file')]);
    const removed = await infiniask(['models', 'remove', ID, '--json']);
    expect(JSON.parse(removed.stdout)).toMatchObject({ freedBytes: hub.content.length, roles: [] });
    expect(existsSync(path)).toBe(false);
  });

  it('goes on with what an interrupted one has loaded', async () => {
    hub.next.push((_, response) => {
      response.writeHead(200, { ...hub.facts(), etag: '"e"', 'content-length': hub.content.length });
      response.write(hub.content.subarray(0, 100_000));
      return true;
    });
    // A second one would end it at once.
    let isStopped = false;
    const stopped = await infiniask(['models', 'get', ID], (said, interrupt) => {
      if (isStopped || !said.includes('loading, ')) return;
      isStopped = true;
      interrupt();
    });
    expect(stopped.code).toBe(130);
    hub.asked.length = 0;
    const got = await infiniask(['models', 'get', ID]);
    expect(got.code, got.stderr).toBe(0);
    expect(hub.asked.map(({ headers }) => headers.range)).toEqual([expect.stringMatching(/^bytes=[1-9]/)]);
  });

  it('gets nothing of a model with terms before they are accepted', async () => {
    hub.asked.length = 0;
    const { code, stderr, stdout } = await infiniask(['models', 'get', 'gemma-3-270m', '--json']);
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { id: 'termsNotAccepted' } }]);
    expect(stderr).toContain('https://ai.google.dev/gemma/terms');
    expect(hub.asked).toEqual([]);
  });

  it.each([
    [2, ['models', 'get', 'nothing'], 'cannot be got'],
    [1, ['models', 'use', 'gemma-3-270m'], 'models get gemma-3-270m'],
    [2, ['models', 'use', 'nothing'], 'no model called "nothing"'],
    [2, ['models', 'use', 'minimind2-small', '--as', 'judge'], 'reader, rereader, writer'],
    [2, ['models', 'add', 'nowhere.gguf'], 'no model at'],
    [1, ['models', 'remove', 'minimind2-small'], 'belongs to InfiniAsk'],
    [2, ['models', 'sell'], "too many arguments for 'list'"],
    [2, ['--reader', 'nothing', 'Who?', home], 'no model called "nothing"'],
    [2, ['--writer', 'nothing', 'Who?', home], 'no model called "nothing"'],
  ])('ends with %i for %j', async (expected, args, said) => {
    const { code, stderr } = await infiniask(args);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(said)]);
  });
});
