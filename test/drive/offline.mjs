// Cuts the network off: everything has to work on this machine alone.
import { spawnSync } from 'node:child_process';

/** In the environment of a process that has a network namespace of its own, with nothing but the loopback in it. */
const MARK = 'INFINIASK_NETWORK_OFF';
const LOOPBACK = 'ip link set lo up';

/** Starts this program again without a network and ends with its result; where that is not allowed it says so and goes on. */
export function withoutNetwork() {
  if (process.env[MARK]) return;
  const unshare = (
    /** @type {string} */ script,
    /** @type {import('node:child_process').SpawnSyncOptions} */ options,
  ) =>
    spawnSync('unshare', ['--net', 'sh', '-c', `${LOOPBACK} && ${script}`, 'sh', ...process.argv], options);
  if (unshare('true', { stdio: 'ignore' }).status !== 0) {
    console.log('The network stays on: this needs root on Linux, unshare and ip.');
    return;
  }
  console.log('The network is off.');
  const { status } = unshare('exec "$@"', { stdio: 'inherit', env: { ...process.env, [MARK]: '1' } });
  process.exit(status ?? 1);
}
