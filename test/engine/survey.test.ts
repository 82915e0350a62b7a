/** What a question would read, against what it then reads. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AskFailure, Engine } from '../../src/engine/index.ts';
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
const params = { roots: [{ path: text }], maxFileSizeBytes: 50_000 };

describe('a survey', () => {
  it('says what is read and what is skipped, with about the tokens that are read then', async () => {
    const survey = await engine.survey(params, never);
    expect(survey.skipped).toEqual([
      { root: 0, path: 'big.txt', reason: 'tooLarge' },
      { root: 0, path: 'logo.png', reason: 'binary' },
    ]);
    expect(survey.bytes).toBeGreaterThan(11_000);
    // Nothing has been read yet on this machine, as far as this memory knows.
    expect(survey.estimatedMs).toBeNull();

    const { coverage, timing } = await engine.ask(
      { question: 'Who built the office?', writer: 'none', ...params },
      () => undefined,
      never,
    );
    expect(survey.files).toBe(coverage.files);
    expect(survey.tokens).toBeGreaterThan(coverage.tokens / 2);
    expect(survey.tokens).toBeLessThan(coverage.tokens * 2);

    const next = await engine.survey(params, never);
    expect(next).toEqual({
      ...survey,
      estimatedMs: Math.round((survey.tokens / timing.tokensPerSecond) * 1000),
    });
    // Once more, with all windows known: no machine reads so fast.
    await engine.ask(
      { question: 'Who built the office?', writer: 'none', ...params },
      () => undefined,
      never,
    );
    expect(await engine.survey(params, never)).toEqual(next);
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
