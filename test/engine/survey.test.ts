/** What a question would read, against what it then reads. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AskFailure, Engine, Run } from '../../src/engine/index.ts';
import { prose } from '../cli/planted.ts';
import { modelFolder, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const memory = temporary();
const [without, engine] = [undefined, { folder: memory }].map(
  (options) => new Engine({ modelFolder, version: 'test', memory: options }),
) as [Engine, Engine];
afterAll(() => Promise.all([without.dispose(), engine.dispose()]));
const never = new AbortController().signal;

const text = temporary({
  ...Object.fromEntries(prose(12_000)),
  'logo.png': 'x',
  'big.txt': 'Word. '.repeat(20_000),
});
const params = { roots: [{ path: text }], corpus: { maxFileSizeBytes: 50_000 } };

describe('a survey', () => {
  it('says what is read and what is skipped, with about the tokens that are read then', async () => {
    const survey = await engine.survey(params, never);
    expect(survey.skipped).toEqual([
      { root: 0, path: 'big.txt', reason: 'tooLarge', sizeBytes: 120_000 },
      { root: 0, path: 'logo.png', reason: 'binary' },
    ]);
    expect(survey.bytes).toBeGreaterThan(11_000);
    // Nothing has been read yet on this machine, as far as this memory knows.
    expect(survey.estimatedMs).toBeNull();

    const { coverage, timing } = await engine.ask(
      { question: 'Who built the office?', writer: 'none', ...params },
      new Run(),
    );
    expect(survey.files).toBe(coverage.files);
    expect(survey.tokens).toBeGreaterThan(coverage.tokens / 2);
    expect(survey.tokens).toBeLessThan(coverage.tokens * 2);

    // All of it is known now; how fast that is read is not.
    const { estimatedMs, ...rest } = await engine.survey(params, never);
    expect({ ...rest, estimatedMs: null }).toEqual(survey);
    const readMs = (survey.tokens / timing.tokensPerSecond) * 1000;
    expect(estimatedMs).toBe(Math.round(readMs / 8));

    const { timing: again } = await engine.ask(
      { question: 'Who built the office?', writer: 'none', ...params },
      new Run(),
    );
    const recalledMs = (survey.tokens / again.tokensPerSecond) * 1000;
    expect((await engine.survey(params, never)).estimatedMs).toBe(Math.round(recalledMs));

    // The same again under other names: paths are read too, so nothing of it is known.
    const moved = [...prose(12_000)].map(([name, content]) => [`moved/${name}`, content] as const);
    const unknown = await engine.survey({ roots: [{ path: temporary(Object.fromEntries(moved)) }] }, never);
    expect(unknown.estimatedMs).toBe(Math.round((unknown.tokens / timing.tokensPerSecond) * 1000));
  });

  it('has no estimate where nothing is kept', async () => {
    expect((await without.survey(params, never)).estimatedMs).toBeNull();
  });

  it('is empty for an empty folder, and fails for none', async () => {
    expect(await engine.survey({ roots: [{ path: temporary() }] }, never)).toMatchObject({
      files: 0,
      tokens: 0,
      skipped: [],
    });
    const missing = engine.survey({ roots: [{ path: join(text, 'nowhere') }] }, never);
    await expect(missing).rejects.toThrow(AskFailure);
    await expect(missing).rejects.toMatchObject({ id: 'rootMissing' });
  });

  it('ends when it is aborted', async () => {
    await expect(engine.survey(params, AbortSignal.abort())).rejects.toThrow(AskFailure);
  });
});
