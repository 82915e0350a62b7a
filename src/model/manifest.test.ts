import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelError } from './errors.ts';
import { readerDepth, readManifest } from './manifest.ts';
import type { CalibrationRecord, Manifest } from './manifest.ts';

const shipped = join(import.meta.dirname, '../../models/minimind2-small');
const folder = await mkdtemp(join(tmpdir(), 'infiniask-manifest-'));
afterAll(() => rm(folder, { recursive: true }));

async function failureOf(text: string): Promise<ModelError> {
  await writeFile(join(folder, 'manifest.json'), text);
  const error: unknown = await readManifest(folder).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

function calibrationOf({ config }: Manifest): CalibrationRecord {
  return {
    seed: 1,
    samplesPerGroup: 4,
    groups: ['prose', 'code'],
    heldOut: { mrr: [1, 1], pooledMrr: [1, 1], weakAccuracy: 1 },
    heads: Array.from({ length: config.layers * config.heads }, (_, i) => ({
      layer: Math.floor(i / config.heads),
      head: i % config.heads,
      mrr: [0.5, 0.25],
      first: 0.1,
      margin: 0,
    })),
  };
}

describe('readManifest', () => {
  it('reads the manifest that is shipped', async () => {
    const manifest = await readManifest(shipped);
    expect(manifest.id).toBe('minimind2-small');
    expect(manifest.config).toMatchObject({ layers: 8, heads: 8, keyValueHeads: 2, vocabularySize: 6400 });
    for (const { layer, head } of manifest.reader.heads) {
      expect(layer).toBeLessThan(manifest.config.layers);
      expect(head).toBeLessThan(manifest.config.heads);
    }
    const { maxPositions } = manifest.config;
    expect(maxPositions).toBeGreaterThan(manifest.reader.windowTokens * 1.5);
    const { maxContextTokens, maxAnswerTokens } = manifest.writer!;
    expect(maxPositions).toBeGreaterThan(maxContextTokens + maxAnswerTokens);
  });

  it('says that there is no model, and where it looked', async () => {
    const nowhere = join(folder, 'nowhere');
    await expect(readManifest(nowhere)).rejects.toMatchObject({ id: 'modelMissing' });
    await expect(readManifest(nowhere)).rejects.toThrow(nowhere);
  });

  it('takes a record of the calibration', async () => {
    const manifest = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8')) as Manifest;
    const calibration = calibrationOf(manifest);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, calibration }));
    expect((await readManifest(folder)).calibration).toEqual(calibration);
  });

  it('says which description is not usable, and why', async () => {
    const text = await readFile(join(shipped, 'manifest.json'), 'utf8');
    const changed = (change: (manifest: Manifest) => object): string =>
      JSON.stringify(change(JSON.parse(text) as Manifest));

    const cut = await failureOf(text.slice(0, 200));
    expect(cut.id).toBe('modelCorrupt');
    expect(cut.message).toContain(join(folder, 'manifest.json'));
    const heads = await failureOf(changed((m) => ({ ...m, reader: { ...m.reader, heads: [] } })));
    expect(heads).toMatchObject({ id: 'modelCorrupt' });
    expect(heads.message).toContain('reader.heads is empty');
    const groups = await failureOf(changed((m) => ({ ...m, config: { ...m.config, keyValueHeads: 3 } })));
    expect(groups.message).toContain('multiple of keyValueHeads');
    const size = await failureOf(changed((m) => ({ ...m, config: { ...m.config, headSize: 20 } })));
    expect(size.message).toContain('multiple of 16');
    const layers = await failureOf(changed((m) => ({ ...m, config: { ...m.config, layers: 0 } })));
    expect(layers.message).toContain('layers must be positive');
    const calibration = (change: (record: CalibrationRecord) => object): Promise<ModelError> =>
      failureOf(changed((m) => ({ ...m, calibration: change(calibrationOf(m)) })));
    const missing = await calibration((record) => ({ ...record, heads: record.heads.slice(1) }));
    expect(missing.message).toContain('it has 63 heads, the model has 64');
    const order = await calibration((record) => ({ ...record, heads: record.heads.toReversed() }));
    expect(order.message).toContain('head 7.7 is out of order');
    const group = await calibration((record) => ({ ...record, groups: ['prose'] }));
    expect(group.message).toContain('head 0.0 has not one figure for each group');
    const heldOut = await calibration((record) => ({ ...record, heldOut: { ...record.heldOut, mrr: [] } }));
    expect(heldOut.message).toContain('heldOut has not one figure for each group');
  });
});

describe('reader.scoring', () => {
  const withScoring = async (change: (scoring: object) => object | undefined): Promise<string> => {
    const manifest = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8')) as Manifest;
    const scoring = change(manifest.reader.scoring);
    return JSON.stringify({ ...manifest, reader: { ...manifest.reader, scoring } });
  };

  it('must be there', async () => {
    const failure = await failureOf(await withScoring(() => undefined));
    expect(failure.id).toBe('modelCorrupt');
    expect(failure.message).toContain('reader.scoring is missing');
  });

  it.each([
    ['lengthExponent', -0.1],
    ['lengthExponent', 1.1],
    ['lengthExponent', undefined],
    ['lengthOffsetTokens', -1],
    ['lengthOffsetTokens', null],
    ['headerCredit', 2],
    ['headerCredit', '0.5'],
    ['keywordShare', -1],
    ['keywordShare', 1.01],
    ['outstandingSegments', -1],
    ['outstandingSegments', undefined],
  ])('must not have %s %j', async (name, value) => {
    const failure = await failureOf(await withScoring((scoring) => ({ ...scoring, [name]: value })));
    expect(failure.id).toBe('modelCorrupt');
    expect(failure.message).toContain(`reader.scoring.${name} is out of range`);
  });

  it.each([0, 1])('may have %d everywhere', async (value) => {
    const scoring = {
      lengthExponent: value,
      lengthOffsetTokens: value,
      headerCredit: value,
      keywordShare: value,
      outstandingSegments: value,
    };
    await writeFile(join(folder, 'manifest.json'), await withScoring(() => scoring));
    expect((await readManifest(folder)).reader.scoring).toEqual(scoring);
  });
});

describe('readerDepth', () => {
  it('is the deepest layer with a retrieval head', () => {
    expect(
      readerDepth([
        { layer: 2, head: 7 },
        { layer: 5, head: 0 },
        { layer: 3, head: 1 },
      ]),
    ).toBe(5);
  });
});
