/** `--reader` and `--writer` with a model of the user's, from the file to the answer. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { tinyModel } from '../model/tinyModel.ts';
import { infiniask } from './command.ts';
import type { Printed } from './command.ts';

const temporary = temporaryFolders();
const folder = temporary({
  'notes.txt': 'The silver key hangs behind the blue door.\nRain fell for a week.\n',
});
const model = join(temporary({ 'tiny.gguf': tinyModel() }), 'tiny.gguf');
const question = 'Where does the key hang?';

describe('a model of the user’s', { timeout: 60_000 }, () => {
  it('is built once, then reads and writes', async () => {
    const built = temporary();
    const env = { INFINIASK_MODELS: built, INFINIASK_CACHE: 'none' };
    const args = ['--json', '--reader', model, '--writer', model, question, folder];
    const first = await infiniask(args, undefined, env);
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/Preparing Tiny, once: about 0\.\d GB of memory.*\n.*all heads of a layer/);
    const printed = JSON.parse(first.stdout) as Printed;
    expect(printed.model).toBe('tiny');
    expect(printed.evidence[0]!.text).toContain('silver key');
    const [only, ...others] = readdirSync(built);
    expect(only).toMatch(/^tiny-[0-9a-f]{12}$/);
    expect(others).toEqual([]);
    expect(readdirSync(join(built, only!))).toContain('writer.onnx');

    const second = await infiniask(args, undefined, env);
    expect(second).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Preparing') as string });
  });

  it('is refused with words, and nothing is built', async () => {
    const built = temporary();
    const bad = join(
      temporary({ 'bad.gguf': tinyModel({ 'general.architecture': { type: 8, value: 'mamba' } }) }),
      'bad.gguf',
    );
    const env = { INFINIASK_MODELS: built, INFINIASK_CACHE: 'none' };
    const refused = await infiniask(['--json', '--reader', bad, question, folder], undefined, env);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/architecture “mamba”, which InfiniAsk does not read/);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { id: 'modelCorrupt' } });
    expect(readdirSync(built)).toEqual([]);
    const nowhere = await infiniask(['--writer', join(built, 'no.gguf'), question, folder], undefined, env);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toMatch(/no model called .*\n.*embedded, endpoint or none/);
  });
});
