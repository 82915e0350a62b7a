/** What the tests of the built programs share: where those are, and temporary folders to ask about. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');
export const modelFolder = join(root, 'models/minimind2-small');

/** Path of a built program. @throws when it has to be built first */
export function program(name: 'engine' | 'cli' | 'tokeniser' | 'extractor' | 'deviceTrial'): string {
  const path = join(root, 'dist', `${name}.cjs`);
  if (!existsSync(path) || !existsSync(join(modelFolder, 'build.json'))) {
    throw new Error('Build first: node scripts/build.mjs && node dist/cli.cjs build-model');
  }
  return path;
}

/** Makes temporary folders that go when the tests of the file have ended. */
export function temporaryFolders(): (files?: Readonly<Record<string, string | Uint8Array>>) => string {
  const made: string[] = [];
  afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  return (files = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'infiniask-test-'));
    made.push(folder);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  };
}

/**
 * Whether a process runs. One that has ended counts as ended also while it waits to be asked for its result: where a
 * container has no init process, nobody asks for those whose parent is gone.
 */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return process.platform !== 'linux' || stateOf(processId) !== 'Z';
  } catch {
    return false;
  }
}

/** The letter after the program's name, which is in brackets and may itself have some: see proc_pid_stat(5). */
function stateOf(processId: number): string | undefined {
  return /.*\) (\w)/s.exec(readFileSync(`/proc/${processId}/stat`, 'utf8'))?.[1];
}
