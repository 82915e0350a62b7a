import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyModel } from '../../test/model/tinyModel.ts';
import { builtIdentity, prepareModel } from '../model/index.ts';
import { useBuilt } from './builtModels.ts';
import { PreparedList } from './preparedModels.ts';
import { LastSpeed } from './speed.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-prepared-'));
const [root, records] = [join(scratch, 'built'), join(scratch, 'windows')];
const file = join(scratch, 'tiny.gguf');
const prepared = new PreparedList({ root, limitBytes: 5e9, records });
beforeAll(() => writeFileSync(file, tinyModel()));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('PreparedList', () => {
  it('knows nothing of what was not prepared, and of what is no model', async () => {
    expect(await prepared.measured(file)).toEqual({});
    expect(await prepared.measured(join(scratch, 'nowhere.gguf'))).toEqual({});
    expect(await prepared.remove(file)).toBe(0);
    expect(await prepared.all()).toEqual({ folder: root, bytes: 0, limitBytes: 5e9 });
  });

  it('tells disk space and speed, and removes it unless it is in use', async () => {
    const folder = await prepareModel(file, { folder: root, writes: false });
    const { model } = (await builtIdentity(folder))!;
    const reading = { tokens: 5000, windows: 10, remembered: 0, tokensPerSecond: 777 };
    await new LastSpeed(records).note(model, reading);
    const { preparedBytes = 0, tokensPerSecond } = await prepared.measured(file);
    expect(tokensPerSecond).toBe(777);
    expect(preparedBytes).toBeGreaterThan(10_000);
    expect((await prepared.all()).bytes).toBe(preparedBytes);
    const use = await useBuilt(folder, root);
    expect(await prepared.remove(file)).toBeUndefined();
    await use.release();
    expect(await prepared.remove(file)).toBeGreaterThan(10_000);
    // How fast it was is known all the same, when it is prepared again.
    expect(await prepared.measured(file)).toEqual({});
  });
});
