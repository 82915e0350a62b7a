import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// What the engine keeps between questions must not come from an earlier run, nor stay.
const cache = mkdtempSync(join(tmpdir(), 'infiniask-tests-'));
process.env['INFINIASK_CACHE'] = cache;
// Nor may what the user of this machine chose.
process.env['INFINIASK_CONFIG'] = join(cache, 'config');
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          // Each of these keeps all cores busy with a model: one after the other is not slower, and steadier.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
