/** The program of a trial: a driver that crashes or hangs takes only this process with it. `node deviceTrial.cjs FOLDER DEVICE [TOKENS]` */
import type { DeviceId } from './device.ts';
import { tryDevice } from './trial.ts';

const [folder, device, tokens] = process.argv.slice(2) as [string, DeviceId, string?];
tryDevice(folder, device, tokens === undefined ? undefined : Number(tokens)).then(
  (trial) => {
    // JSON has no Infinity.
    const difference = Number.isFinite(trial.difference) ? trial.difference : null;
    process.stdout.write(JSON.stringify({ ...trial, difference }));
  },
  (error: unknown) => {
    process.stdout.write(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  },
);
