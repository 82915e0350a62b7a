/** The built panel in a real browser, with the policy that it has in the editor and nothing else. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { cleanEnvironment } from '../../scripts/environment.mjs';
import { findChrome } from '../../scripts/programs.mjs';
import type { HostToPanel, PanelState, PanelToHost } from '../../src/contract/index.ts';
import { panelHtml } from '../../src/extension/panel/panelHtml.ts';
import { panelStrings } from '../../src/extension/strings.ts';
import { untranslated } from '../../src/messages/index.ts';
import type { Theme } from './themes.ts';

/** Answered by the test itself; nothing is ever sent. */
const origin = 'http://panel.test';
const files: Readonly<Record<string, readonly [path: string, type: string]>> = {
  '/panel.js': ['dist/panel.js', 'text/javascript'],
  '/codicon.css': ['dist/codicon.css', 'text/css'],
  '/codicon.ttf': ['dist/codicon.ttf', 'font/ttf'],
  '/panel.css': ['media/panel.css', 'text/css'],
};
const root = new URL('../../', import.meta.url);

/** The browser of this machine; undefined when there is none. */
export async function launch(): Promise<Browser | undefined> {
  const executablePath = findChrome();
  if (executablePath === undefined) return undefined;
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: cleanEnvironment(),
  });
}

/** What the page may do wrong, as far as it has. */
export interface PanelPage {
  readonly page: Page;
  /** Violations of the policy, errors of scripts, and requests to anywhere else. */
  readonly faults: readonly string[];
  /** What the panel has told the host. */
  sent(): Promise<PanelToHost[]>;
  send(message: HostToPanel): Promise<void>;
  /** Tells of another state. */
  show(state: PanelState): Promise<void>;
  /** Begins anew with a state, as after the panel was hidden. */
  restart(state: PanelState): Promise<void>;
}

export async function openPanel(
  browser: Browser,
  theme: Theme,
  state: PanelState,
  { history = [], ...options }: BrowserContextOptions & { readonly history?: readonly string[] } = {},
): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width: 760, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  await page.route('**', async (route) => {
    const { pathname, origin: asked } = new URL(route.request().url());
    const file = asked === origin ? files[pathname] : undefined;
    if (file) {
      const [path, contentType] = file;
      await route.fulfill({ contentType, body: await readFile(fileURLToPath(new URL(path, root))) });
    } else if (asked === origin && pathname === '/') {
      await route.fulfill({ contentType: 'text/html', body: html() });
    } else {
      faults.push(`request: ${route.request().url()}`);
      await route.abort();
    }
  });
  // As the editor prepares its webviews: the way to the host, and the theme on the elements.
  await page.addInitScript(`
    globalThis.sentMessages = [];
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => sentMessages.push(message),
      getState: () => globalThis.savedState,
      setState: (state) => (globalThis.savedState = state),
    });
    addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
    addEventListener('DOMContentLoaded', () => {
      const { bodyClass, variables } = ${JSON.stringify(theme)};
      document.body.className = bodyClass;
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty('--vscode-' + name, value);
      }
    });
  `);
  await page.goto(`${origin}/`);
  const send = async (message: HostToPanel): Promise<void> => {
    await page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`);
  };
  await page.waitForFunction('sentMessages.some(({ type }) => type === "ready")');
  const strings = panelStrings(untranslated);
  const drawn = () =>
    page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const restart = async (next: PanelState) => {
    await send({ type: 'init', strings, state: next, history });
    await page.locator('ia-question-box textarea').waitFor();
    await drawn();
  };
  await restart(state);
  await page.evaluate('document.fonts.ready');
  return {
    page,
    faults,
    sent: () => page.evaluate<PanelToHost[]>('sentMessages.filter(({ type }) => type !== "ready")'),
    send,
    async show(next) {
      await send({ type: 'state', state: next });
      await drawn();
    },
    restart,
  };
}

function html(): string {
  return panelHtml({
    cspSource: origin,
    scriptUri: `${origin}/panel.js`,
    styleUri: `${origin}/panel.css`,
    iconsUri: `${origin}/codicon.css`,
    nonce: 'testnonce',
    title: 'InfiniAsk',
    language: 'en',
  });
}
