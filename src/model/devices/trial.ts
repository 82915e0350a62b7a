/** Tries a device with a window whose numbers are known from the CPU. */
import { readManifest, readerDepth } from '../manifest.ts';
import { ModelRuntime } from '../runtime.ts';
import type { KeyValues } from '../runtime.ts';
import { Tokeniser } from '../tokeniser.ts';
import type { DeviceId } from './device.ts';

/** What a device made of the window. */
export interface Trial {
  /** Largest difference of any key or value from the CPU's, as a share of the largest of its tensor. */
  readonly difference: number;
  readonly tokens: number;
  /** Of the second run: the first compiles what it needs. */
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}

/** Keys and values of a device may differ from the CPU's by this share: rounding differs, ranks do not. */
export const MOST_DIFFERENCE = 1e-3;

/** Prose, code, Chinese, numbers and rare letters: what a device computes wrongly need not be wrong for all of it. */
const TEXT = `The bridge over the river Elde was built in 1907 by Ada Marlow, and closed for 20 years.
export function retryDelay(attempt: number): number { return Math.min(30_000, 2 ** attempt * 250); }
这座桥建于一九〇七年，由工程师设计。 Łódź, Ångström, naïve: 3.14159, 0xFF, §4(b).`;

/**
 * Encodes a window on the CPU and on a device, twice each.
 * @param folder of a built model @param most tokens of the window; default: all of the text
 * @throws Error of the runtime where the device is not there or fails
 */
export async function tryDevice(folder: string, device: DeviceId, most = Infinity): Promise<Trial> {
  const manifest = await readManifest(folder);
  const ids = (await Tokeniser.open(folder))
    .encode(TEXT)
    .slice(0, Math.min(most, manifest.reader.windowTokens));
  const depth = readerDepth(manifest.reader.heads);
  const runOn = async (where: DeviceId): Promise<{ states: KeyValues; ms: number }> => {
    let lost: string | undefined;
    const onDeviceLost = (why: string): void => void (lost = why);
    const runtime = await ModelRuntime.open({
      folder,
      config: manifest.config,
      depth,
      device: where,
      onDeviceLost,
    });
    try {
      await runtime.encode([ids]);
      const started = performance.now();
      const states = await runtime.encode([ids]);
      if (lost !== undefined) throw new Error(lost);
      return { states, ms: performance.now() - started };
    } finally {
      await runtime.dispose();
    }
  };
  const [cpu, other] = [await runOn('cpu'), await runOn(device)];
  return {
    difference: largestDifference(cpu.states, other.states),
    tokens: ids.length,
    milliseconds: other.ms,
    cpuMilliseconds: cpu.ms,
  };
}

/** As in `Trial.difference`; Infinity where anything is no number. */
export function largestDifference(right: KeyValues, other: KeyValues): number {
  let most = 0;
  for (const [name, { data }] of Object.entries(right.tensors)) {
    const [expected, found] = [data as Float32Array, other.tensors[name]!.data as Float32Array];
    let [largest, difference] = [0, 0];
    for (const [i, value] of expected.entries()) {
      const off = Math.abs(value - found[i]!);
      if (!Number.isFinite(off)) return Infinity;
      difference = Math.max(difference, off);
      largest = Math.max(largest, Math.abs(value));
    }
    most = Math.max(most, largest > 0 ? difference / largest : difference);
  }
  return most;
}
