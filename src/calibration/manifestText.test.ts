import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readManifest } from '../model/index.ts';
import type { Calibration, GroupFigures } from './calibrate.ts';
import { groups } from './domain.ts';
import { formatJson, withCalibration } from './manifestText.ts';

const shipped = join(import.meta.dirname, '../../models/minimind2-small');
const folder = await mkdtemp(join(tmpdir(), 'infiniask-calibration-'));
afterAll(() => rm(folder, { recursive: true }));

const figuresOf = (value: number): GroupFigures =>
  Object.fromEntries(
    groups.map((group, i) => [
      group,
      {
        windowMrr: value + i / 10,
        windowFirst: value,
        pooledMrr: value / 3,
        pooledFirst: 0,
        margin: -value / 100_000,
      },
    ]),
  ) as GroupFigures;

const comparison = { heads: [], selection: figuresOf(0.5), heldOut: figuresOf(1 / 3) };
const trial = {
  parameters: { lengthExponent: 0.25, lengthOffsetTokens: 4, headerCredit: 0.2 },
  pooledMrr: 0.5,
};
const found: Calibration = {
  heads: Array.from({ length: 64 }, (_, i) => ({
    head: { layer: Math.floor(i / 8), head: i % 8 },
    figures: figuresOf(i / 128),
  })),
  chosen: {
    ...comparison,
    heads: [
      { layer: 4, head: 1 },
      { layer: 2, head: 7 },
    ],
    reached: [0.4, 0.5],
  },
  before: comparison,
  beforeRescored: comparison,
  scoringBefore: trial.parameters,
  gain: { value: 0.1, standardErrors: 2 },
  parameters: { chosen: trial.parameters, trials: [trial], best: trial, before: trial, standardErrors: 0 },
  weak: { value: 0.0123, selection: 0.7, heldOut: 0.65 },
  weakBelow: 0.0123,
};

describe('withCalibration', () => {
  it('writes what the model is read with, and leaves the rest as it is', async () => {
    const before = await readFile(join(shipped, 'manifest.json'), 'utf8');
    const text = withCalibration(before, found, { seed: 3, samplesPerGroup: 16 });
    await writeFile(join(folder, 'manifest.json'), text);
    const manifest = await readManifest(folder);
    const old = await readManifest(shipped);
    expect(manifest).toMatchObject({
      ...old,
      reader: expect.anything() as object,
      calibration: expect.anything() as object,
    });
    expect(manifest.reader).toEqual({
      windowTokens: old.reader.windowTokens,
      heads: [
        { layer: 2, head: 7 },
        { layer: 4, head: 1 },
      ],
      scoring: { ...old.reader.scoring, ...trial.parameters },
      weakBelow: 0.0123,
    });
    const { calibration } = manifest;
    expect(calibration).toMatchObject({ seed: 3, samplesPerGroup: 16, groups: [...groups] });
    expect(calibration!.heldOut).toEqual({
      mrr: [0.333, 0.433, 0.533, 0.633],
      pooledMrr: [0.111, 0.111, 0.111, 0.111],
      weakAccuracy: 0.65,
    });
    expect(calibration!.heads).toHaveLength(64);
    expect(calibration!.heads[9]).toEqual({
      layer: 1,
      head: 1,
      mrr: [0.07, 0.17, 0.27, 0.37],
      first: 0.07,
      margin: 0,
    });
    expect(text).not.toContain('-0,');
    // A second time only what was found is replaced.
    expect(withCalibration(text, found, { seed: 3, samplesPerGroup: 16 })).toBe(text);
  });

  it('keeps one line for each head', async () => {
    const before = await readFile(join(shipped, 'manifest.json'), 'utf8');
    const text = withCalibration(before, found, { seed: 3, samplesPerGroup: 16 });
    expect(text.split('\n').filter((line) => line.includes('"margin"'))).toHaveLength(64);
  });
});

describe('formatJson', () => {
  it.each([
    {},
    [],
    { a: [], b: {}, c: null, d: [1, 'x "y" \\u00000'], f: { g: true } },
    {
      list: [
        { a: 1, deep: [{ b: [1, 2] }] },
        { b: [1, 2, 3], c: 'd' },
      ],
    },
  ])('loses nothing of %j', (value) => {
    expect(JSON.parse(formatJson(value))).toEqual(value);
  });

  it('keeps lists of plain values and items of other lists on a line each', () => {
    const text = formatJson({ a: 1, plain: [1, 2], items: [{ b: [3] }, { c: 4 }] });
    expect(text.split('\n')).toEqual([
      '{',
      '  "a": 1,',
      '  "plain": [1,2],',
      '  "items": [',
      '    {"b":[3]},',
      '    {"c":4}',
      '  ]',
      '}',
      '',
    ]);
  });
});
