import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../scripts/environment.mjs';
import { root } from '../engine/setting.ts';

/** Prints what it was given; exits with 3, or stays when it is told to. */
const PROGRAM = `
const { readFileSync } = require('node:fs');
const { env, argv, stdin } = process;
if (argv[2] === 'stay') setInterval(() => {}, 1000);
else process.exitCode = 3;
const npmrc = readFileSync(env.HOME + '/.npmrc', 'utf8');
stdin.on('data', () => process.exit(4));
console.log(JSON.stringify({ env, args: argv.slice(2), npmrc }));
`;

interface Printed {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly npmrc: string;
}

describe.skipIf(process.platform === 'win32')('the command of CI', () => {
  let folder: string;
  let temporary: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clean-'));
    temporary = join(folder, 't');
    const home = join(folder, 'home');
    for (const made of ['clone', 't', 'home']) await mkdir(join(folder, made));
    await cp(join(root, '.ci'), join(folder, 'clone/.ci'), { recursive: true });
    await writeFile(join(folder, 'clone/.npmrc'), 'loglevel=silent\n');
    await writeFile(join(folder, 'clone/package.json'), '{ "scripts": { "test": "node program.cjs" } }');
    await writeFile(join(folder, 'clone/program.cjs'), PROGRAM);
    await writeFile(join(home, '.npmrc'), '@one:registry=https://registry.example/\nprefix=/elsewhere\n');
    env = {
      ...cleanEnvironment(),
      HOME: home,
      TMPDIR: temporary,
      INFINIASK_HOST_DIR: '/earlier',
      CHROME_PATH: '/earlier/chrome',
      HTTPS_PROXY: 'http://proxy.example',
      npm_config_userconfig: join(home, '.npmrc'),
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const ciRun = (): string => join(folder, 'clone/.ci/run');

  it('gives the test command a home of its own, the machine’s programs and the way to the registry', async () => {
    const ended = await promisify(execFile)(ciRun(), ['--one', 'two words'], { env, cwd: '/' }).then(
      () => undefined,
      (error: unknown) => error as { readonly code: number; readonly stdout: string },
    );
    expect(ended?.code).toBe(3);
    const [first = '', ...rest] = ended!.stdout.trimEnd().split('\n');
    expect(first).toMatch(/^Clean home: /);
    const printed = JSON.parse(rest.join('\n')) as Printed;
    expect(printed.args).toEqual(['--one', 'two words']);

    const { HOME = '', TMPDIR = '' } = printed.env;
    expect(HOME.startsWith(temporary)).toBe(true);
    for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'npm_config_cache'])
      expect(printed.env[name]).toContain(HOME);
    expect(TMPDIR).toContain(temporary);
    expect(existsSync(HOME)).toBe(false);
    expect(await readdir(temporary)).toEqual([]);

    expect(printed.env).toMatchObject({ CI: 'true', HTTPS_PROXY: 'http://proxy.example' });
    expect(Object.keys(printed.env)).not.toContain('INFINIASK_HOST_DIR');
    expect(Object.keys(printed.env)).not.toContain('CHROME_PATH');
    expect(printed.npmrc).toBe('@one:registry=https://registry.example/\n');
  });

  it('leaves nothing when it is ended', async () => {
    const child = spawn(ciRun(), ['stay'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const code = new Promise((resolve) => child.once('exit', resolve));
    for await (const text of child.stdout.setEncoding('utf8'))
      if (String(text).includes('"args":["stay"]')) child.kill('SIGTERM');
    expect(await code).toBe(143);
    expect(await readdir(temporary)).toEqual([]);
  });
});
