// Finds programs of this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program lies that may be run: in PATH, or where systems put programs for administrators. @returns {string | undefined} */
export function findProgram(/** @type {string} */ name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...folders, '/usr/bin', '/usr/sbin', '/sbin'].map((folder) => join(folder, name)).find(isProgram);
}

/**
 * The browser that shows the editor's window and the panel.
 * @returns {string | undefined}
 * @throws when CHROME_PATH names something else than a program
 */
export function findChrome() {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (!isProgram(named)) throw new Error(`CHROME_PATH names ${named}, which is not a program.`);
    return named;
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return names.map(findProgram).find((path) => path !== undefined);
}

function isProgram(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
