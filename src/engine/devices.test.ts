import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inWords } from '../messages/index.ts';
import { deviceFor, isFaster, tryDevices } from './devices.ts';

const folder = mkdtempSync(join(tmpdir(), 'infiniask-devices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A program in place of a trial. @returns its path */
function trial(source: string): string {
  const path = join(folder, `trial-${count++}.cjs`);
  writeFileSync(path, source);
  chmodSync(path, 0o600);
  return path;
}
const printing = (result: object): string =>
  trial(`process.stdout.write(${JSON.stringify(JSON.stringify(result))})`);
const right = { difference: 1e-6, tokens: 100, milliseconds: 10, cpuMilliseconds: 40 };

async function refusal(program: string, timeoutMs?: number): Promise<string | undefined> {
  const { device, refused } = await deviceFor('webgpu', folder, { program, ...(timeoutMs && { timeoutMs }) });
  expect(device).toBe(refused ? 'cpu' : 'webgpu');
  return refused && inWords(refused);
}

describe('deviceFor', () => {
  it('takes a device with the numbers of the CPU', async () => {
    expect(await refusal(printing(right))).toBeUndefined();
  });

  it('refuses wrong numbers, and what is no number', async () => {
    const wrong = 'The device webgpu is not used: its numbers are not those of the CPU. The CPU reads.';
    expect(await refusal(printing({ ...right, difference: 2e-3 }))).toBe(wrong);
    expect(await refusal(printing({ ...right, difference: null }))).toBe(wrong);
  });

  it('survives a driver that throws, dies or hangs', async () => {
    const error = '/src/webgpu_context.cc:136 Initialize() x was false. No supported adapters\n  at x';
    expect(await refusal(printing({ error }))).toContain('it cannot be used: No supported adapters.');
    expect(await refusal(trial('process.kill(process.pid, "SIGKILL")'))).toContain('(SIGKILL)');
    expect(await refusal(trial('process.exit(7)'))).toContain('(7)');
    expect(await refusal(trial('for (;;);'), 200)).toContain('it did not finish one window');
  });

  it('says where the runtime has no support for a device', async () => {
    const { device, refused } = await deviceFor('coreml', folder, { program: trial('') });
    // Only the runtime of a Mac has it.
    if (process.platform !== 'darwin') expect(inWords(refused!)).toContain('has no support for it');
    expect(device).toBe('cpu');
  });

  it('takes the fastest by itself, and the CPU where none is faster', async () => {
    const of = (milliseconds: number) =>
      deviceFor('auto', folder, { program: printing({ ...right, milliseconds }) });
    expect((await of(10)).device).not.toBe('cpu');
    expect(await of(41)).toEqual({ device: 'cpu' });
    expect(isFaster({ device: 'webgpu', tokensPerSecond: 2, cpuTokensPerSecond: 3 })).toBe(false);
  });

  it('remembers what was usable, and tries again what was not', async () => {
    const recordsFolder = join(folder, 'records');
    const ask = async (program: string) =>
      (await deviceFor('webgpu', folder, { program, recordsFolder })).device;
    expect(await ask(printing({ error: 'no driver' }))).toBe('cpu');
    expect(await ask(printing(right))).toBe('webgpu');
    expect(await ask(printing({ error: 'not asked' }))).toBe('webgpu');
  });

  it('ends a trial with the question', async () => {
    const stop = new AbortController();
    const asked = deviceFor('webgpu', folder, { program: trial('for (;;);'), signal: stop.signal });
    stop.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('tryDevices', () => {
  it('tries every device but the CPU', async () => {
    const found = [];
    for await (const { device } of tryDevices(folder, { program: printing(right) })) found.push(device);
    expect(found).toContain('webgpu');
    expect(found).not.toContain('cpu');
  });
});
