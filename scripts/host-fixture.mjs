// Workspaces for the suite and the drives, made anew in a temporary folder: names with spaces, `#` or other scripts
// need not be tracked as files then, and no run sees what another one left.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder, and how to be rid of it; at the latest it goes with this process. */
export async function temporaryFolder(label = 'host') {
  const path = await realpath(await mkdtemp(join(tmpdir(), `infiniask-${label}-`)));
  const options = { recursive: true, force: true, maxRetries: 5 };
  const onExit = () => rmSync(path, options);
  process.on('exit', onExit);
  return {
    path,
    async remove() {
      await rm(path, options);
      process.off('exit', onExit);
    },
  };
}

/**
 * Writes files by their paths relative to a folder.
 * @param {string} root
 * @param {Readonly<Record<string, string | Uint8Array>>} files
 */
export async function writeFiles(root, files) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Two folders whose facts stand on known lines; see `makeWorkspace`. */
const FILES = {
  'library/README.md':
    '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
  'library/src/loans.ts':
    '/** Days a book may be kept. */\nexport const LOAN_DAYS = 28;\n\n' +
    'export function isOverdue(daysKept: number): boolean {\n  return daysKept > LOAN_DAYS;\n}\n',
  'notes & plans #1/日记 one.txt':
    'Monday: rain.\nTuesday: the ferry to Elba leaves at 7:40 from pier three.\n',
};

/**
 * A multi-root workspace. Facts: loan period, `library/src/loans.ts` line 2; archive key, `library/README.md` line 4;
 * ferry, `notes & plans #1/日记 one.txt` line 2 (a path that has to be escaped in every link).
 * @param {string} parent an empty folder
 * @returns {Promise<{ workspaceFile: string, library: string, notes: string }>}
 */
export async function makeWorkspace(parent) {
  await writeFiles(parent, FILES);
  const workspaceFile = join(parent, 'fixture.code-workspace');
  const folders = [{ path: 'library' }, { path: 'notes & plans #1' }];
  await writeFile(workspaceFile, JSON.stringify({ folders, settings: {} }, null, 2));
  return { workspaceFile, library: join(parent, 'library'), notes: join(parent, 'notes & plans #1') };
}
