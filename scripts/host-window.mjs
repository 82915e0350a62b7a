// What the suite and the drives have in common: a quiet editor, and a browser window that shows it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cleanEnvironment } from './environment.mjs';

/** Pictures and logs of failures; ignored by git. */
export const RESULTS_DIR = 'test-results';

/** Stands between path and folder in the window's title, from which drives read the active file. */
export const TITLE_SEPARATOR = ' — ';

/** User settings without what clutters a picture, steals the focus or varies from run to run. */
export const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Light 2026',
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'window.title': '${activeEditorMedium}${separator}${rootName}',
  'window.titleSeparator': TITLE_SEPARATOR,
  'window.commandCenter': false,
  'window.restoreWindows': 'none',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

/**
 * The environment of the server: nothing of an npm or an editor that this was started from, no marketplace, so that
 * the editor asks nobody for updates, and no place to leave files but the run's own folder.
 * @param {string} scratch an existing folder that goes with the run; short, because sockets are made in it
 * @returns {NodeJS.ProcessEnv}
 */
export function hostEnvironment(scratch) {
  const kept = Object.entries(cleanEnvironment()).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{}', TMPDIR: scratch, XDG_DATA_HOME: scratch };
}

/** Also right for a container: root without a sandbox, no GPU, and no calls to servers that cannot be reached. */
const CHROME_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless browser with one empty page; nothing outside the loopback interface is ever asked.
 * @param {{ chrome: string, width?: number, height?: number }} options
 */
export async function openBrowser({ chrome, width = 1280, height = 800 }) {
  const browser = await chromium.launch({
    executablePath: chrome,
    args: CHROME_FLAGS,
    env: cleanEnvironment(),
  });
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.route(
    (url) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return { browser, page: await context.newPage() };
}

/**
 * Saves what the window shows. Never fails: a picture is help, not a result.
 * @param {import('playwright-core').Page} page
 * @param {string} name file name without its extension; other characters than letters, digits, `.`, `-` become `-`
 * @param {string} [folder] inside the results folder
 * @returns {Promise<string | undefined>} the PNG's path
 */
export async function savePicture(page, name, folder = 'screenshots') {
  const path = join(RESULTS_DIR, folder, `${name.replace(/[^\w.-]+/g, '-').slice(0, 120)}.png`);
  try {
    await mkdir(join(RESULTS_DIR, folder), { recursive: true });
    await page.screenshot({ path, animations: 'disabled', timeout: 15_000 });
    return path;
  } catch (error) {
    console.error(`No picture ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
