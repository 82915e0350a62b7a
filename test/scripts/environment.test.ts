import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanEnvironment } from '../../scripts/environment.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('takes away what npm says of its run, in any case', () => {
  const machine = { HOME: '/home/one', LANG: 'C.UTF-8', NODE_EXTRA_CA_CERTS: '/certs', MY_npm_config_x: '1' };
  const ofTheRun = {
    npm_config_user_agent: 'npm/11.0.0 node/v20.19.0 linux x64',
    npm_config_loglevel: 'silent',
    NPM_CONFIG_PREFIX: '/elsewhere',
    npm_config_nodedir: '/headers',
    npm_package_json: '/repository/package.json',
    npm_lifecycle_event: 'test',
    npm_execpath: '/npm-cli.js',
    Npm_Command: 'test',
    INIT_CWD: '/repository',
    NODE: '/node',
    NODE_ENV: 'production',
    NODE_OPTIONS: '--require ./debugger.js',
    NODE_CHANNEL_FD: '3',
    COLOR: '1',
    VITEST: 'true',
    VITEST_POOL_ID: '1',
  };
  expect(cleanEnvironment({ ...machine, ...ofTheRun })).toEqual(machine);
});

it('keeps how the machine reaches a registry', () => {
  const reach = {
    npm_config_registry: 'https://registry.example/',
    NPM_CONFIG_CAFILE: '/certs.pem',
    'npm_config_https-proxy': 'http://proxy.example',
    npm_config_userconfig: '/home/one/.npmrc',
    npm_config_cache: '/cache',
    https_proxy: 'http://proxy.example',
  };
  expect(cleanEnvironment(reach)).toEqual(reach);
});

it('takes away the folders of programs that npm puts first', () => {
  const own = ['/usr/local/bin', '/usr/bin'];
  const npms = ['/a/node_modules/.bin', '/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin'];
  expect(cleanEnvironment({ PATH: [...npms, ...own].join(delimiter) })).toEqual({
    PATH: own.join(delimiter),
  });
});

it('changes nothing in what it is given', () => {
  const env = { npm_command: 'test' };
  cleanEnvironment(env);
  expect(env).toEqual({ npm_command: 'test' });
});

it(
  'an npm within an npm names its own Node and its own folder to what it runs',
  { timeout: 60_000, skip: process.platform === 'win32' },
  async () => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'inner', scripts: { say: 'env' } }));
    const outer = {
      ...process.env,
      npm_config_user_agent: 'npm/1.0.0 node/v0.1.0',
      npm_package_name: 'outer',
      npm_config_prefix: '/nowhere',
    };
    const said = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
      const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'say'], { cwd: folder, env });
      return stdout.split('\n');
    };
    // The fault that is mended: npm takes the outer one's word.
    expect(await said(outer)).toContain('npm_config_user_agent=npm/1.0.0 node/v0.1.0');

    const lines = await said(cleanEnvironment(outer));
    expect(lines.find((line) => line.startsWith('npm_config_user_agent='))).toContain(
      `node/${process.version}`,
    );
    expect(lines).toContain('npm_package_name=inner');
    expect(lines).not.toContain('npm_config_prefix=/nowhere');
  },
);
