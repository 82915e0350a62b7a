/** What fails once does not fail for ever: the next question works, and ending frees everything. */
import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import { WindowStore } from '../../src/memory/index.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();

/** An engine with a copy of the model, whose files can be taken away. */
function engineOf() {
  const model = temporary();
  cpSync(modelFolder, model, { recursive: true });
  const roots = [{ path: temporary({ 'a.txt': 'The ferry leaves at nine.\n' }) }];
  const engine = new Engine({
    modelFolder: model,
    version: 'test',
    memory: { folder: temporary() },
    threads: 1,
  });
  const ask = () => engine.ask({ question: 'When does the ferry leave?', roots, writer: 'none' }, new Run());
  const file = join(model, 'reader.onnx');
  return {
    engine,
    ask,
    take: () => renameSync(file, `${file}.away`),
    bring: () => renameSync(`${file}.away`, file),
  };
}

describe('a graph that cannot be loaded', () => {
  it('is loaded by the next question once its file is there', { timeout: 60_000 }, async () => {
    const { engine, ask, take, bring } = engineOf();
    await engine.describe();
    take();
    await expect(ask()).rejects.toThrow(/reader\.onnx/);
    bring();
    expect((await ask()).evidence).toHaveLength(1);
    await engine.dispose();
  });

  it('does not keep the memory from being closed', { timeout: 60_000 }, async () => {
    const close = vi.spyOn(WindowStore.prototype, 'close');
    const { engine, ask, take } = engineOf();
    await engine.describe();
    take();
    await expect(ask()).rejects.toThrow();
    await engine.dispose();
    expect(close).toHaveBeenCalledOnce();
    close.mockClear();

    const unopened = engineOf();
    unopened.take();
    const asked = unopened.ask();
    await Promise.all([expect(asked).rejects.toThrow(), unopened.engine.dispose()]);
    close.mockRestore();
  });
});
