import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { physicalCores, usableCores } from './cores.ts';
import type { System } from '../system/index.ts';

/** A system of which these files can be read and these commands be run. */
function system(platform: NodeJS.Platform, answers: Record<string, string>): System {
  const answer = (name: string): Promise<string> =>
    name in answers ? Promise.resolve(answers[name]!) : Promise.reject(new Error(`no ${name}`));
  return {
    platform,
    list: async (folder) => (await answer(folder)).split(' '),
    read: (path) => answer(path.replaceAll('\\', '/')),
    run: (program, args) => answer([program, ...args].join(' ')),
  };
}

const cpu = '/sys/devices/system/cpu';
const siblings = (n: number): string => `${cpu}/cpu${n}/topology/thread_siblings_list`;
const sysctl = '/usr/sbin/sysctl -n hw.perflevel0.physicalcpu';

describe('the cores by themselves', () => {
  it('of Linux are the lists of siblings that differ; a processor that is off has none', async () => {
    const files = {
      [cpu]: 'cpu0 cpu1 cpu2 cpu3 cpu10 cpufreq cpuidle online',
      [siblings(0)]: '0,2\n',
      [siblings(1)]: '1,3\n',
      [siblings(2)]: '0,2\n',
      [siblings(3)]: '1,3\n',
    };
    expect(await physicalCores(system('linux', files))).toBe(2);
  });

  it('of a Mac are the fast ones', async () => {
    expect(await physicalCores(system('darwin', { [sysctl]: '6\n' }))).toBe(6);
    expect(await physicalCores(system('darwin', { [sysctl]: 'unknown oid\n' }))).toBeUndefined();
  });

  it('are not known where nothing says so', async () => {
    expect(await physicalCores(system('linux', {}))).toBeUndefined();
    expect(await physicalCores(system('linux', { [cpu]: 'cpu0 cpu1' }))).toBeUndefined();
    expect(await physicalCores(system('darwin', {}))).toBeUndefined();
    expect(await physicalCores(system('win32', {}))).toBeUndefined();
  });

  it('of this machine are asked for without failing', async () => {
    const cores = await physicalCores();
    expect(cores === undefined || cores >= 1).toBe(true);
  });
});

it('never gives a model more threads than this process may use', async () => {
  const cores = await usableCores();
  expect(cores ?? 1).toBeGreaterThanOrEqual(1);
  expect(cores ?? 1).toBeLessThanOrEqual(availableParallelism());
});
