import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walk, type WalkOptions } from './walk.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'corpus-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes files; the path is also the content unless one is given. */
async function write(files: Readonly<Record<string, string>> | readonly string[]): Promise<void> {
  const entries = Array.isArray(files) ? files.map((path: string) => [path, path]) : Object.entries(files);
  for (const [path, text] of entries as [string, string][]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** `path` for a file, `path: reason` for what is skipped; of several roots, `index:` in front. */
async function list(roots: readonly string[] = [''], options: WalkOptions = {}): Promise<string[]> {
  const lines: string[] = [];
  const absolute = roots.map((root) => join(folder, root));
  for await (const event of walk(absolute, options)) {
    const { root, path } = event.kind === 'file' ? event.file : event.skipped;
    const reason = event.kind === 'file' ? '' : `: ${event.skipped.reason}`;
    lines.push(`${roots.length > 1 ? `${root}:` : ''}${path}${reason}`);
  }
  return lines;
}

describe('walk: order and roots', () => {
  it('lists files before sub-folders, by code units', async () => {
    await write(['b/z.ts', 'b/a/x.ts', 'a.ts', 'Z.ts', 'ä.ts', 'a/k.ts', 'B.ts']);
    expect(await list()).toEqual(['B.ts', 'Z.ts', 'a.ts', 'ä.ts', 'a/k.ts', 'b/z.ts', 'b/a/x.ts']);
  });

  it('reads a named file even if it is ignored, but not if it cannot be text', async () => {
    await write({
      '.git/HEAD': 'ref',
      '.gitignore': '*',
      'a.min.js': 'x',
      'p.doc': 'x',
      'big.ts': 'x'.repeat(20),
    });
    expect(await list(['a.min.js', 'p.doc', 'big.ts'], { maxFileSizeBytes: 10 })).toEqual([
      '0:a.min.js',
      '1:p.doc: unsupported',
      '2:big.ts: tooLarge',
    ]);
  });

  it('reads what two roots share once', async () => {
    await write(['a/b/c.ts', 'a/d.ts']);
    expect(await list(['a/b', 'a', 'a/d.ts', 'a'])).toEqual([
      '0:c.ts',
      '1:d.ts',
      '1:b/: linkLoop',
      '2:d.ts: linkLoop',
      '3:./: linkLoop',
    ]);
  });

  it('names roots that cannot be used before reading anything', async () => {
    await write(['a.ts']);
    await expect(list(['', 'gone'])).rejects.toMatchObject({ id: 'rootMissing', name: 'CorpusError' });
    await expect(list(['a.ts/x'])).rejects.toMatchObject({ id: 'rootMissing' });
    if (process.platform !== 'win32') {
      await symlink('/dev/null', join(folder, 'null'));
      await expect(list(['null'])).rejects.toMatchObject({ id: 'rootUnreadable' });
    }
  });

  it('throws when aborted', async () => {
    await write(['a.ts']);
    await expect(list([''], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe('walk: excluded names', () => {
  it('count below the root only', async () => {
    await write([
      'node_modules/foo/index.js',
      'node_modules/foo/node_modules/bar/index.js',
      'dist/a.js',
      'src/a.ts',
    ]);
    expect(await list()).toEqual(['dist/: excluded', 'node_modules/: excluded', 'src/a.ts']);
    expect(await list(['node_modules/foo'])).toEqual(['index.js', 'node_modules/: excluded']);
    expect(await list(['dist'])).toEqual(['a.js']);
  });

  it('leave an installed package its build output, even in a repository that ignores it', async () => {
    await write({
      '.git/HEAD': 'ref: x',
      '.gitignore': 'node_modules/\n*.js\n',
      'node_modules/foo/package.json': '{}',
      'node_modules/foo/dist/index.js': 'x',
      'node_modules/foo/dist/index.js.map': 'x',
    });
    expect(await list(['node_modules/foo'])).toEqual([
      'package.json',
      'dist/index.js',
      'dist/index.js.map: excluded',
    ]);
  });

  it('can be re-included by .infiniaskignore, not by .gitignore; version control never', async () => {
    await write({
      '.gitignore': '!*/\n!yarn.lock',
      '.infiniaskignore': '!dist/\n!.hg/\n!go.sum',
      'yarn.lock': 'x',
      'go.sum': 'x',
      '.hg/x': 'x',
      'dist/a.js': 'x',
      'build/a.js': 'x',
    });
    expect(await list()).toEqual([
      '.gitignore',
      '.hg/: ignored',
      '.infiniaskignore',
      'build/: excluded',
      'go.sum',
      'yarn.lock: excluded',
      'dist/a.js',
    ]);
  });
});

describe('walk: ignore files', () => {
  it('obeys the folders above the root up to .git, and info/exclude', async () => {
    await write({
      '.gitignore': '*.ts\n',
      'repo/.git/HEAD': 'ref: x',
      'repo/.git/info/exclude': 'private*\n',
      'repo/.gitignore': '*.log\n/pkg/only-here\n',
      'repo/.infiniaskignore': '*.tmp\n',
      'repo/pkg/a.ts': 'x',
      'repo/pkg/a.log': 'x',
      'repo/pkg/a.tmp': 'x',
      'repo/pkg/only-here': 'x',
      'repo/pkg/sub/only-here': 'x',
      'repo/pkg/sub/private.ts': 'x',
    });
    expect(await list(['repo/pkg'])).toEqual([
      'a.log: ignored',
      'a.tmp: ignored',
      'a.ts',
      'only-here: ignored',
      'sub/only-here',
      'sub/private.ts: ignored',
    ]);
  });

  it('finds info/exclude of a worktree', async () => {
    await write({
      'main/.git/info/exclude': 'secret\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'main/.git/worktrees/w/gitdir': join(folder, 'tree/.git\n'),
      'tree/.git': 'gitdir: ../main/.git/worktrees/w\n',
      'tree/secret': 'x',
      'tree/a': 'x',
    });
    expect(await list(['tree'])).toEqual(['.git: ignored', 'a', 'secret: ignored']);
  });

  it('does not re-include inside an ignored folder, but a deeper file may re-include a folder', async () => {
    await write({
      '.gitignore': 'x \\[1]/\n',
      'x [1]/.gitignore': '!*',
      'x [1]/a': 'x',
      'sub/.gitignore': '!x \\[1]/\n',
      'sub/x [1]/a': 'x',
      'sub/x [1]/x [1]/b': 'x',
    });
    expect(await list()).toEqual([
      '.gitignore',
      'x [1]/: ignored',
      'sub/.gitignore',
      'sub/x [1]/a',
      'sub/x [1]/x [1]/b',
    ]);
  });

  it('lets .infiniaskignore overrule every .gitignore', async () => {
    await write({
      '.gitignore': '*.gen\nout.d/\n',
      '.infiniaskignore': '!keep.gen\n!out.d/\ndrop.ts\n',
      'a.gen': 'x',
      'keep.gen': 'x',
      'sub/.gitignore': 'keep.gen\n!drop.ts\n',
      'sub/keep.gen': 'x',
      'sub/drop.ts': 'x',
      'sub/.infiniaskignore': 'keep.gen',
      'out.d/a.ts': 'x',
      'out.d/b.gen': 'x',
    });
    expect(await list()).toEqual([
      '.gitignore',
      '.infiniaskignore',
      'a.gen: ignored',
      'keep.gen',
      'out.d/a.ts',
      'out.d/b.gen: ignored',
      'sub/.gitignore',
      'sub/.infiniaskignore',
      'sub/drop.ts: ignored',
      'sub/keep.gen: ignored',
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('walk: links', () => {
  it('follows links after everything else and meets nothing twice', async () => {
    await write(['root/real.ts', 'root/sub/x.ts', 'outside/o.ts', 'outside/deep/p.ts', 'file.ts']);
    const links: [string, string][] = [
      ['real.ts', 'root/a-duplicate.ts'],
      ['.', 'root/b-self'],
      ['..', 'root/sub/up'],
      ['../outside', 'root/c-out'],
      ['../../root', 'outside/deep/back'],
      ['../file.ts', 'root/d-file.ts'],
      ['nowhere', 'root/e-broken'],
      ['f-round', 'root/f-round'],
    ];
    for (const [target, path] of links) await symlink(target, join(folder, path));
    expect(await list(['root'])).toEqual([
      'real.ts',
      'sub/x.ts',
      'a-duplicate.ts: linkLoop',
      'b-self/: linkLoop',
      'c-out: outside',
      'd-file.ts: outside',
      'e-broken: vanished',
      'f-round: linkLoop',
      'sub/up/: linkLoop',
    ]);
    expect(await list(['root'], { followLinks: true })).toEqual([
      'real.ts',
      'sub/x.ts',
      'a-duplicate.ts: linkLoop',
      'b-self/: linkLoop',
      'c-out/o.ts',
      'c-out/deep/p.ts',
      'd-file.ts',
      'e-broken: vanished',
      'f-round: linkLoop',
      'sub/up/: linkLoop',
      'c-out/deep/back/: linkLoop',
    ]);
  });

  it('applies ignore rules to links, and a folder rule to a linked folder', async () => {
    await write({ 'root/.gitignore': 'linked/\n*.ts\n', 'other/a.md': 'x', 'other/b.ts': 'x' });
    await symlink('../other', join(folder, 'root/linked'));
    await symlink('../other', join(folder, 'root/open'));
    await symlink('../other/b.ts', join(folder, 'root/b.ts'));
    expect(await list(['root'], { followLinks: true })).toEqual([
      '.gitignore',
      'b.ts: ignored',
      'linked/: ignored',
      'open/a.md',
      'open/b.ts: ignored',
    ]);
    expect(await list(['root'])).toEqual(['.gitignore', 'b.ts: ignored', 'linked: ignored', 'open: outside']);
  });

  it('lead from root to root, and a root may be a link itself', async () => {
    await write(['one/a.ts', 'two/b.ts']);
    await symlink('../two', join(folder, 'one/to-two'));
    await symlink('../two/b.ts', join(folder, 'one/b.ts'));
    await symlink('one', join(folder, 'asked'));
    expect(await list(['asked'])).toEqual(['a.ts', 'b.ts: outside', 'to-two: outside']);
    expect(await list(['asked', 'two'])).toEqual([
      '0:a.ts',
      '1:b.ts',
      '0:b.ts: linkLoop',
      '0:to-two/: linkLoop',
    ]);
  });
});
