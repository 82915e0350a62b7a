/** The number of threads, measured with the real model; which one is best is not asked here. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine, Run } from '../../src/engine/index.ts';
import { ThreadTuner } from '../../src/engine/threadTuner.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const never = new AbortController().signal;

describe.runIf(availableParallelism() > 1)('the number of threads', () => {
  it('is measured, kept for this model and found by the next engine', async () => {
    const folder = temporary();
    const tuner = new ThreadTuner(folder, modelFolder);
    expect(await tuner.threads('a model')).toBeUndefined();
    expect(await tuner.tune('a model', never)).toBe(true);
    const threads = await new ThreadTuner(folder, modelFolder).threads('a model');
    expect(threads).toBeGreaterThanOrEqual(1);
    expect(threads).toBeLessThanOrEqual(availableParallelism());
    expect(await tuner.threads('another model')).toBeUndefined();
  });

  it('is not measured to the end when a question comes', async () => {
    const folder = temporary();
    const abort = new AbortController();
    const tuning = new ThreadTuner(folder, modelFolder).tune('a model', abort.signal);
    abort.abort();
    expect(await tuning).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is measured by an engine some time after its first answer, and survives its clearing', async () => {
    const [text, memory] = [temporary({ 'a.txt': 'The ferry leaves at nine.\n' }), temporary()];
    const engine = new Engine({ modelFolder, version: 'test', memory: { folder: memory } });
    try {
      await engine.describe();
      const roots = [{ path: text }];
      await engine.ask({ question: 'When?', roots, writer: 'none' }, new Run());
      expect(readdirSync(memory)).not.toContain('tuning.json');
      while (!readdirSync(memory).includes('tuning.json')) await new Promise((go) => setTimeout(go, 50));
      await engine.clearMemory();
      const record = JSON.parse(readFileSync(join(memory, 'tuning.json'), 'utf8')) as object;
      expect(Object.values(record)).toEqual([
        expect.objectContaining({ measurements: 1, cores: availableParallelism() }),
      ]);
    } finally {
      await engine.dispose();
    }
  });
});
