/**
 * WebGPU without a graphics card: SwiftShader, a driver that computes on the CPU, comes with Debian's chromium, which the tests
 * install for the panel. Slow, and enough to see that the graphs run on WebGPU and what is done where numbers are wrong.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareModel } from '../../src/model/index.ts';
import type { Trial } from '../../src/model/index.ts';
import { modelFolder, program } from '../engine/setting.ts';
import { tinyModel } from './tinyModel.ts';

const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const TIMEOUT = 300_000;
const scratch = mkdtempSync(join(tmpdir(), 'infiniask-webgpu-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = {
  ...process.env,
  LD_LIBRARY_PATH: '/usr/lib/chromium',
  VK_ICD_FILENAMES: DRIVER,
  XDG_RUNTIME_DIR: scratch,
  XDG_CACHE_HOME: scratch,
};
if (!existsSync(DRIVER)) process.stderr.write(`WebGPU is not tested: there is no ${DRIVER}.\n`);

describe.skipIf(!existsSync(DRIVER))('WebGPU by SwiftShader', () => {
  const file = join(scratch, 'tiny.gguf');
  let folder: string;
  beforeAll(async () => {
    writeFileSync(file, tinyModel());
    folder = await prepareModel(file, { folder: scratch, writes: false });
  });

  it.each([
    ['a made model', () => folder],
    ['the embedded model', () => modelFolder],
  ])(
    'gives the numbers of the CPU for a small window of %s',
    (_, folderOf) => {
      const args = [program('deviceTrial'), folderOf(), 'webgpu', '20'];
      const { difference, tokens } = JSON.parse(
        execFileSync(process.execPath, args, { env, encoding: 'utf8' }),
      ) as Trial;
      expect(tokens).toBe(20);
      expect(difference).toBeLessThan(1e-4);
    },
    TIMEOUT,
  );

  it(
    'answers with the evidence of the CPU, whatever the device does with larger windows',
    () => {
      const text = join(scratch, 'text');
      mkdirSync(text);
      writeFileSync(join(text, 'bridge.md'), 'The bridge was built by Ada Marlow.\n\nIt closed in 1950.\n');
      const ask = (device: string) => {
        const args = ['--json', '--writer', 'none', '--no-cache', '--reader', file, '--device', device];
        const said = execFileSync(
          process.execPath,
          [program('cli'), ...args, 'Who built the bridge?', text],
          {
            env,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        const { evidence } = JSON.parse(said) as { evidence: { startLine: number; text: string }[] };
        return evidence.map(({ startLine, text }) => ({ startLine, text }));
      };
      expect(ask('webgpu')).toEqual(ask('cpu'));
    },
    TIMEOUT,
  );
});
