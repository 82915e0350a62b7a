/** `infiniask devices`: what could read here, and why it does or does not. */
import { builtFolder, installed, isFaster, tryDevices } from '../engine/index.ts';
import type { TriedDevice } from '../engine/index.ts';
import { inWords } from '../messages/index.ts';
import { printableJson, printableLine } from '../text/index.ts';
import { chosenModels } from './chosenModels.ts';

export interface DevicesOptions {
  readonly reader?: string;
  readonly json?: boolean;
}

/** Tries each device and prints a line for it as soon as it is known. */
export async function showDevices({ reader: named, json }: DevicesOptions): Promise<void> {
  const { modelFolder, userModels, trialProgram, memory } = installed();
  const { reader = modelFolder } = await chosenModels(named === undefined ? {} : { reader: named });
  const folder = await builtFolder(reader, false, userModels);
  const tried: TriedDevice[] = [];
  const show = (line: string): void => {
    if (!json) process.stdout.write(`${printableLine(line)}\n`);
  };
  for await (const one of tryDevices(folder, { program: trialProgram!, recordsFolder: memory?.folder })) {
    tried.push(one);
    show(deviceLine(one));
  }
  show('cpu      always there');
  if (json) process.stdout.write(`${printableJson({ devices: tried.map(jsonDevice) })}\n`);
  else if (tried.some(isFaster)) show('\nA faster one is used with --device auto.');
}

/** A device with its verdict, in one line. */
export function deviceLine(tried: TriedDevice): string {
  const { device, refused, tokensPerSecond = 0, cpuTokensPerSecond = 1 } = tried;
  const name = device.padEnd(8);
  if (refused) return `${name} not used: ${inWords(refused)}`;
  const times = (tokensPerSecond / cpuTokensPerSecond).toFixed(1);
  const speed = `${tokensPerSecond.toFixed(0)} tokens/s, ${times} times the CPU`;
  return `${name} gives the CPU’s numbers, ${speed}${isFaster(tried) ? '' : ': not worth using'}`;
}

function jsonDevice({ refused, ...device }: TriedDevice): object {
  return { ...device, refused: refused && inWords(refused) };
}
