/** Models in their roles: one folder in two of them, one that reads behind another, and what is replaced while it is used. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AskProgress } from '../../src/contract/index.ts';
import { Engine, Run } from '../../src/engine/index.ts';
import type { EngineOptions } from '../../src/engine/index.ts';
import { ModelRuntime, openReader, openWriter } from '../../src/model/index.ts';
import type { Manifest } from '../../src/model/index.ts';
import { EngineClient } from '../../src/client/index.ts';
import { builtModels, removeBuilt } from '../../src/engine/builtModels.ts';
import { prose } from '../cli/planted.ts';
import { tinyModel } from '../model/tinyModel.ts';
import { modelFolder, program, temporaryFolders } from './setting.ts';

const temporary = temporaryFolders();
const text = temporary(Object.fromEntries(prose(6000)));
const question = { question: 'What did the founders do first?', roots: [{ path: text }] };

/** The embedded model under another name. */
function renamed(id: string, change: (manifest: Manifest) => Partial<Manifest> = () => ({})): string {
  const folder = temporary();
  cpSync(modelFolder, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  writeFileSync(path, JSON.stringify({ ...manifest, id, ...change(manifest) }));
  return folder;
}

async function withEngine<T>(
  options: Partial<EngineOptions>,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = new Engine({ modelFolder, version: 'test', ...options });
  try {
    return await work(engine);
  } finally {
    await engine.dispose();
  }
}

afterEach(() => void vi.restoreAllMocks());

describe('the roles of one folder', () => {
  it('share one runtime, which ends with the last of them', async () => {
    const opens = vi.spyOn(ModelRuntime, 'open');
    const disposes = vi.spyOn(ModelRuntime.prototype, 'dispose');
    const reader = await openReader(modelFolder);
    const writer = await openWriter(modelFolder);
    expect(opens).toHaveBeenCalledOnce();
    await reader.dispose();
    await reader.dispose();
    expect(disposes).not.toHaveBeenCalled();
    await writer.dispose();
    expect(disposes).toHaveBeenCalledOnce();
    await (await openReader(modelFolder)).dispose();
    expect(opens).toHaveBeenCalledTimes(2);
  });

  it('are two models where they are two folders', async () => {
    const result = await withEngine({ writerFolder: renamed('scribe') }, (engine) =>
      engine.ask({ ...question, writer: 'embedded' }, new Run()),
    );
    expect(result).toMatchObject({ model: 'minimind2-small', answer: { writer: 'scribe' } });
  });
});

describe('a model that only reads', () => {
  it('is no writer, and says so', async () => {
    const mute = renamed('mute', () => ({ writer: undefined }));
    await withEngine({ modelFolder: mute }, async (engine) => {
      expect((await engine.ask({ ...question, writer: 'none' }, new Run())).model).toBe('mute');
      const asked = engine.ask({ ...question, writer: 'embedded' }, new Run());
      await expect(asked).rejects.toMatchObject({ id: 'modelCorrupt' });
    });
  });
});

describe('a rereader', () => {
  it('judges what the reader found, and keeps its evidence within the budget', async () => {
    const ask = (options: Partial<EngineOptions>) =>
      withEngine(options, (engine) =>
        engine.ask({ ...question, writer: 'none', budgetTokens: 200 }, new Run()),
      );
    const alone = await ask({});
    const twice = await ask({ rereaderFolder: renamed('second') });
    expect(twice.strategy).toBe('heads+lexical, reread');
    expect(twice.coverage).toEqual(alone.coverage);
    expect(twice.evidence.length).toBeGreaterThan(0);
    // The same model twice: what is best by the one is among the best by the other.
    const places = alone.evidence.map(({ path, startLine }) => `${path}:${startLine}`);
    expect(places).toContain(`${twice.evidence[0]!.path}:${twice.evidence[0]!.startLine}`);
  });
});

describe('a role that is replaced', () => {
  it('serves the next question; the one under way ends with what it began with', async () => {
    await withEngine({}, async (engine) => {
      let replaced: Promise<void> | undefined;
      const replace = (progress: AskProgress): void => {
        if (progress.kind === 'read') replaced ??= engine.replace({ role: 'reader', folder: other });
      };
      const other = renamed('other');
      const under = await engine.ask({ ...question, writer: 'none' }, new Run(replace));
      expect(replaced).toBeDefined();
      await replaced;
      expect(under).toMatchObject({ model: 'minimind2-small', coverage: { complete: true } });
      const next = await engine.ask({ ...question, writer: 'embedded' }, new Run());
      expect(next).toMatchObject({ model: 'other', answer: { writer: 'minimind2-small' } });
      await engine.replace({ role: 'writer', folder: other });
      const written = await engine.ask({ ...question, writer: 'embedded' }, new Run());
      expect(written.answer.writer).toBe('other');
    });
  });
});

describe('a role that is replaced in the process', () => {
  it('serves from then on, also after the process was started again, until it is given back', async () => {
    const client = new EngineClient({ enginePath: program('engine') });
    try {
      const ask = () =>
        client.ask({ ...question, writer: 'embedded' }, () => undefined, new AbortController().signal);
      const modelsOf = async () => {
        const { model, strategy, answer } = await ask();
        return { reads: model, strategy, writes: answer.writer };
      };
      const [alone, twice] = ['heads+lexical', 'heads+lexical, reread'];
      const embedded = 'minimind2-small';
      expect(await modelsOf()).toEqual({ reads: embedded, strategy: alone, writes: embedded });
      const { processId } = client;

      await client.replace({ role: 'reader', folder: renamed('other') });
      await client.replace({ role: 'rereader', folder: renamed('second') });
      await client.replace({ role: 'writer', folder: renamed('scribe') });
      const replaced = { reads: 'other', strategy: twice, writes: 'scribe' };
      expect(await modelsOf()).toEqual(replaced);
      expect(client.processId).toBe(processId);

      process.kill(processId!, 'SIGKILL');
      await expect.poll(() => client.processId).toBeUndefined();
      expect(await modelsOf()).toEqual(replaced);

      for (const role of ['reader', 'rereader', 'writer'] as const) await client.replace({ role });
      expect(await modelsOf()).toEqual({ reads: embedded, strategy: alone, writes: embedded });
    } finally {
      await client.dispose();
    }
  });

  it('fails the question, not the engine, where the folder holds no model', async () => {
    const client = new EngineClient({ enginePath: program('engine') });
    try {
      const describe = () => client.describe();
      await client.replace({ role: 'reader', folder: temporary() });
      await expect(describe()).rejects.toMatchObject({ id: 'modelMissing' });
      await client.replace({ role: 'reader' });
      expect((await describe()).model).toBe('minimind2-small');
    } finally {
      await client.dispose();
    }
  });
});

describe('a question whose model is prepared first', () => {
  it('ends at once when it is stopped, and nothing is left half built', async () => {
    const root = temporary();
    const stop = new AbortController();
    const userModels = { folder: root, onBuild: () => stop.abort() };
    const modelFile = join(temporary({ 'tiny.gguf': tinyModel() }), 'tiny.gguf');
    await withEngine({ modelFolder: modelFile, writerFolder: modelFolder, userModels }, async (engine) => {
      const stopped = engine.ask({ ...question, writer: 'none' }, new Run(undefined, stop.signal));
      await expect(stopped).rejects.toMatchObject({ id: 'cancelled' });
      await vi.waitFor(() => expect(readdirSync(root)).toEqual([]));
      const again = await engine.ask({ ...question, writer: 'none' }, new Run());
      expect(again).toMatchObject({ model: 'tiny', cancelled: false });
    });
    expect(readdirSync(root)).toEqual([expect.stringMatching(/^tiny-[0-9a-f]{12}$/)]);
  });

  it('has a model that nobody removes while it is open', async () => {
    const root = temporary();
    const modelFile = join(temporary({ 'tiny.gguf': tinyModel() }), 'tiny.gguf');
    const userModels = { folder: root };
    await withEngine({ modelFolder: modelFile, writerFolder: modelFolder, userModels }, async (engine) => {
      await engine.describe();
      const [built] = await builtModels(root);
      expect(await removeBuilt(built!.folder)).toBeUndefined();
      await engine.replace({ role: 'reader', folder: modelFolder });
      expect(await removeBuilt(built!.folder)).toBeGreaterThan(0);
    });
  });
});
