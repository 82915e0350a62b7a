// `npm test`: installs, checks, builds, tests; the only command on a fresh clone.
// Usage: node scripts/test.mjs [--fast] [FILTER ...]
// --fast leaves out what needs an editor; filters name the test files for vitest, all when none is given. The last line has the totals of all tests; a check that fails (formatting,
// lint, types, …) counts as one failure.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages, isDebian } from './debian.mjs';
import { hostSupported, installHost } from './host.mjs';
import { install, root } from './prepare.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => unknown} run throws or rejects when it fails
 * @property {boolean} [needed] nothing can follow when it fails
 * @property {string | undefined} [skipped] why it is left out on this machine
 * @property {string} [after] name of the step without which this one cannot run
 */

const totals = { passed: 0, failed: 0, skipped: 0 };
const fast = process.argv.includes('--fast');
const filters = process.argv.slice(2).filter((argument) => argument !== '--fast');
const report = join(root, 'test-results', 'vitest.json');

/** Runs a Node program of the repository; what it prints is shown as it comes. @returns what it printed on stdout */
async function node(/** @type {string[]} */ ...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    process.stdout.write(text);
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw Object.assign(new Error(`ended with ${code}`), { printed });
  return printed;
}

const tool = (/** @type {string} */ path) => join('node_modules', path);

/** Installs what the tests of real models need; where there is no pip, they are left out and say so. */
async function realModels() {
  try {
    await node('scripts/real-models.mjs');
  } catch {
    console.error('The tests of real models are left out.');
  }
}

/** Vitest with its own report, from which the totals come. */
async function vitest() {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  rmSync(report, { force: true });
  try {
    await node(
      ...[tool('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json'],
      ...[`--outputFile.json=${report}`, ...filters],
    );
  } finally {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readReport();
    add(numPassedTests, numFailedTests, numPendingTests + numTodoTests);
  }
}

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

/** The suite in the real extension host; mocha prints its totals. */
async function hostSuite() {
  let printed = '';
  try {
    printed = await node('scripts/host-suite.mjs');
  } catch (error) {
    printed = Object(error).printed ?? '';
    throw error;
  } finally {
    const count = (/** @type {string} */ word) =>
      Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(printed)?.[1] ?? 0);
    add(count('passing'), count('failing'), count('pending'));
  }
}

function add(/** @type {number} */ passed, /** @type {number} */ failed, /** @type {number} */ skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

const noEditor = fast
  ? '--fast leaves out what needs an editor'
  : hostSupported()
    ? undefined
    : `the editor for tests exists for Linux x64 only, this is ${process.platform} ${process.arch}; on a desktop run: node scripts/host-desktop.mjs`;

const EDITOR = 'editor for tests';

/** @type {Step[]} */
const steps = [
  {
    name: 'packages of the system',
    skipped: isDebian() ? undefined : 'the list is for Debian',
    run: () => installDebianPackages({ fast: noEditor !== undefined }),
  },
  { name: 'install', needed: true, run: install },
  { name: 'format', run: () => node(tool('prettier/bin/prettier.cjs'), '--check', '.') },
  { name: 'lint', run: () => node(tool('eslint/bin/eslint.js'), '.') },
  {
    name: 'layers',
    run: () =>
      node(
        ...[
          tool('dependency-cruiser/bin/dependency-cruise.mjs'),
          '--config',
          '.dependency-cruiser.cjs',
          'src',
        ],
      ),
  },
  { name: 'twins', run: () => node('scripts/twins.mjs') },
  { name: 'types', run: () => node(tool('typescript/bin/tsc'), '-p', '.') },
  { name: 'types of the contract', run: () => node(tool('typescript/bin/tsc'), '-p', 'src/contract') },
  { name: 'types of the panel', run: () => node(tool('typescript/bin/tsc'), '-p', 'src/webview') },
  { name: 'build', needed: true, run: () => node('scripts/build.mjs', '--host-tests') },
  { name: 'model', needed: true, run: () => node('dist/cli.cjs', 'build-model') },
  { name: 'real models', skipped: fast ? '--fast tests without them' : undefined, run: realModels },
  { name: 'unit and integration tests', run: vitest },
  { name: EDITOR, skipped: noEditor, run: () => installHost() },
  { name: 'tests in the editor', skipped: noEditor, after: EDITOR, run: hostSuite },
  { name: 'package', skipped: noEditor, run: () => node('scripts/package.mjs', '--no-build') },
  {
    name: 'drive of the package',
    skipped: noEditor,
    after: EDITOR,
    run: () =>
      node(
        'test/drive/drive.mjs',
        ...['newcomer', 'features', 'documents', 'papers', 'writers', 'models'].map(
          (name) => `test/drive/${name}.mjs`,
        ),
      ),
  },
];

const failed = [];
for (const { name, run, needed, skipped, after } of steps) {
  if (skipped !== undefined) {
    console.log(`\n== ${name}: skipped, ${skipped}`);
    continue;
  }
  if (after !== undefined && failed.includes(after)) {
    console.log(`\n== ${name}: not run, because "${after}" failed`);
    continue;
  }
  console.log(`\n== ${name}`);
  const started = performance.now();
  const failures = totals.failed;
  try {
    await run();
    console.log(`== ${name}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (totals.failed === failures) totals.failed++;
    failed.push(name);
    const why = error instanceof Error ? error.message : String(error);
    console.log(`== ${name}: FAILED after ${((performance.now() - started) / 1000).toFixed(1)} s (${why})`);
    if (needed) break;
  }
}
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nEverything passed.');
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
