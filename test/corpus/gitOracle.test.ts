import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { survey } from '../../src/corpus/index.ts';
import { randomOf } from '../../src/calibration/random.ts';
import { gitEnvironment, hasGit, runGit } from './git.ts';

let top: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'corpus-git-'));
  // The user's own excludes must not decide.
  env = gitEnvironment(top);
});
afterAll(() => rm(top, { recursive: true, force: true }));

function git(folder: string, ...args: string[]): string {
  return runGit(folder, env, args);
}

const NAMES = ['a', 'b', 'c.ts', 'd.md', 'e f', 'g[1]', '#h', '!i'];
const FOLDERS = ['', 'p/', 'q/', 'p/q/', 'p/r s/', 'q/p/', 'p/q/p/'];
const PATTERNS = [
  ...[
    'a',
    '/a',
    'p/',
    '/p/',
    'q',
    'p/q',
    '*.ts',
    '!*.ts',
    '!c.ts',
    '*',
    '!*/',
    '!p/',
    '!q/',
    '/*',
    '!/p',
    'p/*',
    '!p/q',
  ],
  ...[
    '**/q',
    'p/**',
    '!p/**/c.ts',
    'q/**/a',
    '[ab]',
    '![a]',
    'g\\[1]',
    '\\#h',
    '\\!i',
    '# comment',
    'e f',
    'r s/',
    'e?f  ',
  ],
];

describe.skipIf(!hasGit || process.platform !== 'linux')('ignore files, against git itself', () => {
  it('reads exactly the files that git would add, from the top and from a sub-folder', async () => {
    let ignored = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = randomOf(seed);
      const folder = join(top, String(seed));
      await mkdir(folder);
      git(folder, 'init', '-q');
      const write = async (path: string, text: string): Promise<void> => {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      };
      for (const sub of FOLDERS) for (const name of NAMES) if (random.below(2)) await write(sub + name, 'x');
      for (const sub of ['.git/info/exclude', ...FOLDERS.map((sub) => `${sub}.gitignore`)]) {
        if (random.below(3) === 0) continue;
        await write(
          sub,
          Array.from({ length: 1 + random.below(4) }, () => `${random.pick(PATTERNS)}\n`).join(''),
        );
      }
      for (const root of ['', 'p']) {
        if (root && ignoredByGit(folder, root)) continue;
        const expected = git(join(folder, root), 'ls-files', '-z', '-o', '--exclude-standard')
          .split('\0')
          .filter(Boolean);
        const found = await survey([join(folder, root)]);
        const note = `seed ${seed}, root "${root}"`;
        expect(found.files.map(({ path }) => path).sort(), note).toEqual(expected.sort());
        ignored += found.skipped.length;
      }
    }
    expect(ignored).toBeGreaterThan(500);
  }, 60_000);
});

function ignoredByGit(folder: string, path: string): boolean {
  try {
    git(folder, 'check-ignore', '-q', `${path}/`);
    return true;
  } catch {
    return false;
  }
}
