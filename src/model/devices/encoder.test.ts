import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tinyModel } from '../../../test/model/tinyModel.ts';
import { readManifest, readerDepth } from '../manifest.ts';
import { prepareModel } from '../prepare.ts';
import { loadNativeRuntime, ModelRuntime } from '../runtime.ts';
import { devicesOf } from './device.ts';
import { largestDifference } from './trial.ts';

const scratch = mkdtempSync(join(tmpdir(), 'infiniask-encoder-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const windows = [0, 1, 2, 3].map((first) => Int32Array.from({ length: 12 }, (_, i) => 5 + first + i));
let folder: string;
beforeAll(async () => {
  const file = join(scratch, 'tiny.gguf');
  writeFileSync(file, tinyModel());
  folder = await prepareModel(file, { folder: scratch, writes: false });
});

type Native = Awaited<ReturnType<typeof loadNativeRuntime>>;

/** The runtime, of which a made-up device runs as the CPU does until it fails. @param works number of runs that succeed */
async function failingAfter(works: number): Promise<Native> {
  const native = await loadNativeRuntime();
  const create = async (path: string, options: { executionProviders?: readonly string[] }) => {
    const { executionProviders, ...rest } = options;
    const session = await native.InferenceSession.create(path, rest);
    if (!executionProviders) return session;
    if (works < 0) throw new Error('no adapter');
    let runs = 0;
    return {
      run: (...of: Parameters<typeof session.run>) =>
        runs++ < works ? session.run(...of) : Promise.reject(new Error('device lost')),
      release: () => session.release(),
    };
  };
  return { ...native, Tensor: native.Tensor, InferenceSession: { create } } as unknown as Native;
}

describe('a device', () => {
  it.each([
    ['that cannot be opened', -1, 'no adapter'],
    ['that fails at once', 0, 'device lost'],
    ['that is lost after two windows', 2, 'device lost'],
  ])('%s costs nothing: the CPU does the window and the rest', async (_, works, why) => {
    const { config, reader } = await readManifest(folder);
    const options = { folder, config, depth: readerDepth(reader.heads) };
    const onDeviceLost = vi.fn<(why: string) => void>();
    const native = await failingAfter(works);
    const cpu = await ModelRuntime.open(options);
    const device = await ModelRuntime.open({ ...options, device: 'webgpu', onDeviceLost }, () =>
      Promise.resolve(native),
    );
    for (const window of windows) expect(await device.pack(window)).toEqual(await cpu.pack(window));
    expect(onDeviceLost.mock.calls).toEqual([[why]]);
    await Promise.all([cpu.dispose(), device.dispose()]);
  });
});

describe('devicesOf', () => {
  it('has those that the runtime knows, the most promising first, and the CPU always', () => {
    expect(devicesOf([{ name: 'cpu' }, { name: 'webgpu' }, { name: 'cuda' }, { name: 'qnn' }])).toEqual([
      'cuda',
      'webgpu',
      'cpu',
    ]);
    expect(devicesOf([])).toEqual(['cpu']);
  });
});

describe('largestDifference', () => {
  const states = (...values: number[]) =>
    ({ lengths: [1], tensors: { key: { data: Float32Array.from(values) } } }) as never;

  it('is relative to the largest value, and infinite for what is no number', () => {
    expect(largestDifference(states(4, -8, 0), states(4, -7, 0))).toBeCloseTo(1 / 8);
    expect(largestDifference(states(1, 2), states(1, 2))).toBe(0);
    expect(largestDifference(states(1, 2), states(1, NaN))).toBe(Infinity);
  });
});
