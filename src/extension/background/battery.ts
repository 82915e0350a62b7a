/** Whether the computer runs on battery now. */
import { join } from 'node:path';
import { system, type System } from '../../system/index.ts';

const LINUX_SUPPLIES = '/sys/class/power_supply';

/**
 * @returns undefined where it is not known: on Windows, where only a native library or a slow script could tell, and
 * on machines without sensors. Never rejects.
 */
export async function onBattery(from: System = system): Promise<boolean | undefined> {
  try {
    if (from.platform === 'linux') return await linuxOnBattery(from);
    if (from.platform === 'darwin') return macOnBattery(await from.run('/usr/bin/pmset', ['-g', 'batt']));
    return undefined;
  } catch {
    return undefined;
  }
}

/** Files by the kernel's documentation, ABI/testing/sysfs-class-power. */
async function linuxOnBattery({ list, read }: System): Promise<boolean | undefined> {
  const supplies = await Promise.all(
    (await list(LINUX_SUPPLIES)).map(async (name) => {
      const of = (file: string): Promise<string> =>
        read(join(LINUX_SUPPLIES, name, file)).then(
          (text) => text.trim(),
          () => '',
        );
      const [type, online, status, scope] = await Promise.all(['type', 'online', 'status', 'scope'].map(of));
      return { type, online, status, scope };
    }),
  );
  // Skips batteries of devices, such as a mouse.
  const ours = supplies.filter(({ type, scope }) => type !== '' && scope !== 'Device');
  if (ours.length === 0) return undefined;
  if (ours.some(({ type, online }) => type === 'Mains' && online === '1')) return false;
  return ours.some(({ type, status }) => (type === 'Battery' || type === 'UPS') && status === 'Discharging');
}

function macOnBattery(printed: string): boolean | undefined {
  const source = /drawing from '(.*?)'/.exec(printed)?.[1];
  return source === undefined ? undefined : source !== 'AC Power';
}
