/** Which device encodes: each is tried in a process of its own first, and what came of it is remembered. */
import { execFile } from 'node:child_process';
import type { Message } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import { builtIdentity, devicesHere, MOST_DIFFERENCE, runtimeVersion } from '../model/index.ts';
import type { DeviceId, Trial } from '../model/index.ts';
import { ModelRecords } from './modelRecords.ts';

/** `auto`: the fastest that gives the CPU's numbers. */
export type DeviceChoice = DeviceId | 'auto';

/** A driver that takes longer for one window, compiling included, is of no use. */
const TRIAL_MS = 120_000;

export interface TriedDevice {
  readonly device: DeviceId;
  /** Tokens of a window per second; not given where it is not usable. */
  readonly tokensPerSecond?: number;
  /** Those of the CPU in the same trial. */
  readonly cpuTokensPerSecond?: number;
  /** Why it is not used. */
  readonly refused?: Message;
}

export interface TrialOptions {
  /** The built `trialProgram.ts`. */
  readonly program: string;
  /** Where results are kept; not given, each is tried anew. */
  readonly recordsFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Tries every device that this build of the runtime knows, but the CPU, in order of promise, and notes the results. @param folder of a built model */
export async function* tryDevices(folder: string, options: TrialOptions): AsyncGenerator<TriedDevice> {
  for (const device of await devicesHere()) if (device !== 'cpu') yield tryOne(folder, device, options);
}

/**
 * The device that encodes for a model.
 * @param folder of a built model
 * @returns `refused` says why the device that was asked for is not used
 */
export async function deviceFor(
  choice: DeviceChoice,
  folder: string,
  options: TrialOptions,
): Promise<{ device: DeviceId; refused?: Message }> {
  if (choice === 'cpu') return { device: 'cpu' };
  const known = await devicesHere();
  if (choice !== 'auto') {
    if (!known.includes(choice)) return refusing(choice, message('deviceNotBuiltIn'));
    const { refused } = await knownOrTried(folder, choice, options);
    return refused ? refusing(choice, refused) : { device: choice };
  }
  let best: TriedDevice | undefined;
  for (const device of known) {
    if (device === 'cpu') continue;
    const tried = await knownOrTried(folder, device, options);
    if (isFaster(tried) && (tried.tokensPerSecond ?? 0) > (best?.tokensPerSecond ?? 0)) best = tried;
  }
  return { device: best?.device ?? 'cpu' };
}

/** Whether a device is usable and worth using. */
export function isFaster({ refused, tokensPerSecond = 0, cpuTokensPerSecond = 0 }: TriedDevice): boolean {
  return !refused && tokensPerSecond > cpuTokensPerSecond;
}

function refusing(device: DeviceId, why: Message): { device: DeviceId; refused: Message } {
  return { device: 'cpu', refused: message('deviceRefused', device, why) };
}

async function knownOrTried(folder: string, device: DeviceId, options: TrialOptions): Promise<TriedDevice> {
  const { records, identity } = await recordOf(folder, device, options);
  const record = await records?.get(identity);
  const { tokensPerSecond, cpuTokensPerSecond } = record ?? {};
  if (typeof tokensPerSecond === 'number' && typeof cpuTokensPerSecond === 'number')
    return { device, tokensPerSecond, cpuTokensPerSecond };
  return tryOne(folder, device, options);
}

/** What was usable is noted; what was not is tried again, since drivers are installed and mended. */
async function tryOne(folder: string, device: DeviceId, options: TrialOptions): Promise<TriedDevice> {
  const tried = verdictOf(device, await runTrial(folder, device, options));
  const { records, identity } = await recordOf(folder, device, options);
  if (!tried.refused) await records?.set(identity, tried).catch(() => undefined);
  return tried;
}

async function recordOf(
  folder: string,
  device: DeviceId,
  { recordsFolder }: TrialOptions,
): Promise<{ records: ModelRecords | undefined; identity: string }> {
  const model = (await builtIdentity(folder))?.model ?? folder;
  return {
    records: recordsFolder === undefined ? undefined : new ModelRecords(recordsFolder, 'devices.json'),
    identity: JSON.stringify([model, await runtimeVersion(), process.platform, process.arch, device]),
  };
}

/** How a trial ended: as the program says, or without a word of it. */
type Ended = Trial | { readonly error: string } | { readonly signal: string } | 'timeout';

function verdictOf(device: DeviceId, ended: Ended): TriedDevice {
  if (ended === 'timeout') return { device, refused: message('deviceTooSlow', `${TRIAL_MS / 1000}`) };
  if ('signal' in ended) return { device, refused: message('deviceCrashed', ended.signal) };
  if ('error' in ended) return { device, refused: message('deviceFailed', firstLine(ended.error)) };
  const { difference, tokens, milliseconds, cpuMilliseconds } = ended;
  // `!(a <= b)`: also where it is no number.
  if (!(difference <= MOST_DIFFERENCE)) return { device, refused: message('deviceWrong') };
  return {
    device,
    tokensPerSecond: (1000 * tokens) / milliseconds,
    cpuTokensPerSecond: (1000 * tokens) / cpuMilliseconds,
  };
}

function runTrial(
  folder: string,
  device: DeviceId,
  { program, signal, timeoutMs = TRIAL_MS }: TrialOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, folder, device],
      {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        signal,
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      },
      (error, stdout) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        try {
          const said = JSON.parse(stdout) as
            { error: string } | (Omit<Trial, 'difference'> & { difference: number | null });
          resolve('difference' in said ? { ...said, difference: said.difference ?? Infinity } : said);
        } catch {
          resolve(error?.killed ? 'timeout' : { signal: error?.signal ?? `${error?.code ?? 'no answer'}` });
        }
      },
    );
  });
}

/** The runtime's errors go over several lines and begin with a path of its build. */
function firstLine(error: string): string {
  const [line = ''] = error.trim().split('\n');
  return line.replace(/^\S+\.(?:cc|h):\d+ (?:.*?was false\. )?/, '');
}
