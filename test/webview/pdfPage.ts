/** The built view of PDF files in a real browser, with the policy that it has in the editor and nothing else. */
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { PdfPassage, PdfSaved } from '../../src/contract/index.ts';
import { pdfHtml } from '../../src/extension/documents/pdf/pdfHtml.ts';
import { pdfStrings } from '../../src/extension/documents/pdf/pdfStrings.ts';
import { untranslated } from '../../src/messages/index.ts';
import type { Theme } from './themes.ts';

/** Answered by the test itself; nothing is ever sent. */
const origin = 'http://pdf.test';
const root = new URL('../../', import.meta.url);
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

export interface PdfPage {
  readonly page: Page;
  /** Violations of the policy, errors of scripts, and requests to anywhere else. */
  readonly faults: readonly string[];
  /** Texts below the marks, from top to bottom. */
  marked(): Promise<string[]>;
  show(passage: PdfPassage): Promise<void>;
  /** The file has changed. */
  change(bytes: Uint8Array | null): Promise<void>;
  /** What the page keeps while it is hidden. */
  saved(): Promise<PdfSaved | undefined>;
}

export interface PdfPageOptions {
  readonly bytes: Uint8Array | null;
  readonly passage?: PdfPassage;
  readonly saved?: PdfSaved;
}

export async function openPdfPage(
  browser: Browser,
  { bodyClass, variables }: Theme,
  { bytes, passage, saved }: PdfPageOptions,
): Promise<PdfPage> {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  await page.route('**', async (route) => {
    const { pathname, origin: asked } = new URL(route.request().url());
    if (asked !== origin) {
      faults.push(`request: ${route.request().url()}`);
      await route.abort();
    } else if (pathname === '/') await route.fulfill({ contentType: 'text/html', body: html() });
    else {
      const body = await readFile(fileURLToPath(new URL(`.${pathname}`, root)));
      const contentType = types[extname(basename(pathname))] ?? 'application/octet-stream';
      await route.fulfill({ contentType, body });
    }
  });
  // As the editor prepares its webviews: the way to the host, and the theme on the elements.
  await page.addInitScript(`
    globalThis.sentMessages = [];
    globalThis.savedState = ${JSON.stringify(saved ?? null)} ?? undefined;
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => sentMessages.push(message),
      getState: () => globalThis.savedState,
      setState: (state) => (globalThis.savedState = state),
    });
    addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
    addEventListener('DOMContentLoaded', () => {
      const { bodyClass, variables } = ${JSON.stringify({ bodyClass, variables })};
      document.body.className = bodyClass;
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty('--vscode-' + name, value);
      }
    });
  `);
  await page.goto(`${origin}/`);
  await page.waitForFunction('sentMessages.some(({ type }) => type === "ready")');
  const open = (next: Uint8Array | null, shown: PdfPassage | null): Promise<void> => {
    const message = {
      type: 'open',
      strings: pdfStrings(untranslated),
      files: `${origin}/dist/`,
      passage: shown,
    };
    const base64 = next && Buffer.from(next).toString('base64');
    return page.evaluate(
      `postMessage({ ...${JSON.stringify(message)}, bytes: ${base64 === null ? 'null' : `Uint8Array.fromBase64('${base64}')`} }, '*')`,
    );
  };
  await open(bytes, passage ?? null);
  return {
    page,
    faults,
    marked: () =>
      page.evaluate<string[]>(
        `Array.from(document.querySelectorAll('.passage-mark'), (mark) => mark.dataset.text)`,
      ),
    change: (next) => open(next, null),
    show: (next) => page.evaluate(`postMessage(${JSON.stringify({ type: 'show', passage: next })}, '*')`),
    saved: () => page.evaluate<PdfSaved | undefined>('savedState'),
  };
}

function html(): string {
  return pdfHtml({
    cspSource: origin,
    scriptUri: `${origin}/dist/pdfView.js`,
    styleUris: ['dist/codicon.css', 'dist/pdfPages.css', 'media/pdf.css'].map((path) => `${origin}/${path}`),
    nonce: 'testnonce',
    title: 'Pump.pdf',
    language: 'en',
  });
}
