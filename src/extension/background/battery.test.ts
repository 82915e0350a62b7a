import { describe, expect, it } from 'vitest';
import type { System } from '../../system/index.ts';
import { onBattery } from './battery.ts';

const folder = '/sys/class/power_supply';

/** A Linux machine with these supplies, each given as its files. */
function linux(supplies: Record<string, Record<string, string>>): System {
  return {
    platform: 'linux',
    list: (path) =>
      path === folder ? Promise.resolve(Object.keys(supplies)) : Promise.reject(new Error(path)),
    read: (path) => {
      const [name = '', file = ''] = path
        .replaceAll('\\', '/')
        .slice(folder.length + 1)
        .split('/');
      const text = supplies[name]?.[file];
      return text === undefined ? Promise.reject(new Error(path)) : Promise.resolve(`${text}\n`);
    },
    run: () => Promise.reject(new Error('no such program')),
  };
}

/** A Mac on which `pmset -g batt` prints this. */
function mac(printed: string | undefined): System {
  return {
    ...linux({}),
    platform: 'darwin',
    run: (program, args) =>
      printed !== undefined && program === '/usr/bin/pmset' && args.join(' ') === '-g batt'
        ? Promise.resolve(printed)
        : Promise.reject(new Error(program)),
  };
}

const mains = (online: string) => ({ type: 'Mains', online });
const battery = (status: string) => ({ type: 'Battery', status, scope: 'System' });
const mouse = { type: 'Battery', status: 'Discharging', scope: 'Device' };

describe('on Linux', () => {
  it.each([
    ['a laptop that is unplugged', { AC: mains('0'), BAT0: battery('Discharging') }, true],
    ['a laptop that charges', { AC: mains('1'), BAT0: battery('Charging') }, false],
    ['a laptop that is plugged in and full', { AC: mains('1'), BAT0: battery('Full') }, false],
    ['two batteries, one in use', { BAT0: battery('Unknown'), BAT1: battery('Discharging') }, true],
    ['a battery without more', { BAT0: { type: 'Battery', status: 'Discharging' } }, true],
    [
      'a plugged laptop that draws on its battery too',
      { AC: mains('1'), BAT0: battery('Discharging') },
      false,
    ],
    ['a desktop with a mouse', { AC: mains('1'), mouse }, false],
    ['an emergency supply in use', { ups: { type: 'UPS', status: 'Discharging' } }, true],
    ['nothing but a mouse', { mouse }, undefined],
    ['no supply', {}, undefined],
    ['files that cannot be read', { BAT0: {} }, undefined],
  ])('%s', async (_, supplies, expected) => {
    expect(await onBattery(linux(supplies as Record<string, Record<string, string>>))).toBe(expected);
  });

  it('nothing is known without the folder', async () => {
    expect(
      await onBattery({ ...linux({}), list: () => Promise.reject(new Error('ENOENT')) }),
    ).toBeUndefined();
  });
});

describe('on a Mac', () => {
  it.each([
    [
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t82%; discharging; 4:03 remaining present: true\n",
      true,
    ],
    ["Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining\n", false],
    ["Now drawing from 'AC Power'\n", false],
    ["Now drawing from 'UPS Power'\n", true],
    ['', undefined],
    [undefined, undefined],
  ])('%j', async (printed, expected) => {
    expect(await onBattery(mac(printed))).toBe(expected);
  });
});

it('on Windows nothing is known', async () => {
  expect(await onBattery({ ...mac("Now drawing from 'Battery Power'"), platform: 'win32' })).toBeUndefined();
});

it('on this machine nothing fails', async () => {
  expect([true, false, undefined]).toContain(await onBattery());
});
