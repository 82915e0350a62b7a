// The suite of test/host in a desktop VS Code, which this downloads: for machines other than Linux x64, and for the
// oldest VS Code that the manifest allows. Usage:
//   node scripts/build.mjs --host-tests
//   node scripts/host-desktop.mjs [--version stable|1.100.0] [--workspace FOLDER_OR_CODE_WORKSPACE] [--grep REGEXP]
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { makeWorkspace, temporaryFolder, writeFiles } from './host-fixture.mjs';
import { QUIET_SETTINGS } from './host-window.mjs';
import { hostDir } from './host.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { version: text, workspace: text, grep: text } });
const tests = resolve('out/host/index.cjs');
const scratch = await temporaryFolder('desktop');
try {
  if (!existsSync(tests)) throw new Error('Build the suite first: node scripts/build.mjs --host-tests');
  const workspace = values.workspace
    ? resolve(values.workspace)
    : (await makeWorkspace(join(scratch.path, 'workspace'))).workspaceFile;
  const userData = join(scratch.path, 'data');
  await writeFiles(userData, { 'User/settings.json': JSON.stringify(QUIET_SETTINGS) });
  process.exitCode = await runTests({
    version: values.version ?? 'stable',
    // Beside the packaged host, so that the repository stays clean of editors.
    cachePath: join(dirname(hostDir()), 'vscode-test'),
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: tests,
    extensionTestsEnv: values.grep ? { INFINIASK_HOST_GREP: values.grep } : {},
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--user-data-dir', userData],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await scratch.remove();
}
