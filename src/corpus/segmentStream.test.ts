import iconv from 'iconv-lite';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CorpusError } from './errors.ts';
import { readFileSegments } from './read.ts';
import { segmentStream, type StreamEvent } from './segmentStream.ts';
import { survey } from './survey.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corpus-'));
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'a.ts'), 'one\ntwo\n');
  await writeFile(join(folder, 'b.ts'), 'three\n');
  await writeFile(join(folder, 'sub', 'c.md'), 'Four. Five.\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('segmentStream', () => {
  it('tells which lines of a program it passes over', async () => {
    const squeezed = 'function a(b,c){return b?c.map(d=>d.e):[]}var f={g:1};'.repeat(60);
    await writeFile(join(folder, 'b.ts'), `three\n${squeezed}\nfour\n`);
    const events = await collect(segmentStream([folder]));
    const lines = events.flatMap((event) =>
      event.kind === 'file' && event.file.path === 'b.ts' ? event.segments.map(({ text }) => text) : [],
    );
    expect(lines).toEqual(['three\n', '…\n', 'four\n']);
    expect(events.filter(({ kind }) => kind === 'skipped')).toEqual([
      { kind: 'skipped', skipped: { root: 0, path: 'b.ts', reason: 'minified', lines: [2] } },
    ]);
  });

  it('is one stream over all files, each segment with its lines', async () => {
    const events = await collect(segmentStream([folder]));
    const seen = events.map((event) => {
      if (event.kind !== 'file') return event;
      const { fileIndex, file, bytes, segments } = event;
      return [fileIndex, file.path, bytes, segments];
    });
    const segment = (text: string, line: number) => ({ text, startLine: line, endLine: line });
    expect(seen).toEqual([
      [0, 'a.ts', 8, [segment('one\n', 1), segment('two\n', 2)]],
      [1, 'b.ts', 6, [segment('three\n', 1)]],
      [2, 'sub/c.md', 12, [segment('Four. ', 1), segment('Five.\n', 1)]],
    ]);
  });

  it('numbers the files that are read, not those that are skipped', async () => {
    await writeFile(join(folder, 'aa.bin'), Buffer.alloc(10));
    const events = await collect(segmentStream([folder]));
    expect(events.map((event) => (event.kind === 'file' ? event.fileIndex : event.skipped.path))).toEqual([
      0,
      'aa.bin',
      1,
      2,
    ]);
  });

  it('reads files of equal bytes once, whatever they are called', async () => {
    await mkdir(join(folder, 'old'));
    await writeFile(join(folder, 'old', 'copy of b.ts'), 'three\n');
    await writeFile(join(folder, 'old', 'nearly b.ts'), 'three \n');
    const events = await collect(segmentStream([folder]));
    const of = { root: 0, path: 'b.ts' };
    expect(events.filter(({ kind }) => kind === 'skipped')).toEqual([
      { kind: 'skipped', skipped: { root: 0, path: 'old/copy of b.ts', reason: 'copy', of } },
    ]);
    expect(events.flatMap((event) => (event.kind === 'file' ? [event.fileIndex] : []))).toEqual([0, 1, 2, 3]);
  });

  it('takes the files of a survey instead of walking again', async () => {
    const { files, totalBytes } = await survey([folder]);
    expect(totalBytes).toBe(26);
    await writeFile(join(folder, 'later.ts'), 'x\n');
    const events = await collect(segmentStream([folder], { surveyed: files.slice(1) }));
    expect(events.map((event) => event.kind === 'file' && event.file.path)).toEqual(['b.ts', 'sub/c.md']);
  });

  it('goes on when a file vanishes, grows, empties or turns binary between survey and read', async () => {
    for (const name of ['gone.ts', 'grown.ts', 'emptied.ts', 'turned.ts', 'folder.ts']) {
      await writeFile(join(folder, name), 'x\n');
    }
    const { files } = await survey([folder]);
    await rm(join(folder, 'gone.ts'));
    await rm(join(folder, 'folder.ts'));
    await mkdir(join(folder, 'folder.ts'));
    await writeFile(join(folder, 'grown.ts'), 'y'.repeat(101));
    await writeFile(join(folder, 'emptied.ts'), ' \n');
    await writeFile(join(folder, 'turned.ts'), Buffer.alloc(10));
    const events = await collect(segmentStream([], { surveyed: files, maxFileSizeBytes: 100 }));
    expect(events.flatMap((event) => (event.kind === 'skipped' ? [event.skipped] : []))).toEqual([
      { root: 0, path: 'emptied.ts', reason: 'empty' },
      { root: 0, path: 'folder.ts', reason: 'vanished' },
      { root: 0, path: 'gone.ts', reason: 'vanished' },
      { root: 0, path: 'grown.ts', reason: 'tooLarge' },
      { root: 0, path: 'turned.ts', reason: 'binary' },
    ]);
    expect(events.filter(({ kind }) => kind === 'file')).toHaveLength(3);
  });

  it('reads a file that grew within the limit to its end', async () => {
    const [file] = (await survey([join(folder, 'a.ts')])).files;
    await writeFile(join(folder, 'a.ts'), 'z\n'.repeat(50));
    expect(await readFileSegments(file!, { maxFileSizeBytes: 100 })).toMatchObject({
      kind: 'read',
      bytes: 100,
    });
    expect(await readFileSegments(file!, { maxFileSizeBytes: 99 })).toEqual({
      kind: 'skipped',
      reason: 'tooLarge',
    });
  });

  it('reads a short file of an older encoding as its neighbours are', async () => {
    const long = '超时以后自动重试，最多三次。仓库管理员每周五盘点库存。\n';
    await writeFile(join(folder, 'sub', 'a.txt'), iconv.encode('库存\n', 'gbk'));
    await writeFile(join(folder, 'sub', 'z.txt'), iconv.encode(long, 'gbk'));
    const { files } = await survey([folder]);
    const events = await collect(segmentStream([], { surveyed: files }));
    const read = events.flatMap((event) =>
      event.kind === 'file' && event.guessed ? [[event.encoding, event.segments[0]!.text]] : [],
    );
    expect(read).toEqual([
      ['gbk', '库存\n'],
      ['gbk', long.slice(0, long.indexOf('。') + 1)],
    ]);
  });

  it('reads a program but for its squeezed line, and judges no file by the name of its folder', async () => {
    const squeezed = 'if(a){b(c,d);}else{e=f;}'.repeat(300);
    await mkdir(join(folder, 'site.js'));
    await writeFile(join(folder, 'site.js', 'Makefile'), `${squeezed}\n`);
    await writeFile(join(folder, 'd.js'), `one();\n${squeezed}\ntwo();\n`);
    await writeFile(join(folder, 'e.js'), `${squeezed}\n`);
    const read = await collect(segmentStream([folder]));
    const lines = (path: string) =>
      read.flatMap((event) =>
        event.kind === 'file' && event.file.path === path
          ? event.segments.map(({ text, startLine }) => [startLine, text.slice(0, 6)])
          : [],
      );
    expect(lines('d.js')).toEqual([
      [1, 'one();'],
      [2, '…\n'],
      [3, 'two();'],
    ]);
    expect(lines('site.js/Makefile')[0]).toEqual([1, 'if(a){']);
    expect(read).toContainEqual({
      kind: 'skipped',
      skipped: { root: 0, path: 'e.js', reason: 'minified' },
    });
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    const events = segmentStream([folder], { signal: controller.signal });
    expect((await events.next()).done).toBe(false);
    controller.abort();
    await expect(events.next()).rejects.toThrow(/abort/i);
  });

  it('names a root that is not there', async () => {
    const path = join(folder, 'nowhere');
    const failure = await collect(segmentStream([folder, path])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CorpusError);
    expect(failure).toMatchObject({ id: 'rootMissing', path });
    expect((failure as CorpusError).message).toContain(path);
  });
});
