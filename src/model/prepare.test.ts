import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { tinyModel } from '../../test/model/tinyModel.ts';
import type { BuildNotice } from './prepare.ts';
import { builtFolderOf, buildVariant, prepareModel } from './prepare.ts';
import { withLock } from '../system/index.ts';
import { readManifest } from './manifest.ts';
import { openReader, openWriter } from './roles.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-prepare-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

function modelFile(): { file: string; folder: string } {
  const file = join(scratch, `Tiny model-${count++}.Q4.gguf`);
  writeFileSync(file, tinyModel());
  return { file, folder: join(scratch, `built-${count}`) };
}

describe('prepareModel', () => {
  it('builds for reading once, then for writing as well, and opens in both roles', async () => {
    const { file, folder } = modelFile();
    const onBuild = vi.fn<(notice: BuildNotice) => void>();
    const read = await prepareModel(file, { folder, writes: false, onBuild });
    expect(basename(read)).toMatch(/^tiny-model-\d+\.q4-[0-9a-f]{12}$/);
    expect(onBuild).toHaveBeenCalledOnce();
    expect(onBuild.mock.calls[0]![0]).toMatchObject({ name: 'Tiny', isKnown: false });
    expect(readdirSync(read)).not.toContain('writer.onnx');
    const sizes = ['weights.bin', 'embedding.bin'].map((name) => readFileSync(join(read, name)).length);
    const size = sizes[0]! + sizes[1]!;
    // Each weight begins at a multiple of 64.
    expect(size).toBeGreaterThanOrEqual(onBuild.mock.calls[0]![0].diskBytes);
    expect(size).toBeLessThan(onBuild.mock.calls[0]![0].diskBytes * 1.02);

    const reader = await openReader(read);
    const window = reader.tokensOf('the key hangs behind the door');
    const [attention] = await reader.read([window], [reader.prepare('where?')]);
    const scores = [...attention!.questions[0]!];
    expect(scores).toHaveLength(window.length);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    await expect(openWriter(read)).rejects.toThrow(/has not been built/);
    await reader.dispose();

    expect(await prepareModel(file, { folder, writes: false, onBuild })).toBe(read);
    expect(onBuild).toHaveBeenCalledOnce();
    expect(await prepareModel(file, { folder, writes: true, onBuild })).toBe(read);
    expect(onBuild).toHaveBeenCalledTimes(2);
    const writer = await openWriter(read);
    const texts: string[] = [];
    for await (const text of writer.write('where?', [{ text: 'behind the door' }])) texts.push(text);
    expect(texts.length).toBeGreaterThan(0);
    await writer.dispose();
    await prepareModel(file, { folder, writes: false, onBuild });
    expect(onBuild).toHaveBeenCalledTimes(2);
  });

  it('keeps the heads that it was calibrated to when it writes later', async () => {
    const { file, folder } = modelFile();
    const read = await prepareModel(file, { folder, writes: false });
    const manifest = await readManifest(read);
    const heads = [{ layer: 1, head: 3 }];
    await buildVariant(file, read, { ...manifest, reader: { ...manifest.reader, heads } });
    await (await openReader(read)).dispose();
    expect(await prepareModel(file, { folder, writes: true })).toBe(read);
    expect((await readManifest(read)).reader.heads).toEqual(heads);
    await (await openWriter(read)).dispose();
  });

  it('is asked for both roles at the same time, and builds once for each', async () => {
    const { file, folder } = modelFile();
    const onBuild = vi.fn<(notice: BuildNotice) => void>();
    const all = [false, true, false, true].map((writes) => prepareModel(file, { folder, writes, onBuild }));
    const [built] = await Promise.all(all);
    expect(onBuild.mock.calls.length).toBeLessThan(3);
    await (await openReader(built!)).dispose();
    await (await openWriter(built!)).dispose();
  });

  it('does not wait for another when it is stopped', async () => {
    const { file, folder } = modelFile();
    const first = prepareModel(file, { folder, writes: true });
    const stop = new AbortController();
    const second = prepareModel(file, { folder, writes: true, signal: stop.signal });
    stop.abort(new Error('not now'));
    await expect(second).rejects.toThrow('not now');
    expect(basename(await first)).toMatch(/^tiny/);
  });

  it('builds again what is damaged', async () => {
    const { file, folder } = modelFile();
    const read = await prepareModel(file, { folder, writes: true });
    writeFileSync(join(read, 'reader.onnx'), 'damaged');
    rmSync(join(read, 'weights.bin'));
    expect(await prepareModel(file, { folder, writes: false })).toBe(read);
    await (await openReader(read)).dispose();
  });

  it('builds again when the file is another one', async () => {
    const { file, folder } = modelFile();
    const first = await prepareModel(file, { folder, writes: false });
    utimesSync(file, new Date(1e12), new Date(1e12));
    const second = await prepareModel(file, { folder, writes: false });
    expect(second).not.toBe(first);
  });

  it('refuses what needs more memory than there is before it builds anything', async () => {
    const { file, folder } = modelFile();
    const small = prepareModel(file, { folder, writes: true, memoryBytes: 1e8 });
    await expect(small).rejects.toThrow(/would take about 0\.3 GB of memory; this computer has 0\.1 GB/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is stopped at once, and begins anew the next time', async () => {
    const { file, folder } = modelFile();
    const stop = new AbortController();
    const stopped = prepareModel(file, {
      folder,
      writes: false,
      signal: stop.signal,
      onBuild: () => stop.abort(new Error('not now')),
    });
    await expect(stopped).rejects.toThrow('not now');
    expect(readdirSync(folder)).toEqual([]);
    const built = await prepareModel(file, { folder, writes: false });
    await (await openReader(built)).dispose();
  });

  it('leaves nothing of a build that is stopped in the middle', async () => {
    const { file, folder } = modelFile();
    const stop = new AbortController();
    const stopped = prepareModel(file, {
      folder,
      writes: true,
      signal: stop.signal,
      makeRoom: () => {
        setTimeout(() => stop.abort(new Error('not now')), 5);
        return Promise.resolve();
      },
    });
    await expect(stopped).rejects.toThrow('not now');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes what a process that was killed has left half written', async () => {
    const { file, folder } = modelFile();
    const built = await prepareModel(file, { folder, writes: false });
    writeFileSync(join(built, 'writer.bin.4242.tmp'), 'half');
    await prepareModel(file, { folder, writes: true });
    expect(readdirSync(built).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('waits for another process that builds it, and builds nothing that is there then', async () => {
    const { file, folder } = modelFile();
    const onBuild = vi.fn<(notice: BuildNotice) => void>();
    const at = await builtFolderOf(file, folder);
    let first: Promise<string> | undefined;
    await withLock(
      `${at}.lock`,
      async () => {
        first = prepareModel(file, { folder, writes: false, onBuild });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(onBuild).not.toHaveBeenCalled();
      },
      { signal: new AbortController().signal },
    );
    await first;
    expect(onBuild).toHaveBeenCalledOnce();
  });

  it('keeps the files for reading as they are when it is built to write as well', async () => {
    const { file, folder } = modelFile();
    const built = await prepareModel(file, { folder, writes: false });
    const before = statSync(join(built, 'weights.bin'));
    await prepareModel(file, { folder, writes: true });
    const { ino, mtimeMs } = statSync(join(built, 'weights.bin'));
    expect([ino, mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    await (await openWriter(built)).dispose();
  });

  it('goes on writing when what it was built for is damaged and it is wanted to read', async () => {
    const { file, folder } = modelFile();
    const built = await prepareModel(file, { folder, writes: true });
    writeFileSync(join(built, 'reader.onnx'), 'damaged');
    await prepareModel(file, { folder, writes: false });
    await (await openWriter(built)).dispose();
  });

  it('asks for room before it writes, and says so where the folder cannot be made', async () => {
    const { file, folder } = modelFile();
    const makeRoom = vi.fn(() => Promise.reject(new Error('no room')));
    await expect(prepareModel(file, { folder, writes: false, makeRoom })).rejects.toThrow('no room');
    expect(makeRoom.mock.calls[0]).toEqual([expect.any(Number), await builtFolderOf(file, folder)]);
    expect(readdirSync(folder)).toEqual([]);
    await expect(prepareModel(file, { folder: file, writes: false })).rejects.toThrow(/cannot be written to/);
  });

  it('says what is wrong with a tokeniser', async () => {
    const { file, folder } = modelFile();
    writeFileSync(file, tinyModel({ 'tokenizer.ggml.pre': { type: 8, value: 'klingon' } }));
    await expect(prepareModel(file, { folder, writes: false })).rejects.toThrow(/"klingon"/);
  });
});
