/** Somebody who has Ollama's folder and nothing else, in a home whose path has spaces and other letters. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/library/standInHub.fixture.ts';
import { temporaryFolders } from '../engine/setting.ts';
import { tinyModel } from '../model/tinyModel.ts';
import { infiniask } from './command.ts';
import type { Printed } from './command.ts';

const temporary = temporaryFolders();
const home = join(temporary(), 'Zoë Ångström 家');
const notes = join(home, 'my notes');
mkdirSync(notes, { recursive: true });
writeFileSync(join(notes, 'a.txt'), 'The silver key hangs behind the blue door.\nRain fell for a week.\n');

/** As `ollama pull` leaves it. */
function pulled(name: string, tag: string, bytes: Buffer): void {
  const store = join(home, '.ollama', 'models');
  const manifests = join(store, 'manifests', 'registry.ollama.ai', 'library', name);
  mkdirSync(manifests, { recursive: true });
  mkdirSync(join(store, 'blobs'), { recursive: true });
  const digest = sha256(bytes);
  const layers = [
    { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}`, size: bytes.length },
    { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'0'.repeat(64)}`, size: 1 },
  ];
  writeFileSync(join(manifests, tag), JSON.stringify({ schemaVersion: 2, layers }));
  writeFileSync(join(store, 'blobs', `sha256-${digest}`), bytes);
}
pulled('gemma3', '270m', tinyModel());
pulled('snake', '1b', tinyModel({ 'general.architecture': { type: 8, value: 'mamba' } }));

const cleared = [
  'OLLAMA_MODELS',
  'HF_HUB_CACHE',
  'HF_HOME',
  'INFINIASK_MODELS',
  'INFINIASK_CONFIG',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'XDG_CONFIG_HOME',
  'LOCALAPPDATA',
  'APPDATA',
];
const env = {
  ...Object.fromEntries(cleared.map((name) => [name, ''])),
  HOME: home,
  USERPROFILE: home,
  ...(process.platform === 'win32' && {
    LOCALAPPDATA: join(home, 'AppData', 'Local'),
    APPDATA: join(home, 'AppData', 'Roaming'),
  }),
};
const run = (...args: string[]) => infiniask(args, undefined, env);

describe('somebody with Ollama’s folder', { timeout: 120_000 }, () => {
  it('sees its models with a bare `models`, reads with one by its short name, and frees what was prepared', async () => {
    const listed = await run('models');
    expect(listed.code, listed.stderr).toBe(0);
    expect(listed.stdout).toMatch(/ ollama:gemma3:270m +Ollama +\d+ [KM]B /);
    expect(listed.stdout).toMatch(/ ollama:snake:1b .*cannot be used: .*architecture “mamba”/);

    const asked = await run('--json', '--reader', 'gemma3:270m', 'Where does the key hang?', notes);
    expect(asked.code, asked.stderr).toBe(0);
    const printed = JSON.parse(asked.stdout) as Printed;
    // By the name that its makers gave it, since its file is called by a hash.
    expect(printed.model).toBe('tiny');
    expect(printed.evidence[0]).toMatchObject({
      path: 'a.txt',
      text: expect.stringContaining('silver key') as string,
    });

    const again = await run('models');
    expect(again.stdout).toMatch(/ ollama:gemma3:270m +Ollama +\d+ [KM]B +\d+ MB +\d+ KB/);
    expect(again.stdout).toMatch(/Prepared models take \d+ KB in /);

    const used = await run('models', 'use', 'gemma3:270m');
    expect(used.stdout).toBe('The reader is ollama:gemma3:270m from now on.\n');
    const removed = await run('models', 'remove', 'gemma3:270m');
    expect([removed.code, removed.stdout]).toEqual([
      0,
      expect.stringMatching(/^\d+ KB were freed\.\nThe files of the model are where they were\.\n$/),
    ]);
    expect(
      existsSync(
        join(home, '.ollama', 'models', 'manifests', 'registry.ollama.ai', 'library', 'gemma3', '270m'),
      ),
    ).toBe(true);
    const nothing = await run('models', 'remove', 'gemma3:270m');
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('belongs to Ollama')]);
    expect(readdirSync(home).filter((name) => !name.startsWith('.'))).toEqual(['my notes']);
  });

  it('may prepare one model in two processes for different roles', async () => {
    const roles = [
      ['--reader', 'gemma3:270m', '--writer', 'none'],
      ['--reader', 'embedded', '--writer', 'gemma3:270m'],
    ];
    const both = await Promise.all(
      roles.map((role) => run('--json', ...role, 'Where does the key hang?', notes)),
    );
    expect(both.map(({ code, stderr }) => [code, stderr.includes('rror')])).toEqual([
      [0, false],
      [0, false],
    ]);
    const again = await Promise.all(
      roles.map((role) => run('--json', ...role, 'Where does the key hang?', notes)),
    );
    for (const { code, stderr } of again)
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('Preparing') as string]);
  });
});
