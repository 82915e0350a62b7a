// `npm run bench:NAME`: prepares the clone, bundles bench/NAME.ts and runs it. Further arguments go to the benchmark.
import { build as bundle } from 'esbuild';
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

const [name, ...args] = process.argv.slice(2);
install();
build();
const outfile = join(root, 'out', 'bench', `${name}.cjs`);
await bundle({
  entryPoints: [join(root, 'bench', `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  external: ['onnxruntime-node', 'typescript'],
  logLevel: 'warning',
});
run(process.execPath, ['--enable-source-maps', outfile, ...args], { stdio: 'inherit' });
