// Builds dist/infiniask-<target>.vsix with the native files of that platform only.
// Usage: node scripts/package.mjs [--target linux-x64] [--no-build]
import { createVSIX } from '@vscode/vsce';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { bundles, pages } from './bundles.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const model = 'models/minimind2-small';

/**
 * The platforms for which onnxruntime-node has files, and the ones of them that reading on the processor loads. Not
 * taken: DirectML.dll, which onnxruntime.dll loads only when a session asks for it; dxcompiler.dll and dxil.dll, which
 * only WebGPU uses; on macOS the second copy of the library under its long name.
 */
export const targets = {
  'linux-x64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'linux-arm64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'win32-x64': ['onnxruntime_binding.node', 'onnxruntime.dll'],
  'win32-arm64': ['onnxruntime_binding.node', 'onnxruntime.dll'],
};

/** @typedef {keyof typeof targets} Target */

/**
 * Puts the extension as it is installed into a folder: what vsce would leave out or add is decided here.
 * @param {Target} target
 * @param {string} folder
 */
export async function stage(target, folder) {
  const take = async (/** @type {string} */ from, to = from) => {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(join(root, from), join(folder, to), { recursive: true });
  };
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media', model])
    await take(file);
  for (const name of [...bundles, 'cmaps', 'pdf', ...pages, 'codicon.css', 'codicon.ttf', 'LICENSES.txt'])
    await take(`dist/${name}`);
  for (const name of await readdir(root)) if (/^package\.nls\..*json$|^l10n$/.test(name)) await take(name);

  // Beside the program that loads it: vsce never takes a node_modules folder at the top that is not npm's own.
  const modules = 'dist/node_modules';
  const binaries = `onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}`;
  for (const name of targets[target]) {
    await take(`node_modules/${binaries}/${name}`, `${modules}/${binaries}/${name}`);
  }
  await takeScripts('onnxruntime-node/dist', modules, folder);
  await takeScripts('onnxruntime-common/dist/cjs', modules, folder);
  // Says that the scripts beside it are CommonJS.
  await take(
    'node_modules/onnxruntime-common/dist/cjs/package.json',
    `${modules}/onnxruntime-common/dist/cjs/package.json`,
  );
  for (const name of ['onnxruntime-node', 'onnxruntime-common']) {
    await take(`node_modules/${name}/package.json`, `${modules}/${name}/package.json`);
  }

  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const unpublished = [
    'private',
    'scripts',
    'bin',
    'dependencies',
    'devDependencies',
    'optionalDependencies',
  ];
  for (const field of unpublished) delete manifest[field];
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The scripts of a package without their types and maps.
 * @param {string} from
 * @param {string} modules
 * @param {string} folder
 */
async function takeScripts(from, modules, folder) {
  const to = join(folder, modules, from);
  await mkdir(to, { recursive: true });
  for (const name of await readdir(join(root, 'node_modules', from))) {
    if (name.endsWith('.js')) await cp(join(root, 'node_modules', from, name), join(to, name));
  }
}

/**
 * @param {Target} target
 * @param {{ change?: (folder: string) => Promise<void>, output?: string }} [options] `change` edits the staged folder
 * @returns {Promise<string>} path of the package
 */
export async function packageExtension(target, { change, output } = {}) {
  const packagePath = output ?? join(root, 'dist', `infiniask-${target}.vsix`);
  const folder = await mkdtemp(join(tmpdir(), 'infiniask-package-'));
  try {
    await stage(target, folder);
    await change?.(folder);
    await createVSIX({
      cwd: folder,
      packagePath,
      target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    return packagePath;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', default: `${process.platform}-${process.arch}` },
      build: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  if (!(values.target in targets)) {
    console.error(`No files for ${values.target}; there are: ${Object.keys(targets).join(', ')}`);
    process.exit(1);
  }
  if (values.build)
    await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  const made = await packageExtension(/** @type {Target} */ (values.target));
  console.log(`${made}: ${((await stat(made)).size / 1e6).toFixed(1)} MB`);
}
