import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { familyCases, familyMade } from '../../test/model/familyFiles.ts';
import { ggufBytes } from '../../test/model/gguf.ts';
import type { MadeValue } from '../../test/model/gguf.ts';
import { randomModel } from '../../test/model/randomModel.ts';
import type { BuildNotice } from './prepare.ts';
import { prepareModel } from './prepare.ts';
import { openReader, openWriter } from './roles.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-prepare-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

const word = (value: string): MadeValue => ({ type: 8, value });
const family = familyCases['Qwen3']!;
/** A byte each for printable characters, a space and a line end, as byte-level vocabularies write them. */
const tokens = [...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)), 'Ġ', 'Ċ'];
const vocabulary: Record<string, MadeValue> = {
  'general.name': word('Tiny'),
  'tokenizer.ggml.model': word('gpt2'),
  'tokenizer.ggml.pre': word('qwen2'),
  'tokenizer.ggml.tokens': { type: 9, value: tokens.map(word) },
  'tokenizer.ggml.token_type': { type: 9, value: tokens.map(() => ({ type: 5, value: 1 })) },
  'tokenizer.ggml.merges': { type: 9, value: [word('i n')] },
};

function modelFile(): { file: string; folder: string } {
  const made = familyMade(family, randomModel(family.config, 71).naive);
  const file = join(scratch, `Tiny model-${count++}.Q4.gguf`);
  writeFileSync(file, ggufBytes({ ...made, metadata: { ...made.metadata, ...vocabulary } }));
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
    const size = readFileSync(join(read, 'weights.bin')).length;
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
    expect(existsSync(folder)).toBe(false);
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
    const built = await prepareModel(file, { folder, writes: false });
    await (await openReader(built)).dispose();
  });

  it('says what is wrong with a tokeniser', async () => {
    const { file, folder } = modelFile();
    const made = familyMade(family, randomModel(family.config, 71).naive);
    const pre = { ...vocabulary, 'tokenizer.ggml.pre': word('klingon') };
    writeFileSync(file, ggufBytes({ ...made, metadata: { ...made.metadata, ...pre } }));
    await expect(prepareModel(file, { folder, writes: false })).rejects.toThrow(/"klingon"/);
  });
});
