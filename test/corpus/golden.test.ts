/** A small tree of tricky things, and all that the corpus makes of it: the walk, then the segments of each file. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSegments, survey, walk } from '../../src/corpus/index.ts';

const utf16le = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
const longData = `{"k":"${'0123456789 '.repeat(60)}"}`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  '.gitignore': '*.log\n!keep.log\ngenerated/\n/only-top.ts\n',
  '.infiniaskignore': 'private/\n!secret.log\n',
  Makefile: 'all:\n\n\techo hi\n',
  LICENSE: 'You may. You must not.\n',
  'a b<c>.ts': 'x\n',
  '$(x).md': '# Hi\nOne. Two.\n',
  'crlf.ts': 'a\r\nb\rc\r\n',
  'debug.log': 'ignored',
  'keep.log': 'kept\n',
  'secret.log': 'own rule\n',
  'only-top.ts': 'x',
  'empty.ts': '',
  'blank.ts': ' \n\t\n',
  'huge.ts': 'x\n'.repeat(5000),
  'latin1.txt': Buffer.from('Das Café schließt. Schöne Grüße.\n', 'latin1'),
  'le.txt': utf16le('Ünï. Zwei.\r\n'),
  'be.md': utf16le('# Größe\n中文。').swap16(),
  'minified.js': 'a=1;'.repeat(1000),
  'long.json': longData,
  'noise.dat': Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256),
  'photo.png': 'not really',
  'paper.doc': 'not really',
  'paper.pdf': '%PDF-1.7',
  'package-lock.json': '{}',
  '中文 文件.md': '你好。\n今天\n很好！再见',
  'generated/x.ts': 'x',
  'private/x.ts': 'x',
  'node_modules/m/index.js': 'x',
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': 'x',
  'sub/.gitignore': '!debug.log\n!generated/\n*.ts\n!keep.ts\n',
  'sub/debug.log': 'back\n',
  'sub/drop.ts': 'x',
  'sub/keep.ts': 'x\n',
  'sub/only-top.ts': 'x',
  'sub/generated/deep.log': 'x',
  'sub/generated/g.md': 'G.\n',
};

const LINKS: readonly (readonly [target: string, path: string])[] = [
  ['..', 'sub/loop'],
  ['Makefile', 'twice'],
  ['nowhere', 'broken'],
];

const WALK = [
  '$(x).md prose',
  '.git/ ignored',
  '.gitignore code',
  '.infiniaskignore code',
  'LICENSE prose',
  'Makefile code',
  'a b<c>.ts code',
  'be.md prose',
  'blank.ts code',
  'crlf.ts code',
  'debug.log ignored',
  'empty.ts empty',
  'generated/ ignored',
  'huge.ts tooLarge',
  'keep.log code',
  'latin1.txt prose',
  'le.txt prose',
  'long.json code',
  'minified.js code',
  'node_modules/ excluded',
  'noise.dat code',
  'only-top.ts ignored',
  'package-lock.json excluded',
  'paper.doc unsupported',
  'paper.pdf prose',
  'photo.png binary',
  'private/ ignored',
  'secret.log code',
  '中文 文件.md prose',
  'sub/.gitignore code',
  'sub/debug.log code',
  'sub/drop.ts ignored',
  'sub/keep.ts code',
  'sub/only-top.ts ignored',
  'sub/generated/deep.log ignored',
  'sub/generated/g.md prose',
  'broken vanished',
  'twice linkLoop',
  'sub/loop/ linkLoop',
];

/** Each segment as [startLine, endLine, text]; a string is the reason why there are none. */
const READ: Readonly<Record<string, string | readonly (readonly [number, number, string])[]>> = {
  '.gitignore': [
    [1, 1, '*.log\n'],
    [2, 2, '!keep.log\n'],
    [3, 3, 'generated/\n'],
    [4, 4, '/only-top.ts\n'],
  ],
  '.infiniaskignore': [
    [1, 1, 'private/\n'],
    [2, 2, '!secret.log\n'],
  ],
  '$(x).md': [
    [1, 1, '# Hi\n'],
    [2, 2, 'One. '],
    [2, 2, 'Two.\n'],
  ],
  LICENSE: [
    [1, 1, 'You may. '],
    [1, 1, 'You must not.\n'],
  ],
  Makefile: [
    [1, 1, 'all:\n\n'],
    [3, 3, '\techo hi\n'],
  ],
  'a b<c>.ts': [[1, 1, 'x\n']],
  'be.md': [
    [1, 1, '# Größe\n'],
    [2, 2, '中文。'],
  ],
  'blank.ts': 'empty',
  'crlf.ts': [
    [1, 1, 'a\n'],
    [2, 2, 'b\n'],
    [3, 3, 'c\n'],
  ],
  'keep.log': [[1, 1, 'kept\n']],
  // Nobody here takes the text out of documents.
  'paper.pdf': 'unsupported',
  'latin1.txt': [
    [1, 1, 'Das Café schließt. '],
    [1, 1, 'Schöne Grüße.\n'],
  ],
  'le.txt': [
    [1, 1, 'Ünï. '],
    [1, 1, 'Zwei.\n'],
  ],
  'long.json': [
    [1, 1, longData.slice(0, 600)],
    [1, 1, longData.slice(600)],
  ],
  'minified.js': 'minified',
  'noise.dat': 'binary',
  'secret.log': [[1, 1, 'own rule\n']],
  '中文 文件.md': [
    [1, 1, '你好。\n'],
    [2, 3, '今天\n很好！'],
    [3, 3, '再见'],
  ],
  'sub/.gitignore': [
    [1, 1, '!debug.log\n'],
    [2, 2, '!generated/\n'],
    [3, 3, '*.ts\n'],
    [4, 4, '!keep.ts\n'],
  ],
  'sub/debug.log': [[1, 1, 'back\n']],
  'sub/keep.ts': [[1, 1, 'x\n']],
  'sub/generated/g.md': [[1, 1, 'G.\n']],
};

// Windows allows neither these names nor links without privileges.
describe.skipIf(process.platform === 'win32')('a tricky tree', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'corpus-golden-')));
    for (const [path, content] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    for (const [target, path] of LINKS) await symlink(target, join(folder, path));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is walked so, twice the same', async () => {
    for (let i = 0; i < 2; i++) {
      const lines: string[] = [];
      for await (const event of walk([folder], { maxFileSizeBytes: 8000 })) {
        if (event.kind === 'file') {
          expect(event.file.absolutePath).toBe(join(folder, event.file.path));
          expect(event.file.sizeBytes).toBe(Buffer.from(FILES[event.file.path]!).length);
          lines.push(`${event.file.path} ${event.file.format}`);
        } else {
          lines.push(`${event.skipped.path} ${event.skipped.reason}`);
        }
      }
      expect(lines).toEqual(WALK);
    }
  });

  it('is read so', async () => {
    const read: Record<string, unknown> = {};
    for (const file of (await survey([folder], { maxFileSizeBytes: 8000 })).files) {
      const result = await readFileSegments(file);
      read[file.path] =
        result.kind === 'skipped'
          ? result.reason
          : result.segments.map(({ startLine, endLine, text }) => [startLine, endLine, text]);
    }
    expect(read).toEqual(READ);
  });

  it('never opens a pipe', async () => {
    const inner = join(folder, 'private');
    execFileSync('mkfifo', [join(inner, 'pipe.ts'), join(inner, '.gitignore')]);
    const { files, skipped } = await survey([inner]);
    expect(files.map(({ path }) => path)).toEqual(['x.ts']);
    expect(skipped).toEqual([
      { root: 0, path: '.gitignore', reason: 'special' },
      { root: 0, path: 'pipe.ts', reason: 'special' },
    ]);
    const pipe = { ...files[0]!, absolutePath: join(inner, 'pipe.ts') };
    expect(await readFileSegments(pipe)).toEqual({ kind: 'skipped', reason: 'vanished' });
  });

  it.skipIf(process.getuid?.() === 0)('goes on past what it may not read', async () => {
    const inner = join(folder, 'private');
    await mkdir(join(inner, 'locked'));
    await writeFile(join(inner, 'locked.ts'), 'x');
    await chmod(join(inner, 'locked'), 0);
    await chmod(join(inner, 'locked.ts'), 0);
    const { files, skipped } = await survey([inner]);
    expect(skipped).toContainEqual({ root: 0, path: 'locked/', reason: 'unreadable' });
    const file = files.find(({ path }) => path === 'locked.ts')!;
    expect(await readFileSegments(file)).toEqual({ kind: 'skipped', reason: 'unreadable' });
    await expect(survey([join(inner, 'locked')])).rejects.toMatchObject({ id: 'rootUnreadable' });
    await chmod(join(inner, 'locked'), 0o700);
  });
});
