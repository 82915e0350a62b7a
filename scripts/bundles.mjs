// What dist/ has: programs, and packages that programs load only when they need them.

/** Programs by name: source, as `dist/NAME.cjs`. */
export const programs = {
  extension: 'src/extension/main.ts',
  engine: 'src/engine/main.ts',
  cli: 'src/cli/main.ts',
  mcp: 'src/mcp/index.ts',
  tokeniser: 'src/model/tokeniserThread.ts',
  deviceTrial: 'src/model/devices/trialProgram.ts',
};

/**
 * Packages in files of their own, `dist/NAME.cjs`: compiling them would take longer than the rest of a program's start,
 * and most questions need none of them.
 */
export const parts = ['iconv-lite', 'jschardet', 'protobufjs', 'undici'];

/** The program that takes the text out of documents, with all libraries for that, as `dist/extractor.cjs`. */
export const extractor = 'src/corpus/documents/thread.ts';

/** Files of `dist/` that run under Node. */
export const bundles = [...Object.keys(programs), ...parts, 'extractor'].map((name) => `${name}.cjs`);

/** Files of `dist/` that run in the pages of the editor: the panel, and the views of documents. */
export const pages = ['panel.js', 'documentView.js', 'pdfView.js', 'pdfWorker.js', 'pdfPages.css'];

/**
 * Leaves packages with files of their own there; everything else is bundled.
 * @type {import('esbuild').Plugin}
 */
export const partsApart = {
  name: 'parts apart',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:${parts.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
  },
};

/**
 * Leaves what is imported when it is needed (`await import(…)`) in its own file.
 * @type {import('esbuild').Plugin}
 */
export const importedWhenNeeded = {
  name: 'imported when needed',
  setup(build) {
    const external = new Set(build.initialOptions.external);
    build.onResolve({ filter: /./ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import' || external.has(path)) return undefined;
      const name = path === '../mcp/index.ts' ? 'mcp' : path;
      if (!bundles.includes(`${name}.cjs`)) throw new Error(`scripts/bundles.mjs has no file for "${path}".`);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};
