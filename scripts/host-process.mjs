// Child processes that never outlive the script that started them.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './environment.mjs';

/** Leaders of the process groups that are still ours to end. @type {Set<number>} */
const groups = new Set();
let guarded = false;

/** Ends every group on the way out: also on Ctrl+C, a termination signal or an uncaught error. */
function guard() {
  if (guarded) return;
  guarded = true;
  // First of all: whatever else is tidied at the end must not race with a server that still writes.
  process.prependListener('exit', () => {
    for (const pid of groups) signalGroup(pid, 'SIGKILL');
  });
  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ]) {
    process.on(String(signal), () => process.exit(128 + Number(number)));
  }
}

/** @param {number} pid @param {NodeJS.Signals | 0} signal @returns {boolean} whether a process of the group was there */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/**
 * Starts a program as the leader of its own process group, its output going to a file. Nothing that is started here is
 * part of the npm run: `env` is the cleaned environment unless it is given.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile: string }} options
 */
export function startGroup(command, args, { cwd, env = cleanEnvironment(), logFile }) {
  guard();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const pid = child.pid;
  if (pid !== undefined) groups.add(pid);
  /** @type {Promise<number>} the exit code; rejects when the program cannot be started */
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => log.end(() => resolve(code ?? (signal ? 128 : 1))));
  });
  // Whoever does not await the end is still told nothing went unhandled.
  exited.catch(() => {});
  return {
    child,
    exited,
    /** Asks the whole group to end, then insists. */
    async stop() {
      if (pid === undefined) return;
      signalGroup(pid, 'SIGTERM');
      for (let waited = 0; waited < 3000 && signalGroup(pid, 0); waited += 50) await sleep(50);
      signalGroup(pid, 'SIGKILL');
      groups.delete(pid);
    },
  };
}

/**
 * Runs a program to its end; a failure carries the last lines of its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile: string }} options
 */
export async function runToEnd(command, args, options) {
  const group = startGroup(command, args, options);
  try {
    const code = await group.exited;
    if (code === 0) return;
    throw new Error(
      `\`${[command, ...args].join(' ')}\` ended with ${code}:\n${await tail(options.logFile)}`,
    );
  } finally {
    await group.stop();
  }
}

/** The last lines of a log. @param {string} file @param {number} [lines] */
export async function tail(file, lines = 40) {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** A TCP port of the loopback interface that is free now. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Waits until a server answers any HTTP request.
 * @param {string} url
 * @param {{ exited: Promise<number> }} group the server; when it ends first, waiting ends too
 * @param {string} logFile quoted when it does not come up
 * @param {number} [timeoutMs]
 */
export async function waitForHttp(url, group, logFile, timeoutMs = 60_000) {
  let ended = false;
  group.exited.then(
    () => (ended = true),
    () => (ended = true),
  );
  const deadline = Date.now() + timeoutMs;
  while (!ended && Date.now() < deadline) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`The server at ${url} ${ended ? 'ended' : 'did not answer'}:\n${await tail(logFile)}`);
}
