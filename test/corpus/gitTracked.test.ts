/** What git tracks, read from its index, against `git ls-files`; and what of it is read. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { survey, type WalkOptions } from '../../src/corpus/index.ts';
import { openDotGit } from '../../src/corpus/gitDir.ts';
import { parseGitIndex } from '../../src/corpus/gitIndex.ts';
import { readTracked } from '../../src/corpus/tracked.ts';
import { randomOf } from '../../src/calibration/random.ts';
import { gitEnvironment, hasGit, runGit } from './git.ts';

let top: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'corpus-tracked-')));
  env = gitEnvironment(top);
});
afterAll(() => rm(top, { recursive: true, force: true }));

const identity = ['-c', 'user.name=n', '-c', 'user.email=e', '-c', 'protocol.file.allow=always'];

function git(folder: string, ...args: string[]): string {
  return runGit(folder, env, [...identity, ...args]);
}

let made = 0;
/** A new folder with these files; the path is also the content unless one is given. */
async function folderOf(files: Readonly<Record<string, string>> | readonly string[]): Promise<string> {
  const folder = join(top, String(made++));
  await write(folder, files);
  return folder;
}

async function write(
  folder: string,
  files: Readonly<Record<string, string>> | readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = Array.isArray(files) ? files.map((path: string) => [path, path]) : Object.entries(files);
  for (const [path, text] of entries as [string, string][]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function commit(folder: string, ...paths: string[]): void {
  if (!existsSync(join(folder, '.git'))) git(folder, 'init', '-q');
  git(folder, 'add', '-f', '--', ...(paths.length > 0 ? paths : ['.']));
  git(folder, 'commit', '-q', '-m', 'x');
}

/** Paths that are read, and `path: reason` for the others, as far as they are not of git itself. */
async function list(roots: readonly string[], options: WalkOptions = {}): Promise<string[]> {
  const { files, skipped } = await survey(roots, options);
  return [
    ...files.map(({ path }) => path),
    ...skipped
      .filter(({ path }) => !/(^|\/)\.git\/?$/.test(path))
      .map(({ path, reason }) => `${path}: ${reason}`),
  ];
}

describe.skipIf(!hasGit || process.platform === 'win32')('the index of git', () => {
  const KINDS: readonly (readonly [kind: string, init: readonly string[], set: readonly string[]])[] = [
    ['version 2', [], ['update-index', '--index-version=2']],
    ['version 4', [], ['update-index', '--index-version=4']],
    ['SHA-256', ['--object-format=sha256'], ['update-index', '--index-version=4']],
    ['split', [], ['update-index', '--split-index']],
    ['without a hash', [], ['config', 'index.skipHash', 'true']],
  ];

  it.each(KINDS)(
    '%s has the files that git lists',
    async (_, init, set) => {
      for (let seed = 0; seed < 12; seed++) {
        const random = randomOf(seed);
        const names = Array.from(
          { length: 1 + random.below(60) },
          () =>
            `${random.pick(['', 'a/', 'a/b/', 'ü ö/', 'a.b/'])}${random.pick(['x', 'ÿ', 'long-name-'])}${random.below(40)}`,
        );
        const folder = await folderOf([...new Set(names)]);
        git(folder, 'init', '-q', ...init);
        const some = names.filter(() => random.below(3) > 0);
        git(folder, ...set);
        if (some.length > 0) git(folder, 'add', '--', ...some);
        git(folder, ...set);
        git(folder, 'add', '--', names[0]!);
        git(folder, 'rm', '-q', '--cached', '--', names[0]!);
        // Version 3: an entry that is meant to be added.
        if (seed % 2) git(folder, 'add', '-N', '--', names.at(-1)!);
        const expected = new Set(git(folder, 'ls-files', '-z').split('\0').filter(Boolean));
        const found = await openDotGit(folder, []);
        const tracked = await readTracked(found!.gitDir!);
        for (const name of names) expect(tracked?.hasFile(name), `${seed} ${name}`).toBe(expected.has(name));
        expect(tracked!.hasFolder('a')).toBe([...expected].some((path) => path.startsWith('a/')));
      }
    },
    120_000,
  );

  it('is unknown when it is damaged, wherever', async () => {
    const folder = await folderOf(['a/b.ts', 'c.ts']);
    commit(folder);
    const bytes = await readFile(join(folder, '.git/index'));
    expect(parseGitIndex(bytes, 20)?.paths).toEqual(['a/b.ts', 'c.ts']);
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Buffer.from(bytes);
      damaged[i]! ^= 0x55;
      expect(parseGitIndex(damaged, 20), `byte ${i}`).toBeUndefined();
      expect(parseGitIndex(bytes.subarray(0, i), 20), `${i} bytes`).toBeUndefined();
      // No hash to see it by: whatever comes out, nothing is thrown.
      parseGitIndex(Buffer.concat([damaged.subarray(0, -20), Buffer.alloc(20)]), 20);
    }
    expect(parseGitIndex(bytes, 32)).toBeUndefined();
  });
});

describe.skipIf(!hasGit || process.platform === 'win32')('in a git working tree', () => {
  it('what git tracks is read, whatever the names of its folders and the ignore rules say', async () => {
    const folder = await folderOf({
      '.gitignore': 'data/\n*.gen.ts\n',
      'src/adapter/out/port.ts': '1',
      'build/make.ts': '2',
      'data/table.csv': '3',
      'src/a.gen.ts': '4',
      'package-lock.json': '5',
    });
    commit(folder);
    await write(folder, ['build/new.js', 'dist/x.js', 'data/deep/new.csv', 'src/b.gen.ts', 'coverage/r.txt']);
    const expected = [
      '.gitignore',
      'build/make.ts',
      'data/table.csv',
      'src/a.gen.ts',
      'src/adapter/out/port.ts',
      'coverage/: excluded',
      'dist/: excluded',
      'package-lock.json: excluded',
      'build/new.js: excluded',
      'data/deep/: ignored',
      'src/b.gen.ts: ignored',
    ];
    expect(await list([folder])).toEqual(expected);
    expect(await list([join(folder, 'data')])).toEqual(['table.csv', 'deep/new.csv']);
    await write(folder, { '.infiniaskignore': '!data/\n!package-lock.json\n/src/a.gen.ts\n' });
    expect(await list([folder])).toEqual(
      expect.arrayContaining(['package-lock.json', 'data/deep/new.csv', 'src/a.gen.ts: ignored']),
    );
    // Without git's list the names decide, as outside of a working tree.
    await writeFile(join(folder, '.git/index'), 'DIRC');
    expect(await list([folder])).toEqual(expect.arrayContaining(['build/: excluded']));
  });

  it('a repository of its own is read by its own rules, or named', async () => {
    const folder = await folderOf({ '.gitignore': '/gone/\n/shelf/\n*.log\n', 'a.ts': '1' });
    commit(folder);
    for (const sub of ['gone', 'shelf/one', 'here']) {
      await write(join(folder, sub), { 'build/kept.ts': sub, 'kept.log': sub });
      commit(join(folder, sub));
    }
    expect(await list([folder])).toEqual([
      '.gitignore',
      'a.ts',
      'here/kept.log',
      'here/build/kept.ts',
      'gone/: repository',
      'shelf/: repository',
    ]);
    await write(folder, { '.infiniaskignore': '!/gone/\n' });
    expect(await list([folder])).toContain('gone/kept.log');
    expect(await list([join(folder, 'gone')])).toEqual(['kept.log', 'build/kept.ts']);
  });

  it('a submodule is read, even where a rule ignores its folder', async () => {
    const inner = await folderOf(['out/inner.ts']);
    commit(inner);
    const folder = await folderOf({ 'a.ts': '1' });
    commit(folder);
    git(folder, 'submodule', 'add', '-q', inner, 'build/sub');
    await write(folder, { '.gitignore': 'build/\n' });
    expect(await list([folder])).toContain('build/sub/out/inner.ts');
    // Asked about by itself, its git folder lies outside, and says that it belongs to it.
    expect(await list([join(folder, 'build/sub')])).toEqual(['out/inner.ts']);
  });

  it('a sparse checkout has what is there', async () => {
    const folder = await folderOf(['in/out/a.ts', 'off/out/b.ts']);
    commit(folder);
    git(folder, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    expect(await list([folder])).toEqual(['in/out/a.ts']);
  });
});

describe.skipIf(!hasGit || process.platform === 'win32')('working trees of one repository', () => {
  it('are read once, also when git has forgotten one', async () => {
    const folder = await folderOf(['src/a.ts', 'z.ts']);
    commit(folder);
    for (const name of ['one', 'two']) git(folder, 'worktree', 'add', '-q', `.agents/trees/${name}`);
    await rm(join(folder, '.git/worktrees/two'), { recursive: true });
    const expected = ['z.ts', 'src/a.ts', '.agents/trees/one/: worktree', '.agents/trees/two/: worktree'];
    expect(await list([folder])).toEqual(expected);
    // Copied to another place, their paths lead nowhere.
    const copy = join(top, 'copy');
    execFileSync('cp', ['-r', folder, copy]);
    await rm(folder, { recursive: true });
    expect(await list([copy])).toEqual(expected);
    await write(copy, { '.infiniaskignore': '!/.agents/trees/one/\n' });
    expect(await list([copy])).toContain('.agents/trees/one/z.ts');
  });

  it('are read by themselves when they are asked about, and side by side only the first', async () => {
    const main = await folderOf(['src/out/a.ts']);
    commit(main);
    const beside = join(top, 'beside');
    for (const name of ['b', 'c']) git(main, 'worktree', 'add', '-q', join(beside, name));
    expect(await list([join(beside, 'c')])).toEqual(['src/out/a.ts']);
    expect(await list([beside])).toEqual(['b/src/out/a.ts', 'c/: worktree']);
  });
});

describe.skipIf(process.platform === 'win32')('a .git file of a stranger', () => {
  it('is followed only within what was asked about, or to where it is known', async () => {
    const outside = await folderOf({
      'x/HEAD': 'ref: x',
      'x/info/exclude': 'a.ts\n',
      'worktrees/y/HEAD': 'ref: x',
      'worktrees/y/commondir': '../..\n',
      'info/exclude': 'a.ts\n',
    });
    for (const pointer of [
      join(outside, 'x'),
      join(outside, 'worktrees/y'),
      '//host/share/x',
      '\\\\host\\share',
    ]) {
      const folder = await folderOf({ '.git': `gitdir: ${pointer}\n`, 'a.ts': '1' });
      expect(await list([folder]), pointer).toEqual(['a.ts']);
    }
    const inside = await folderOf({
      'git/HEAD': 'ref: x',
      'git/info/exclude': 'a.ts\n',
      'tree/.git': 'gitdir: ../git\n',
      'tree/a.ts': '1',
    });
    expect(await list([join(inside, 'tree')])).toEqual(['a.ts']);
    expect(await list([inside])).toContain('tree/a.ts: ignored');
  });

  it('cannot name the folder that its common files are taken from', async () => {
    const secret = await folderOf({ 'info/exclude': 'a.ts\n' });
    const folder = await folderOf({
      '.git': 'gitdir: g/worktrees/w\n',
      'g/worktrees/w/HEAD': 'ref: x',
      'g/worktrees/w/commondir': `${secret}\n`,
      'a.ts': '1',
    });
    expect(await list([folder])).toContain('a.ts');
  });
});
