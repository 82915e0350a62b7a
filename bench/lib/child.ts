import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Runs this benchmark again in a process of its own, `--child SPEC`, whose standard output is its result as JSON: its
 * memory is its own, and it opens everything anew.
 * @param spec any JSON value; the benchmark knows what it means
 * @throws Error when the process fails
 */
export function runChild(spec: unknown): unknown {
  const output = execFileSync(
    process.execPath,
    ['--enable-source-maps', __filename, '--child', JSON.stringify(spec)],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return JSON.parse(output) as unknown;
}

/** The largest memory this process has had, in bytes. */
export function ownPeakBytes(): number {
  // On Linux `maxRSS` is never less than what the process had that started this one.
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) * 1024;
}
