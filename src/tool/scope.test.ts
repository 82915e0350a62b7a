import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveScope, rootsOf, ScopeError } from './scope.ts';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'infiniask-scope-')));
  for (const name of ['one/src', 'one/one', 'two', 'two-more'])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ['one/src/a.ts', 'two/b.ts', 'two-more/c.ts', '..d.ts', 'one/..e.ts']) {
    await writeFile(join(folder, name), '1');
  }
  await symlink(join(folder, 'two-more'), join(folder, 'one', 'out'));
  await symlink(join(folder, 'one', 'src'), join(folder, 'one', 'in'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);
const allowed = () => [{ path: at('one') }, { path: at('two'), name: 'zwei' }];

describe('rootsOf', () => {
  it('says the way to the files of each place from its root', async () => {
    const scope = [at('one'), at('one/src'), at('one/src/a.ts'), at('two/b.ts'), at('one/gone')];
    expect(await rootsOf(scope, allowed())).toEqual([
      { path: at('one') },
      { path: at('one/src'), prefix: 'src/' },
      { path: at('one/src/a.ts'), prefix: 'src/' },
      { path: at('two/b.ts'), prefix: '' },
      { path: at('one/gone'), prefix: 'gone/' },
    ]);
  });
});

describe('resolveScope', () => {
  it('takes everything when no path, or the root, is named', async () => {
    const both = [at('one'), at('two')];
    for (const paths of [undefined, [], ['.'], [''], ['./'], ['.', 'src']]) {
      expect(await resolveScope(paths, allowed())).toEqual(both);
    }
  });

  it('finds relative paths under any root, with or without its name', async () => {
    expect(await resolveScope(['src/a.ts'], allowed())).toEqual([at('one/src/a.ts')]);
    expect(await resolveScope(['b.ts'], allowed())).toEqual([at('two/b.ts')]);
    expect(await resolveScope(['zwei/b.ts', 'zwei'], allowed())).toEqual([at('two')]);
    expect(await resolveScope(['one/src'], allowed())).toEqual([at('one/src')]);
    expect(await resolveScope(['one'], allowed())).toEqual([at('one/one')]);
    expect(await resolveScope(['..e.ts'], allowed())).toEqual([at('one/..e.ts')]);
  });

  it('takes absolute paths and links inside', async () => {
    expect(await resolveScope([at('one/src'), at('one/src/a.ts')], allowed())).toEqual([at('one/src')]);
    expect(await resolveScope(['in/a.ts'], allowed())).toEqual([at('one/in/a.ts')]);
  });

  it('takes a single file as a root', async () => {
    const file = [{ path: at('one/src/a.ts') }];
    expect(await resolveScope(undefined, file)).toEqual([at('one/src/a.ts')]);
    expect(await resolveScope(['a.ts'], file)).toEqual([at('one/src/a.ts')]);
    await expect(resolveScope([at('one/src')], file)).rejects.toThrow(/outside/);
  });

  it('refuses what lies outside', async () => {
    const outside = [
      '..',
      '../two-more',
      at(),
      at('two-more'),
      'out',
      'out/c.ts',
      '/',
      'src/../../two-more',
      '../..d.ts',
    ];
    for (const path of outside) {
      await expect(resolveScope([path], allowed()), path).rejects.toThrow(ScopeError);
      await expect(resolveScope(['src', path], allowed()), path).rejects.toThrow(/outside/);
    }
    await expect(resolveScope(undefined, [])).rejects.toThrow(/No folder/);
  });

  it('says when there is nothing, without control characters', async () => {
    for (const path of ['nowhere', 'a\0b', 'src/a.ts/b']) {
      await expect(resolveScope([path], allowed()), path).rejects.toThrow(/no file or folder/);
    }
    await expect(resolveScope(['a\n\u001bb'], allowed())).rejects.toThrow(/"a\uFFFD\uFFFDb"/);
  });
});
