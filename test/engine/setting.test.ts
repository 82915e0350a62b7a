import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isAlive } from './setting.ts';

it('this process is alive', () => {
  expect(isAlive(process.pid)).toBe(true);
});

it.skipIf(process.platform !== 'linux')(
  'a process that has ended is not, also when its parent does not ask how',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [pid] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
      await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);
