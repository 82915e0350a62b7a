// Bundles the programs (scripts/bundles.mjs) and the panel. Usage: node scripts/build.mjs [--host-tests]
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { extractor, importedWhenNeeded, parts, partsApart, programs } from './bundles.mjs';
import { licences } from './licenses.mjs';
import { root } from './prepare.mjs';

const common = {
  bundle: true,
  metafile: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  target: 'node20',
  platform: 'node',
  format: 'cjs',
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  // Native code stays a package of its own; the editor provides `vscode`.
  external: ['vscode', 'onnxruntime-node'],
  // Its main file is UMD, whose parts a bundler does not find.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};

const pdfFiles = [
  'standard_fonts/FoxitDingbats.pfb',
  'standard_fonts/FoxitSymbol.pfb',
  'wasm/jbig2.wasm',
  'wasm/openjpeg.wasm',
  ...['standard_fonts/LICENSE_FOXIT', 'wasm/LICENSE_JBIG2', 'wasm/LICENSE_OPENJPEG'],
  ...['wasm/LICENSE_PDFJS_JBIG2', 'wasm/LICENSE_PDFJS_OPENJPEG'],
];

const jobs = [
  build({
    ...common,
    entryPoints: Object.fromEntries(Object.entries(programs).filter(([, f]) => existsSync(f))),
    // Else what is imported when needed would start the loader of ES modules, too.
    supported: { 'dynamic-import': false },
    plugins: [importedWhenNeeded],
  }),
  build({ ...common, entryPoints: Object.fromEntries(parts.map((name) => [name, name])) }),
];
jobs.push(
  build({
    ...common,
    entryPoints: { extractor },
    supported: { 'dynamic-import': false },
    plugins: [partsApart],
    // Large, so that it is squeezed; loaded only when there is a document to read.
    minify: true,
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'bundleUrl' },
  }),
);
/** Of programs that run in a page. */
const page = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  outExtension: {},
  external: [],
  minify: true,
};
if (existsSync('src/webview/main.ts')) {
  jobs.push(
    build({
      ...page,
      entryPoints: { panel: 'src/webview/main.ts', documentView: 'src/webview/documents/text/main.ts' },
    }),
  );
}
// The view of PDF files: its page, the worker in which pdf.js reads them, and the style of its pages.
jobs.push(
  build({
    ...page,
    entryPoints: {
      pdfView: 'src/webview/documents/pdf/main.ts',
      pdfWorker: 'pdfjs-dist/legacy/build/pdf.worker.mjs',
      pdfPages: 'pdfjs-dist/legacy/web/pdf_viewer.css',
    },
    // Icons of what the view does not have: forms, comments, editing.
    loader: { '.svg': 'empty', '.gif': 'empty' },
    // Only where no worker can be made would pdf.js look for one by the address of its program.
    define: { 'import.meta.url': '""' },
  }),
);
if (process.argv.includes('--host-tests')) {
  jobs.push(
    build({
      ...common,
      entryPoints: { index: 'test/host/index.ts' },
      outdir: 'out/host',
      external: [...common.external, 'mocha'],
    }),
  );
}
const shipped = jobs.slice(0, 5);
// The editor's icons for the panel: the style sheet names its font by a path beside it.
await mkdir('dist', { recursive: true });
for (const name of ['codicon.css', 'codicon.ttf']) {
  jobs.push(copyFile(`node_modules/@vscode/codicons/dist/${name}`, `dist/${name}`));
}
// Which characters the fonts of Chinese, Japanese and Korean documents mean; pdf.js reads them beside its program.
jobs.push(cp('node_modules/pdfjs-dist/cmaps', 'dist/cmaps', { recursive: true }));
// What pdf.js reads to draw: the two fonts that no computer has alike, and decoders of two kinds of pictures.
await mkdir('dist/pdf', { recursive: true });
for (const path of pdfFiles)
  jobs.push(copyFile(`node_modules/pdfjs-dist/${path}`, `dist/pdf/${basename(path)}`));
await Promise.all(jobs);
const metafiles = (await Promise.all(shipped)).map(({ metafile }) => metafile);
await writeFile(join(root, 'dist', 'LICENSES.txt'), await licences(metafiles));
